"""All that we have from twine: the fields of a form, and a session that speaks HTTP.

twine promises nothing about its modules, so nothing else here knows them; setup.py names the
majors that were tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from collective.dist.archives import Archive
from collective.dist.archives import Value
from collective.dist.archives import WatchedFile
from collective.dist.errors import BadArchive
from collective.dist.servers import origin
from collective.dist.servers import Server
from collective.dist.signing import sign as make_signature
from packaging.metadata import parse_email
from pathlib import Path
from requests.auth import HTTPBasicAuth
from requests_toolbelt import MultipartEncoder
from twine.exceptions import TwineException
from twine.package import _RAW_TO_PACKAGE_METADATA
from twine.package import PackageFile
from twine.repository import Repository

import hashlib
import logging
import requests
import tarfile
import zipfile
import zlib


#: what distutils sent: metadata 1.0 and 1.1
HISTORIC = frozenset(
    {
        *("name", "version", "summary", "home_page", "author", "author_email", "license"),
        *("description", "keywords", "platform", "classifiers", "download_url", "provides"),
        *("requires", "obsoletes", "metadata_version", "comment", "filetype", "pyversion"),
        *("md5_digest", "gpg_signature"),
    }
)
#: fields of a form that tell of a file, not of a release
OF_FILES = frozenset(
    {
        *("filetype", "pyversion", "comment", "sha256_digest", "blake2_256_digest"),
        *("md5_digest", "gpg_signature"),
    }
)


def read_archive(
    path: Path,
    signatures: Sequence[Path] = (),
    sign: bool = False,
    identity: str | None = None,
    comment: str | None = None,
) -> Archive:
    """Read a file's metadata and digests.

    :param signatures: files that may be its signature
    :param sign: make one now, whatever is there
    :raises BadArchive: when it is no sdist or wheel, or can't be signed
    """
    try:
        package = PackageFile.from_filename(str(path), comment)
        signature = next((each for each in signatures if each.name == f"{path.name}.asc"), None)
        if sign:
            signature = make_signature(path, identity)
        if signature:
            package.add_gpg_signature(str(signature), signature.name)
        # a method, but one that asks nothing of its object
        fields = Repository._convert_metadata_to_list_of_tuples(package.metadata_dictionary())
        size = path.stat().st_size
    except TwineException as error:
        raise BadArchive(f"{path.name}: {error}") from error
    except (OSError, tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadArchive(f"{path.name} can't be read as a distribution: {error}") from error
    except (ValueError, KeyError) as error:
        raise BadArchive(f"{path.name} has metadata that can't be read.") from error
    if not package.sha2_digest:
        raise BadArchive(f"{path.name}: there is no sha256 on this machine.")
    return Archive(
        path=path,
        name=str(package.metadata["name"]),
        version=package.version,
        size=size,
        sha256=package.sha2_digest,
        fields=fields,
    )


def read_metadata(text: str) -> Archive:
    """Return a release without a file, from the text of a PKG-INFO.

    :raises BadArchive: when it lacks name or version
    """
    raw, _unknown = parse_email(text)
    fields: dict[str, object] = {
        sent: raw[key]  # type: ignore[literal-required]
        for key, sent in _RAW_TO_PACKAGE_METADATA.items()
        # what distutils wrote where it knew nothing
        if key in raw and raw[key] not in ("UNKNOWN", ["UNKNOWN"])  # type: ignore[literal-required]
    }
    name, version = raw.get("name"), raw.get("version")
    if not name or not version:
        raise BadArchive("A distribution needs a name and a version.")
    pairs = Repository._convert_metadata_to_list_of_tuples(fields)  # type: ignore[arg-type]
    return Archive(Path(f"{name} {version}"), name, version, 0, "", pairs)


def release_fields(archive: Archive) -> list[tuple[str, Value]]:
    """The fields that tell of a release."""
    return [(key, value) for key, value in archive.fields if key not in OF_FILES]


def form(
    action: str,
    fields: Sequence[tuple[str, Value]],
    historic: bool,
    archive: Archive | None = None,
    content: WatchedFile | None = None,
) -> MultipartEncoder:
    """Return the body of a request, with CRLF on the wire, read as it is sent.

    :param historic: send what distutils sent, and no more
    :param archive: what ``content`` is
    """
    parts: list[tuple[str, object]] = [(":action", action), ("protocol_version", "1")]
    if historic:
        # misspelled like this by collective.dist and distutils of their time
        parts.append(("protcol_version", "1"))
    parts += [(key, value) for key, value in fields if not historic or key in HISTORIC]
    if archive and historic:
        parts.append(("md5_digest", md5_of(archive)))
    if archive and content:
        parts.append(("content", (archive.filename, content, "application/octet-stream")))
    return MultipartEncoder(parts)


def md5_of(archive: Archive) -> str:
    """The only digest that the historic protocol knows; it protects from nothing."""
    digest = hashlib.md5(usedforsecurity=False)
    with archive.path.open("rb") as opened:
        for block in iter(lambda: opened.read(65536), b""):
            digest.update(block)
    return digest.hexdigest()


def nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """The log-in of who has none; without it, requests would look into .netrc."""
    return request


class LoginAtHome(HTTPBasicAuth):
    """The log-in of a server, for its own addresses: a page may link to files of anybody."""

    def __init__(self, server: Server, username: str, password: str) -> None:
        # in UTF-8, which requests leaves to whoever calls it
        super().__init__(username.encode(), password.encode())
        self.addresses = {server.url, server.index or server.url}

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        # written as requests writes them: names of hosts may be in other letters
        homes = [requests.Request("GET", url).prepare().url or "" for url in self.addresses]
        if origin(request.url or "") in map(origin, homes):
            super().__call__(request)
        return request


def open_session(server: Server) -> requests.Session:
    """Return a session that logs in at one server."""
    quiet = logging.getLogger("twine.repository")
    quiet.setLevel(logging.WARNING)
    repository = Repository(server.url, None, None, True)
    repository.set_certificate_authority(server.ca_cert)
    repository.set_client_certificate(server.client_cert)
    session: requests.Session = repository.session

    def follow(request: requests.PreparedRequest, answer: requests.Response) -> None:
        # without what requests would take from .netrc for the next one
        if session.should_strip_auth(answer.request.url or "", request.url or ""):
            request.headers.pop("Authorization", None)

    session.rebuild_auth = follow  # type: ignore[assignment, method-assign]
    # tries again are ours: they look first whether the file is there
    plain = requests.adapters.HTTPAdapter()
    session.mount("http://", plain)
    session.mount("https://", plain)
    session.auth = nobody
    if server.username and server.password:
        session.auth = LoginAtHome(server, server.username, server.password)
    return session
