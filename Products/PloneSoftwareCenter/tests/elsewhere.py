"""Another index: a directory of archives on a port of its own, which keeps what it was sent."""

from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from pathlib import Path
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.tests.client import describe
from urllib.parse import unquote
from urllib.parse import urlsplit

import hashlib
import threading


@dataclass(frozen=True)
class Received:
    """A request that came to the other index."""

    path: str
    #: by lower case name
    headers: dict


class Elsewhere:
    """An index at ``url``, for as long as the context lasts.

    :ivar received: what was asked of it, in order
    """

    def __init__(self):
        self.pages = {}
        self.received = []

    def __enter__(self):
        index = self

        class Handler(_Handler):
            elsewhere = index

        # Port 0: one that is free. It is not the center's, so it is another server to clients.
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/everybody/simple"
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}
        )
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def offer(self, *archives: Path):
        """Have archives in the index."""
        for archive in archives:
            name = normalize_name(describe(archive.name)[0])
            self.pages.setdefault(name, {})[archive.name] = archive.read_bytes()

    @property
    def asked_for(self):
        """The paths below the index, each once, in order."""
        begin = urlsplit(self.url).path
        return list(dict.fromkeys(request.path.removeprefix(begin) for request in self.received))

    @property
    def passwords(self):
        """What came in headers for credentials."""
        found = (request.headers.get("authorization") for request in self.received)
        return [value for value in found if value is not None]


class _Handler(BaseHTTPRequestHandler):
    elsewhere: Elsewhere

    def do_GET(self):
        path = unquote(urlsplit(self.path).path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.elsewhere.received.append(Received(path, headers))
        name, _, filename = path.removeprefix("/everybody/simple/").partition("/")
        files = self.elsewhere.pages.get(name)
        if files is None or (filename and filename not in files):
            return self.send(404, "text/plain", b"Not found.\n")
        if filename:
            return self.send(200, "application/octet-stream", files[filename])
        return self.send(200, "text/html; charset=utf-8", _page(files))

    def send(self, status, media_type, body):
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 (the name that http.server calls)

    def log_message(self, *words):
        """Say nothing."""


def _page(files):
    links = []
    for name, data in files.items():
        href = f"{escape(name)}#sha256={hashlib.sha256(data).hexdigest()}"
        links.append(f'<a href="{href}">{escape(name)}</a><br>')
    lines = ["<!DOCTYPE html>", "<html><body>", *links, "</body></html>", ""]
    return "\n".join(lines).encode()
