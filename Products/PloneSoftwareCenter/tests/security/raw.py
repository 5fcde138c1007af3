"""Requests as bytes, for those that no library would send."""

from http.client import HTTPResponse
from io import BytesIO

import re
import socket


class Stream(BytesIO):
    def makefile(self, mode):
        return self


def converse(port, *requests):
    """Send requests one after the other on one connection; return (status, headers, body) of each.

    The last one is followed by a plain one, whose answer is left out: whoever sends a wrong length
    breaks what comes after.
    """
    answers = []
    with socket.create_connection(("127.0.0.1", port), 120) as connection:
        for request in requests:
            connection.sendall(request)
            answers.append(read_answer(connection, request.split(b" ")[0].decode("latin-1")))
            if answers[-1] is None or answers[-1].will_close:
                break
    return answers


def read_answer(connection, method):
    """Return the next answer, or None where the server has closed the connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        block = connection.recv(65536)
        if not block:
            return None
        data += block
    head, _, body = data.partition(b"\r\n\r\n")
    found = re.search(rb"\r\nContent-Length: (\d+)", head, re.IGNORECASE)
    status = int(head.split(b" ")[1])
    if method != "HEAD" and status not in (204, 304):
        while found is None or len(body) < int(found[1]):
            block = connection.recv(65536)
            if not block:
                break
            body += block
    answer = HTTPResponse(Stream(head + b"\r\n\r\n" + body), method=method)
    answer.begin()
    answer.will_close = b"\r\nconnection: close" in head.lower() or found is None
    answer.body = body
    return answer
