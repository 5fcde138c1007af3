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
from rich.progress import ProgressColumn
from rich.progress import TaskProgressColumn
from rich.progress import TextColumn
from rich.progress import TransferSpeedColumn
from rich.table import Column
from types import TracebackType


#: columns of a terminal that has room for sizes and speeds
ROOMY = 80


class Bars:
    """The bars, a line each, however long a name is; without a terminal there are none.

    :param console: where they go
    """

    def __init__(
        self, console: Console, servers: Sequence[Server], archives: Sequence[Archive]
    ) -> None:
        name = Column(no_wrap=True, overflow="ellipsis", max_width=console.width // 3)
        columns: list[ProgressColumn] = [TextColumn("{task.description}", table_column=name)]
        columns += [BarColumn(), TaskProgressColumn(table_column=Column(width=4))]
        if console.width >= ROOMY:
            columns += [DownloadColumn(table_column=Column(no_wrap=True))]
            columns += [TransferSpeedColumn(table_column=Column(no_wrap=True))]
        self.progress = Progress(*columns, console=console, disable=not console.is_terminal)
        total = sum(archive.size for archive in archives)
        self.sizes = {archive.filename: archive.size for archive in archives}
        self.left = {server.name: dict(self.sizes) for server in servers}
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
        self.progress.update(self.tasks[server], advance=size)

    def file_done(self, result: Result) -> None:
        """Whatever became of a file, it is behind us; bytes of a second try count once."""
        self.left[result.server].pop(result.filename, None)
        behind = sum(self.sizes.values()) - sum(self.left[result.server].values())
        self.progress.update(self.tasks[result.server], completed=behind)

    def finish(self, server: str) -> None:
        self.progress.update(self.tasks[server], completed=sum(self.sizes.values()))
