"""8 readers during 8 uploaders: no error, no page older than the last acknowledged upload."""

from .archives import wheel
from .asking import get
from .cases import FRESH
from .cases import INSIDE
from .cases import JSON
from .forms import upload_form
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from dataclasses import field
from http.client import HTTPConnection

import random
import threading
import time


READERS = UPLOADERS = 8
#: seconds after which the uploaders stop, done or not
PATIENCE = 120
#: HTML and JSON by the fast road, and inside Plone
ROADS: tuple[dict[str, str], ...] = ({}, JSON, INSIDE, {**JSON, **INSIDE})


@dataclass
class Freshness:
    """What was seen."""

    uploads: int = 0
    reads: int = 0
    seconds: float = 0.0
    #: one sentence each
    faults: list[str] = field(default_factory=list)


class Run:
    """Uploaders and readers, and what they know together."""

    def __init__(self, port: int, password: str, uploads: int) -> None:
        self.port = port
        self.login = "Basic " + b64encode(f"admin:{password}".encode()).decode()
        self.uploads = uploads
        self.run = f"fresh-{int(time.time())}"
        self.until = time.monotonic() + PATIENCE
        self.lock = threading.Lock()
        self.ended = threading.Event()
        #: name -> files of which the server has said that it took them
        self.acknowledged: dict[str, set[str]] = {}
        self.seen = Freshness()

    def measure(self) -> Freshness:
        """Run until every upload is through."""
        started = time.monotonic()
        with ThreadPoolExecutor(READERS + UPLOADERS) as pool:
            readers = [pool.submit(self.read, number) for number in range(READERS)]
            uploaders = [pool.submit(self.upload, number) for number in range(UPLOADERS)]
            try:
                finish(uploaders)
            finally:
                self.ended.set()
            finish(readers)
        self.seen.seconds = time.monotonic() - started
        return self.seen

    def names(self, number: int) -> Iterator[tuple[str, str]]:
        """(name, version) of each upload: by turns into a project of one's own and a shared one,
        and each third time into a new one."""
        for turn in range(self.uploads):
            own = f"{self.run}-{number}"
            name = (own, f"{self.run}-shared", f"{own}-{turn}")[turn % 3]
            yield name, f"{number}.{turn}"

    def upload(self, number: int) -> None:
        for name, version in self.names(number):
            if time.monotonic() > self.until:
                self.tell(f"uploader {number} was not through after {PATIENCE} seconds")
                return
            filename = f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
            kind, body = upload_form(name, filename, wheel(name, version, 20_000))
            connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            headers = {"Authorization": self.login, "Content-Type": kind}
            connection.request("POST", FRESH, body, headers)
            response = connection.getresponse()
            text = response.read()
            connection.close()
            if response.status != 200:
                self.tell(f"the upload of {filename} is answered {response.status}: {text!r}")
                continue
            with self.lock:
                self.acknowledged.setdefault(name, set()).add(filename)
                self.seen.uploads += 1

    def read(self, number: int) -> None:
        chance = random.Random(number)
        while not self.ended.is_set():
            with self.lock:
                known = {name: set(files) for name, files in self.acknowledged.items()}
            if not known:
                time.sleep(0.01)
                continue
            name = chance.choice(sorted(known))
            road = chance.choice(ROADS)
            self.look(f"/simple/{name}/", known[name], road)
            self.look("/simple/", {f'"{found}"' for found in known}, JSON)
            filename = chance.choice(sorted(known[name]))
            self.look(f"/simple/{name}/{filename}", set(), road)
            self.look(f"/simple/{name}/{filename}.metadata", {name}, road)

    def look(self, path: str, wanted: set[str], headers: dict[str, str]) -> None:
        """Ask for a page that was right before it was asked for, and see that it still is."""
        answer = get(self.port, FRESH + path, headers)
        with self.lock:
            self.seen.reads += 1
        if answer.status != 200:
            self.tell(f"{path} is answered {answer.status} to {headers}")
            return
        text = answer.body.decode("utf-8", "replace")
        missing = [part for part in wanted if part not in text]
        if missing:
            self.tell(f"{path} lacks {missing} to {headers}")

    def tell(self, fault: str) -> None:
        with self.lock:
            self.seen.faults.append(fault)


def finish(futures: list[Future[None]]) -> None:
    for future in futures:
        future.result()


def measure_freshness(port: int, password: str, uploads: int) -> Freshness:
    """Let 8 read while 8 upload so many files each."""
    return Run(port, password, uploads).measure()
