"""devpi-server: one index without bases, filled by uploads with a log-in's token."""

from .archives import Stock
from .environments import Environment
from .forms import upload_form
from .programs import Command
from .programs import Failed
from .programs import free_port
from .programs import plain_environment
from .programs import run
from .programs import say
from .programs import Server
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path

import json
import secrets
import shutil


USER, INDEX = "bench", "/bench/dev"
WORKERS = 2


@dataclass(frozen=True)
class Devpi:
    """The server, with an environment and a directory of its own."""

    folder: Path

    @property
    def environment(self) -> Environment:
        return Environment(self.folder / "devpi")

    @property
    def data(self) -> Path:
        return self.folder / "devpi-data"

    @property
    def log(self) -> Path:
        return self.folder / "devpi.log"

    def prepare(self, stock: Stock) -> None:
        """Install and fill it, once."""
        self.environment.provide()
        stamp = self.data / "filled"
        if stamp.exists():
            return
        say("filling devpi")
        shutil.rmtree(self.data, ignore_errors=True)
        init: Command = [self.environment.program("devpi-init"), "--serverdir", self.data]
        root = ["--no-root-pypi", "--root-passwd", secrets.token_hex(16)]
        run([*init, *root], log=self.log, environ=plain_environment())
        server = self.start()
        try:
            server.wait("/+api")
            upload_all(server.port, stock)
        finally:
            server.stop()
        stamp.touch()

    def start(self) -> Server:
        """Start it; it answers a little later."""
        port = free_port()
        command: Command = [self.environment.program("devpi-server"), "--serverdir", self.data]
        return Server.start(
            [*command, "--port", str(port)], port=port, log=self.log, environ=plain_environment()
        )


def page_path(name: str) -> str:
    """The path of a name's page; the root list's for no name."""
    return f"{INDEX}/+simple/{name}/" if name else f"{INDEX}/+simple/"


def file_path(path: Path) -> str:
    """The path of a file of an archive: it tells its digest."""
    digest = sha256(path.read_bytes()).hexdigest()
    return f"{INDEX}/+f/{digest[:3]}/{digest[3:16]}/{path.name}"


def make_index(port: int, user: str) -> str:
    """Make an account with its index ``dev``; return the header with a token that opens it."""
    password = secrets.token_urlsafe(16)
    account = {"user": user, "password": password}
    ask(port, "PUT", f"/{user}", {"password": password})
    token = ask(port, "POST", "/+login", account)["result"]["password"]
    login = b64encode(f"{user}:{token}".encode()).decode()
    ask(port, "PUT", f"/{user}/dev", {"bases": []}, {"X-Devpi-Auth": login})
    return login


def upload_all(port: int, stock: Stock) -> None:
    """Make an account and an index, and upload every archive."""
    login = make_index(port, USER)
    with ThreadPoolExecutor(WORKERS) as pool:
        for _ in pool.map(lambda pair: upload(port, login, *pair), stock.all_paths()):
            pass


def ask(
    port: int, method: str, path: str, sent: object, headers: dict[str, str] | None = None
) -> dict[str, dict[str, str]]:
    """Send JSON and return the JSON of the answer."""
    kind = {"Content-Type": "application/json", "Accept": "application/json"}
    body = json.dumps(sent).encode()
    found: dict[str, dict[str, str]] = json.loads(
        talk(port, method, path, body, {**kind, **(headers or {})})
    )
    return found


def upload(port: int, login: str, name: str, path: Path) -> None:
    """Upload one archive."""
    kind, body = upload_form(name, path.name, path.read_bytes())
    talk(port, "POST", f"{INDEX}/", body, {"Content-Type": kind, "X-Devpi-Auth": login})


def talk(port: int, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Send a request and return the body of the answer.

    :raises Failed: when it is refused
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read()
    finally:
        connection.close()
    if response.status not in (200, 201):
        raise Failed(f"devpi answers {response.status} to {method} {path}: {text[:200]!r}")
    return text
