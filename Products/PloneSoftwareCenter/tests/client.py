"""A small HTTP client for tests, which sends exactly what it is told to."""

from base64 import b64encode
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

import json


BOUNDARY = "--------------GHSKFJDLGDS7543FJKLFHRE75642756743254"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: object
    body: bytes
    reason: str = ""

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    """Speaks to one center over HTTP; follows no redirect.

    :param url: of the center
    :param user: whose password is ``password``; None sends no credentials
    """

    def __init__(self, url, user=None, password=None):
        self.url = url
        self.user = user
        self.password = password

    def request(self, method, path="", body=None, headers=()):
        """Send a request; ``path`` is appended to the center's URL as it stands."""
        parts = urlsplit(self.url)
        sent = dict(headers)
        if self.user is not None and "Authorization" not in sent:
            login = b64encode(f"{self.user}:{self.password}".encode()).decode()
            sent["Authorization"] = f"Basic {login}"
        connection = HTTPConnection(parts.hostname, parts.port, timeout=300)
        try:
            connection.request(method, parts.path + path, body=body, headers=sent)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read(), response.reason)
        finally:
            connection.close()

    def get(self, path="", **headers):
        return self.request("GET", path, headers=_headers(headers))

    def head(self, path="", **headers):
        return self.request("HEAD", path, headers=_headers(headers))

    def post(self, fields, path="", headers=()):
        """Post a multipart form: pairs of name and value; a file is (filename, bytes)."""
        sent = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **dict(headers)}
        return self.request("POST", path, encode_form(fields), sent)

    def action(self, action, fields, path="", headers=()):
        return self.post([(":action", action), *fields], path, headers)

    def upload(self, archive, fields=(), path="", headers=()):
        """Upload a path made by ``tests.archives`` as its name says it is."""
        return self.action("file_upload", upload_fields(archive, fields), path, headers)


def _headers(headers):
    return {name.replace("_", "-"): value for name, value in headers.items()}


def upload_fields(archive, fields=()):
    """Return the form that uploads an archive; ``fields`` replace those of their names."""
    name, version, filetype, pyversion = describe(archive.name)
    form = {
        "protocol_version": "1",
        "metadata_version": "2.1",
        "name": name,
        "version": version,
        "filetype": filetype,
        "pyversion": pyversion,
        "content": (archive.name, archive.read_bytes()),
    }
    several = []
    for key, value in fields:
        if isinstance(value, list):
            several += [(key, item) for item in value]
        elif value is None:
            form.pop(key, None)
        else:
            form[key] = value
    return [*form.items(), *several]


def describe(filename):
    """Return (name, version, filetype, pyversion) of a simple file name."""
    if filename.endswith(".whl"):
        name, version, python = filename.split("-")[:3]
        return name, version, "bdist_wheel", python
    if filename.endswith(".egg"):
        name, version, python = filename.removesuffix(".egg").split("-")[:3]
        return name, version, "bdist_egg", python.removeprefix("py")
    for ending in (".tar.gz", ".tgz", ".tar.bz2", ".zip"):
        filename = filename.removesuffix(ending)
    name, _, version = filename.rpartition("-")
    return name, version, "sdist", "source"


def encode_form(fields, boundary=BOUNDARY, newline=b"\r\n"):
    """Return the bytes of a multipart form."""
    lines = []
    for name, value in fields:
        lines.append(b"--" + boundary.encode())
        if isinstance(value, tuple):
            filename, value, *kind = value
            lines.append(
                f'Content-Disposition: form-data; name="{name}"; filename="{filename}"'.encode()
            )
            lines.append(f"Content-Type: {(*kind, 'application/octet-stream')[0]}".encode())
        else:
            lines.append(f'Content-Disposition: form-data; name="{name}"'.encode())
        lines.append(b"")
        lines.append(value if isinstance(value, bytes) else value.encode())
    lines += [b"--" + boundary.encode() + b"--", b""]
    return newline.join(lines)
