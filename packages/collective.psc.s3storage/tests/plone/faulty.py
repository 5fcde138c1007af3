"""A server in front of an object store that hands requests on, and answers wrongly when told to."""

from contextlib import suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer

import re
import socket
import threading


#: headers that concern one connection only
OF_CONNECTION = ("connection", "keep-alive", "transfer-encoding")
ERROR = "<?xml version='1.0'?><Error><Code>{}</Code><Message>no</Message></Error>"


class Refuse:
    """Answer with a status."""

    def __init__(self, status, code):
        self.status, self.code = status, code

    def __call__(self, handler):
        handler.take_body()
        body = ERROR.format(self.code).encode() if handler.command != "HEAD" else b""
        handler.send(self.status, [("Content-Type", "application/xml")], body)


class Half:
    """Hand on, and break the connection after half of the body."""

    def __call__(self, handler):
        status, headers, body = handler.hand_on()
        handler.send(status, headers, body[: len(body) // 2], length=len(body))
        handler.close_connection = True


class Changed:
    """Hand on, and change the last byte of the body."""

    def __call__(self, handler):
        status, headers, body = handler.hand_on()
        handler.send(status, headers, body[:-1] + bytes([body[-1] ^ 1]))


class WithoutChecksum:
    """Hand on, and say nothing of a checksum."""

    def __call__(self, handler):
        status, headers, body = handler.hand_on()
        kept = [one for one in headers if not one[0].lower().startswith("x-amz-checksum")]
        handler.send(status, kept, body)


class Whole:
    """Answer a range with the whole object."""

    def __call__(self, handler):
        del handler.headers["Range"]
        handler.send(*handler.hand_on())


class Silent:
    """Say nothing for as long as somebody waits."""

    def __call__(self, handler):
        handler.server.owner.ended.wait(600)
        handler.close_connection = True


class Drip:
    """Hand on, and send the body byte by byte."""

    def __call__(self, handler):
        status, headers, body = handler.hand_on()
        handler.send(status, headers, b"", length=len(body))
        for number in range(len(body)):
            handler.wfile.write(body[number : number + 1])
            if handler.server.owner.ended.wait(0.05):
                break


class Other:
    """Answer as somebody who is no store: a proxy at which one has to log in, say."""

    def __call__(self, handler):
        handler.take_body()
        handler.send(200, [("Content-Type", "text/html")], b"<html>Log in.</html>")


class Endless:
    """Send bytes without an end."""

    def __call__(self, handler):
        handler.wfile.write(b"HTTP/1.1 206 Partial Content\r\nConnection: close\r\n\r\n")
        try:
            while not handler.server.owner.ended.is_set():
                handler.wfile.write(bytes(1 << 16))
        except OSError:
            pass
        handler.close_connection = True


class FaultyServer:
    """Serves on ``port``; ``fail`` says which requests are answered wrongly."""

    def __init__(self, store):
        self.store = store
        #: [pattern of "METHOD path", fault, how often]
        self.faults = []
        #: "METHOD path" of each request
        self.asked = []
        self.ended = threading.Event()
        #: those that are open: clients keep them for a next request
        self.connections = set()
        self._lock = threading.Lock()

    def fail(self, pattern, fault, times=1000):
        """Answer requests wrongly whose method and path fit."""
        self.faults.append([pattern, fault, times])

    def heal(self):
        """Answer rightly."""
        self.faults.clear()

    def fault_of(self, line):
        with self._lock:
            self.asked.append(line)
            for found in self.faults:
                if found[2] and re.search(found[0], line):
                    found[2] -= 1
                    return found[1]
        return None

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.owner = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()
        # or a thread waits on each of them until the process ends
        for connection in list(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.server.owner.connections.add(self.connection)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def finish(self):
        super().finish()
        self.server.owner.connections.discard(self.connection)

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True

    def do_GET(self):
        fault = self.server.owner.fault_of(f"{self.command} {self.path}")
        if fault is not None:
            fault(self)
        else:
            self.send(*self.hand_on())

    do_HEAD = do_PUT = do_POST = do_DELETE = do_GET  # noqa: N815

    def take_body(self):
        if self.headers.get("Expect", "").lower() == "100-continue":
            pass  # ``BaseHTTPRequestHandler`` has told it to go on
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def hand_on(self):
        """Return (status, headers, body) of the store."""
        body = self.take_body()
        headers = {name: value for name, value in self.headers.items() if name.lower() != "expect"}
        store = HTTPConnection("127.0.0.1", self.server.owner.store, timeout=60)
        try:
            store.request(self.command, self.path, body, headers)
            answer = store.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            store.close()

    def send(self, status, headers, body, length=None):
        is_head = self.command == "HEAD"
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() in OF_CONNECTION or (name.lower() == "content-length" and not is_head):
                continue
            self.send_header(name, value)
        if not is_head:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        if not is_head:
            # after the answer to a HEAD it would be taken for the answer to the next request
            self.wfile.write(body)

    def log_message(self, *_arguments):
        """Say nothing."""
