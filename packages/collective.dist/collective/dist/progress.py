"""A progress bar a server, where somebody looks."""

from __future__ import annotations

from collections.abc import Sequence
from collective.dist.archives import Archive
from collective.dist.results import Result
from collective.dist.servers import Server
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn
from rich.progress import DownloadColumn
from rich.progress import Progress
from rich.progress import TextColumn
from rich.progress import TransferSpeedColumn
from types import TracebackType


class Bars:
    """The bars; without a terminal there are none.

    :param console: where they go
    """

    def __init__(
        self, console: Console, servers: Sequence[Server], archives: Sequence[Archive]
    ) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
        shown = console.is_terminal
        self.progress = Progress(
            *columns, TransferSpeedColumn(), console=console, disable=not shown
        )
        total = sum(archive.size for archive in archives)
        self.sizes = {archive.filename: archive.size for archive in archives}
        self.left = {server.name: dict(self.sizes) for server in servers}
        self.sent = {server.name: 0 for server in servers}
        self.tasks = {
            server.name: self.progress.add_task(escape(server.name), total=total)
            for server in servers
        }

    def __enter__(self) -> Bars:
        self.progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.progress.stop()

    def advance(self, server: str, size: int) -> None:
        """Some bytes of a file went to a server."""
        self.sent[server] += size
        self.progress.update(self.tasks[server], advance=size)

    def file_done(self, result: Result) -> None:
        """Whatever became of a file, it is behind us; bytes of a second try count once."""
        self.left[result.server].pop(result.filename, None)
        behind = sum(self.sizes.values()) - sum(self.left[result.server].values())
        self.progress.update(self.tasks[result.server], completed=behind)

    def finish(self, server: str) -> None:
        self.progress.update(self.tasks[server], completed=sum(self.sizes.values()))
