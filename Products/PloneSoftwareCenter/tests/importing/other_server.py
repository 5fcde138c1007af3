"""Another index on loopback, which says whatever a test has it say."""

from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer

import contextlib
import json
import threading


JSON = "application/vnd.pypi.simple.v1+json"


class Answer:
    """What is answered to a path."""

    def __init__(self, body=b"", status=200, headers=(), content_type="application/octet-stream"):
        self.body = body.encode() if isinstance(body, str) else body
        self.status = status
        self.headers = {"Content-Type": content_type, **dict(headers)}


class OtherServer:
    """:ivar answers: by path; a callable gets the handler

    :ivar asked: (path, value of Authorization) of each question
    """

    def __init__(self):
        self.answers = {}
        self.asked = []

    def __enter__(self):
        other = self

        class Handler(_Handler):
            index = other

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.host}/simple/"
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}
        )
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def page(self, name, *files, **meta):
        """Have a page of a name, in JSON."""
        page = {"meta": {"api-version": "1.1"}, "name": name, "files": files, **meta}
        self.answers[f"/simple/{name}/"] = Answer(json.dumps(page), content_type=JSON)


class _Handler(BaseHTTPRequestHandler):
    index: OtherServer

    def do_GET(self):
        self.index.asked.append((self.path, self.headers.get("Authorization")))
        answer = self.index.answers.get(self.path, Answer(status=404))
        # Clients hang up on what is too long.
        with contextlib.suppress(ConnectionError):
            if callable(answer):
                answer(self)
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

    def log_message(self, *arguments):
        """Be silent."""
