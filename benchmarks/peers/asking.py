"""One request, its answer, and how long the answer is on the wire."""

from .programs import Failed
from dataclasses import dataclass
from dataclasses import field
from typing import cast

import hashlib
import http.client
import io
import socket


@dataclass(frozen=True)
class Request:
    """A GET: of one path, or of several in turn."""

    paths: tuple[str, ...]
    headers: dict[str, str] = field(default_factory=dict)
    #: what the answer's status must be
    status: int = 200
    #: what must be in the body, and how often; None: whatever is there
    counted: tuple[bytes, int] | None = None
    #: SHA-256 of the body, hex, lower case; None: whatever is there
    sha256: str | None = None
    #: whether Zope's publisher shall have made the answer, which it tells; None: whoever did
    by_zope: bool | None = None


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    #: bytes of head and body as they were sent
    wire_size: int


class Counting(io.RawIOBase):
    """The stream of a socket that knows how much of it was read; all that ``HTTPResponse`` asks
    of a socket is to give it."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.count = 0

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        number = self.connection.recv_into(buffer)
        self.count += number
        return number


def get(port: int, path: str, headers: dict[str, str] | None = None) -> Answer:
    """Send what wrk sends, on a connection of its own, and return the whole answer."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    with socket.create_connection(("127.0.0.1", port), timeout=120) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        stream = Counting(connection)
        response = http.client.HTTPResponse(cast("socket.socket", stream), method="GET")
        response.begin()
        body = response.read()
        return Answer(response.status, response.headers, body, stream.count)


def expect(port: int, request: Request) -> list[Answer]:
    """Ask for each path (for five of them, where there are many) and see that all is right.

    :raises Failed: when an answer has another status, or another content
    """
    answers = []
    for path in request.paths[:5]:
        # The first time an answer is made; how long it is when it is kept, the second tells.
        get(port, path, request.headers)
        answer = get(port, path, request.headers)
        if answer.status != request.status:
            raise Failed(f"{path} is answered {answer.status}, and not {request.status}.")
        text, wanted = request.counted or (b"", 0)
        found = answer.body.count(text) if text else 0
        if found != wanted:
            raise Failed(f"{path} has {text!r} {found} times, and not {wanted} times.")
        if request.sha256 not in (None, hashlib.sha256(answer.body).hexdigest()):
            raise Failed(f"{path} is answered with other bytes than were uploaded.")
        by_zope = "Zope" in answer.headers.get("X-Powered-By", "")
        if request.by_zope not in (None, by_zope):
            raise Failed(f"{path} is answered {'inside' if by_zope else 'in front of'} Zope.")
        answers.append(answer)
    return answers
