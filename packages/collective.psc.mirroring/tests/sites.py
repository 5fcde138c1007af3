"""A site that is no Plone: its pages are what a test puts into it, lies included."""

from collective.psc.mirroring.tree import V1_JSON
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer

import base64
import hashlib
import json
import threading


class Site:
    """Serves names with files, at ``url``; ``answers`` has what is answered otherwise."""

    def __init__(self, token=None):
        self.token = token
        self.serial = 1000
        #: name -> (serial, {file name: bytes}, {file name: metadata})
        self.names = {}
        #: names that the list does not show
        self.unlisted = set()
        #: path -> (status, headers, body) in place of the right answer
        self.answers = {}
        self.asked = []

    def publish(self, name, metadata=None, **files):
        """Have another state of a name, with files ``name_1_0="..."``."""
        self.serial += 1
        contents = {f"{name}-{key[1:].replace('_', '.')}.tar.gz": v for key, v in files.items()}
        metadata = dict.fromkeys(contents, metadata) if metadata else {}
        self.names[name] = (self.serial, contents, metadata)

    def delete(self, name):
        self.serial += 1
        del self.names[name]

    def answer(self, path, accept):
        """Return (status, headers, body)."""
        if path in self.answers:
            return self.answers[path]
        parts = path.strip("/").split("/")
        if path == "/simple/":
            return self._page(self._list(accept), accept)
        if path == "/links":
            links = "".join(
                f'<a href="simple/{name}/{filename}#sha256={sha256(data)}">{filename}</a>'
                for name, (_serial, files, _metadata) in sorted(self.names.items())
                for filename, data in files.items()
            )
            return self._page(links.encode(), "text/html", self.serial)
        if len(parts) > 1 and parts[1] in self.names:
            return self._of_name(parts, accept)
        return 404, {}, b"no"

    def _of_name(self, parts, accept):
        name = parts[1]
        serial, files, metadata = self.names[name]
        if parts[0] == "pypi":
            page = {"info": {"name": name}, "last_serial": serial}
            return self._page(json.dumps(page).encode(), "application/json", serial)
        if len(parts) == 2:
            return self._page(self._project(name, accept), accept, serial)
        if parts[2].endswith(".metadata"):
            return 200, {}, metadata[parts[2].removesuffix(".metadata")]
        return (200, {}, files[parts[2]]) if parts[2] in files else (404, {}, b"no")

    def _list(self, accept):
        shown = sorted(self.names.keys() - self.unlisted)
        if accept != V1_JSON:
            return "".join(f'<a href="{name}/">{name}</a>' for name in shown).encode()
        projects = [{"name": name, "_last-serial": self.names[name][0]} for name in shown]
        return json.dumps({"meta": {"_last-serial": self.serial}, "projects": projects}).encode()

    def _project(self, name, accept):
        serial, files, metadata = self.names[name]
        if accept != V1_JSON:
            return "".join(
                f'<a href="{filename}#sha256={sha256(data)}">{filename}</a>'
                for filename, data in files.items()
            ).encode()
        shown = [
            {
                "filename": filename,
                "url": filename,
                "size": len(data),
                "hashes": {"sha256": sha256(data)},
                "core-metadata": (
                    {"sha256": sha256(metadata[filename])} if filename in metadata else False
                ),
            }
            for filename, data in files.items()
        ]
        page = {"meta": {"_last-serial": serial}, "name": name, "files": shown}
        return json.dumps(page).encode()

    def _page(self, body, media_type, serial=None):
        return 200, {"Content-Type": media_type, "X-PyPI-Last-Serial": serial or self.serial}, body

    def __enter__(self):
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(self.path)
                wanted = base64.b64encode(f"__token__:{site.token}".encode()).decode()
                if site.token and self.headers.get("Authorization") != f"Basic {wanted}":
                    status, headers, body = 401, {}, b"log in"
                else:
                    status, headers, body = site.answer(self.path, self.headers["Accept"])
                self.send_response(status)
                blocks = [body] if isinstance(body, bytes) else body
                if isinstance(body, bytes):
                    headers = {"Content-Length": len(body), **headers}
                for key, value in headers.items():
                    self.send_header(key, str(value))
                self.end_headers()
                try:
                    for block in blocks:
                        self.wfile.write(block)
                except OSError:
                    # whoever reads has had enough
                    self.close_connection = True

            def log_message(self, *words):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *_error):
        self._server.shutdown()
        self._server.server_close()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def contents(folder):
    """Return path -> bytes of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
