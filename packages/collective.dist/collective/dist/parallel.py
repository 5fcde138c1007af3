"""Several servers at once: a thread each, of which a bounded number runs."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from collective.dist import results
from collective.dist.answers import hide
from collective.dist.archives import Archive
from collective.dist.progress import Bars
from collective.dist.results import Options
from collective.dist.results import Result
from collective.dist.sending import send_all
from collective.dist.sending import Sender
from collective.dist.servers import Server

import contextlib
import functools
import logging
import queue
import signal
import threading
import time
import traceback


logger = logging.getLogger(__name__)

#: servers at a time
THREADS = 16
#: seconds that answers get which are on their way when somebody interrupts
GRACE = 5.0


class Work:
    """Everything to be sent, and what became of it.

    Threads are daemons: a server that hangs does not keep the program from ending.
    """

    def __init__(
        self, archives: Sequence[Archive], options: Options, bars: Bars, register: bool
    ) -> None:
        self.archives = archives
        self.options = options
        self.bars = bars
        self.register = register
        self.stop = threading.Event()
        #: when to wait no longer
        self.end: float | None = None
        self.lock = threading.Lock()
        self.found: dict[tuple[str, str], Result] = {}
        self.waiting: queue.SimpleQueue[Server] = queue.SimpleQueue()

    def run(self, servers: Sequence[Server]) -> tuple[list[Result], bool]:
        """Return a result for each server and file, and whether somebody interrupted."""
        for server in servers:
            self.waiting.put(server)
        threads = [
            threading.Thread(target=self.work, daemon=True)
            for _number in range(min(THREADS, len(servers)))
        ]
        with self.listening():
            for thread in threads:
                thread.start()
            self.join(threads)
        return self.results(servers), self.stop.is_set()

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Hear Ctrl-C: once, nothing more begins; twice, nothing is waited for.

        An exception, which is what Python makes of it, might come anywhere.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        old = signal.signal(signal.SIGINT, self.interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, old)

    def interrupt(self, number: int, frame: object) -> None:
        grace = 0.0 if self.stop.is_set() else GRACE
        self.stop.set()
        self.end = time.monotonic() + grace

    def join(self, threads: Sequence[threading.Thread]) -> None:
        """Wait for threads; in steps, since a wait without an end hears no Ctrl-C everywhere."""
        for thread in threads:
            while thread.is_alive() and (self.end is None or time.monotonic() < self.end):
                thread.join(0.1)

    def work(self) -> None:
        """Take one server after the other."""
        while True:
            try:
                server = self.waiting.get_nowait()
            except queue.Empty:
                return
            try:
                self.serve(server)
            except Exception:  # noqa: BLE001 (it is told, without secrets)
                # the others go on; the message of an unknown fault might hold anything
                fault = hide(traceback.format_exc(), server)
                logger.debug("%s: unexpected fault\n%s", server.name, fault)
                self.bars.finish(server.name)

    def serve(self, server: Server) -> None:
        told = functools.partial(self.bars.advance, server.name)
        sender = Sender(server, self.options, self.stop, told)
        send_all(sender, self.archives, self.register, self.keep)
        self.bars.finish(server.name)

    def keep(self, result: Result) -> None:
        with self.lock:
            self.found[result.server, result.filename] = result
        self.bars.file_done(result)

    def results(self, servers: Sequence[Server]) -> list[Result]:
        """In the order of servers and files; what nobody told of was broken off."""
        broken = (results.FAILED, "A fault of this program; see --debug.")
        if self.stop.is_set():
            broken = (results.STOPPED, "Interrupted; it is not known whether it arrived.")
        with self.lock:
            return [
                self.found.get((server.name, archive.filename))
                or Result(server.name, server.url, archive.filename, *broken)
                for server in servers
                for archive in self.archives
            ]
