"""A package index in a few lines, which does what a test tells it to."""

from email import message_from_bytes
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer

import contextlib
import hashlib
import io
import socket
import threading
import zipfile


#: sockets of addresses where nothing listens
HOLDERS = []


class Stub:
    """A server on a free port; ``answers`` are given to POSTs, the last one for ever.

    An answer is (status, text, headers), or ``"hang"``, or ``"break"`` (read all, say nothing).

    :param wait: called before each answer
    :param tls: a context of ``ssl``, None: plain HTTP
    """

    def __init__(self, *answers, wait=None, shows=True, root="simple", tls=None):
        self.answers = list(answers) or [(200, "OK", {})]
        self.wait = wait
        self.shows = shows
        self.root = root
        self.files = {}
        self.forms = []
        self.bodies = []
        self.logins = []
        #: what the parts of the last form held
        self.contents = {}
        #: answers to GETs, by path, and as whom each GET came
        self.pages = {}
        self.readers = []
        #: paths whose answers come a byte at a time, True: all
        self.drips = ()
        #: whether it answers before it has read what is sent; how many uploads began
        self.hasty = False
        self.begun = 0
        #: the bytes of each file that came
        self.contents_of = {}
        #: how many connections are open
        self.connections = 0
        self.lock = threading.Lock()
        self.released = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("H", (Handler,), {"stub": self}))
        self.server.daemon_threads = True
        # who is told too much hangs up, and nobody reads of it
        self.server.handle_error = lambda *said: None
        scheme = "http"
        if tls:
            scheme = "https"
            # the handshake is the handler's, not of the thread that takes connections
            self.server.socket = tls.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.url = f"{scheme}://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def sent(self):
        """The names of the files that came."""
        return [form["content"] for form in self.forms if "content" in form]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 300
    disable_nagle_algorithm = True

    def setup(self):
        with self.stub.lock:
            self.stub.connections += 1
        super().setup()

    def finish(self):
        try:
            super().finish()
        finally:
            with self.stub.lock:
                self.stub.connections -= 1

    def log_message(self, *words):
        """Nobody reads it."""

    def do_GET(self):
        self.stub.readers.append(self.headers.get("Authorization"))
        if self.path in self.stub.pages:
            self.answer(*self.stub.pages[self.path])
            return
        name = self.path.strip("/").rpartition("/")[2]
        expected = f"/{self.stub.root}/{name}/"
        links = [
            f'<a href="{filename}#sha256={digest}">{filename}</a>'
            for filename, digest in self.stub.files.items()
            if filename.lower().replace("_", "-").startswith(f"{name}-")
        ]
        if self.stub.shows and links and self.path == expected:
            self.answer(200, "<html>" + "".join(links), {"Content-Type": "text/html"})
        else:
            self.answer(404, "No such page.", {})

    def do_POST(self):
        stub = self.stub
        stub.begun += 1
        if stub.hasty:
            self.answer(*stub.answers[0])
            self.wfile.flush()
            # as good servers do: whoever still writes must get to read
            self.connection.shutdown(socket.SHUT_WR)
            self.close_connection = True
            while self.rfile.read1(65536):
                pass
            return
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:
            # broken off
            self.close_connection = True
            return
        stub.bodies.append(body)
        stub.logins.append(self.headers.get("Authorization"))
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        form, contents = {}, {}
        for part in message_from_bytes(head + body).get_payload():
            key = part.get_param("name", header="Content-Disposition")
            form[key] = part.get_filename() or part.get_payload()
            contents[key] = part.get_payload(decode=True)
        stub.contents = contents
        stub.forms.append(form)
        if stub.wait:
            stub.wait()
        answer = stub.answers.pop(0) if len(stub.answers) > 1 else stub.answers[0]
        is_taken = answer == "arrives" or (answer != "break" and answer[0] == 200)
        if "content" in form and is_taken:
            stub.contents_of[form["content"]] = contents["content"]
            stub.files[form["content"]] = hashlib.sha256(contents["content"]).hexdigest()
        if answer == "hang":
            stub.released.wait(300)
        if isinstance(answer, str):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.answer(*answer)

    def answer(self, status, text, headers):
        body = text if isinstance(text, bytes) else text.encode()
        self.send_response(status)
        for key, value in {"Content-Type": "text/plain", **headers}.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.stub.drips is True or self.path in self.stub.drips:
            with contextlib.suppress(OSError):
                for place in range(len(body)):
                    self.wfile.write(body[place : place + 1])
                    if self.stub.released.wait(0.05):
                        return
        else:
            self.wfile.write(body)


def nobody_there():
    """Return an address where nothing listens, nor ever will: it is taken, by who never does."""
    holder = socket.socket()
    holder.bind(("127.0.0.1", 0))
    HOLDERS.append(holder)
    return f"http://127.0.0.1:{holder.getsockname()[1]}/"


def make_wheel(folder, name="demo", version="1.0", padding=0, **fields):
    """Write a small wheel, or one with so many bytes that say nothing, and return its path."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"{key}: {value}" for key, value in fields.items()]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "#" * padding)
        archive.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n\nWhat.\n")
        archive.writestr(f"{name}-{version}.dist-info/WHEEL", "Wheel-Version: 1.0\n")
    path.write_bytes(written.getvalue())
    return path


def write_pypirc(path, **servers):
    """Write servers by name: an address, and further lines."""
    lines = ["[distutils]", "index-servers =", *(f"    {name}" for name in servers)]
    for name, said in servers.items():
        url, *further = said if isinstance(said, tuple) else (said, "username: jo", "password: s3")
        lines += ["", f"[{name}]", f"repository: {url}", *further]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
