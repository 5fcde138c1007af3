"""A receiver of webhooks for tests: it answers as it is told to, on a port of its own."""

from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer

import contextlib
import socket
import threading


class Receiver:
    """``with Receiver(answer) as receiver``; ``receiver.got`` are (headers, body).

    :param answer: function of the handler that writes the answer
    :param at_once: it says something before it has heard anything
    """

    def __init__(self, answer=None, *, at_once=False):
        self._at_once = at_once
        self.got = []
        self._answer = answer or (lambda handler: reply(handler, 200, b"fine"))
        self.over = threading.Event()

    def __enter__(self):
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def handle(self):
                if not receiver._at_once:
                    super().handle()
                    return
                with contextlib.suppress(OSError):
                    receiver._answer(self)

            def do_POST(self):
                length = int(self.headers.get("Content-Length") or 0)
                receiver.got.append((dict(self.headers), self.rfile.read(length)))
                with contextlib.suppress(OSError):
                    receiver._answer(self)

            def log_message(self, *words):
                pass

        # Where localhost is first: with an IPv6 loopback, that is ::1 on many machines.
        family, *_kind, place = socket.getaddrinfo("localhost", 0, type=socket.SOCK_STREAM)[0]

        class Server(ThreadingHTTPServer):
            address_family = family
            daemon_threads = True

        self.server = Server(place[:2], Handler)
        self.port = self.server.server_port
        self.url = f"http://localhost:{self.port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


def reply(handler, status, body=b"", **headers):
    """Answer."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
