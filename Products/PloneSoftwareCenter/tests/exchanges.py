"""Requests and answers as ``docs/protocol`` shows them: real, without what differs each time."""

from dataclasses import dataclass
from pathlib import Path
from Products.PloneSoftwareCenter.tests.client import Answer
from Products.PloneSoftwareCenter.tests.client import BOUNDARY
from urllib.parse import urlsplit

import hashlib
import json
import re


#: where the examples lie in a checkout
EXAMPLES = Path(__file__).parents[3] / "docs" / "protocol" / "examples"

#: the address under which they are shown
HOST, PATH = "psc.example.org", "/software"

#: what a server in front of Zope, or Zope itself, says of every answer
LEFT_OUT = ("Connection", "Date", "Server", "Via", "X-Powered-By", "X-Frame-Options")

SHOWN_TIME = "2026-11-22T09:30:00.000000Z"
SHOWN_SERIAL = "1795339800000000"
SHOWN_ETAG = "0123456789abcdef0123456789abcdef"
SHOWN_LOGIN = "Basic b3dlbjpzZWNyZXQ="
#: lines of a long list that are shown at each end
ENDS = 3


@dataclass(frozen=True)
class Request:
    """A request as the client of the tests sends it."""

    method: str
    path: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    #: bytes of a form, else None
    body: bytes | None = None
    #: what is shown in place of the body
    shown_body: str = ""


class Writer:
    """Writes exchanges down.

    :param url: of the center that was asked
    :param archives: paths of the archives in it, whose digests are replaced
    """

    def __init__(self, url, archives=()):
        self.parts = urlsplit(url)
        self.replaced = {
            self.parts.netloc.encode(): HOST.encode(),
            self.parts.path.encode(): PATH.encode(),
            BOUNDARY.encode(): b"psc-boundary",
        }
        for path in archives:
            self.learn(path)

    def learn(self, path):
        """Replace the digest of an archive, and the archive itself where it is sent."""
        content = path.read_bytes()
        self.replaced[content] = f"<the {len(content)} bytes of {path.name}>".encode()
        self.learn_digest(content, path.name)

    def learn_digest(self, content, filename):
        """Replace the digests by others, which depend on the file's name alone."""
        for algorithm in ("sha256", "blake2b_256"):
            shown = _digest(algorithm, filename.encode())
            self.replaced[_digest(algorithm, content).encode()] = shown.encode()

    def write(self, request: Request, answer: Answer) -> str:
        """Return the exchange as text."""
        lines = [f"{request.method} {self.parts.path}{request.path} HTTP/1.1"]
        lines.append(f"Host: {self.parts.netloc}")
        lines += [f"{name}: {_shown(name, value)}" for name, value in request.headers]
        sent = "\n".join(lines).encode() + b"\n"
        if request.body:
            sent += b"\n" + (request.shown_body.encode() or request.body)
        received = f"HTTP/1.1 {answer.status} {answer.reason}\n".encode()
        received += "".join(
            f"{name}: {value}\n"
            for name, value in sorted(answer.headers.items())
            if name not in LEFT_OUT
        ).encode()
        if answer.body:
            received += b"\n" + _shortened(answer)
        return f"{self._clean(sent)}\n\n{self._clean(received)}\n"

    def _clean(self, data: bytes) -> str:
        for found, shown in self.replaced.items():
            data = data.replace(found, shown)
        text = data.replace(b"\r\n", b"\n").decode("utf-8")
        text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", SHOWN_TIME, text)
        text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\b(?!\.)", SHOWN_TIME[:19], text)
        text = re.sub(r"\b1[0-9]{15}\b", SHOWN_SERIAL, text)
        text = re.sub(r'"[0-9a-f]{32}"', f'"{SHOWN_ETAG}"', text)
        return "\n".join(line.rstrip() for line in text.rstrip().split("\n"))


def _digest(algorithm, content):
    if algorithm == "blake2b_256":
        return hashlib.blake2b(content, digest_size=32).hexdigest()
    return hashlib.sha256(content).hexdigest()


def _shown(name, value):
    return SHOWN_LOGIN if name == "Authorization" else value


def _shortened(answer):
    """Return the body; of a file how long it is, of a long list its ends; JSON in lines."""
    if answer.headers.get("Content-Type") == "application/octet-stream":
        try:
            answer.body.decode("ascii")
        except UnicodeDecodeError:
            return f"<{len(answer.body)} bytes>".encode()
    if answer.headers.get("Content-Type", "").endswith("json"):
        return json.dumps(answer.json, indent=2, ensure_ascii=False).encode()
    lines = answer.body.split(b"\n")
    if len(lines) <= 50:
        return answer.body
    return b"\n".join([*lines[:ENDS], b"...", *lines[-ENDS - 1 :]])
