"""One call of mupload or mregister, whether from a program or from setup.py."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from collective.dist import results
from collective.dist.archives import Archive
from collective.dist.credentials import complete
from collective.dist.parallel import Work
from collective.dist.progress import Bars
from collective.dist.results import Options
from collective.dist.results import Result
from collective.dist.servers import Server
from dataclasses import dataclass
from rich.console import Console


@dataclass(frozen=True)
class Job:
    """What is to be done.

    :param archives: files to send; with ``register`` one for each release
    """

    servers: Sequence[Server]
    archives: Sequence[Archive]
    options: Options
    register: bool = False


def run(
    job: Job, environ: Mapping[str, str], ask: bool, console: Console
) -> tuple[list[Result], bool, list[Server]]:
    """Do it: the results, whether somebody interrupted, and the servers with their logins.

    :param ask: whether somebody can type a password
    :param console: for progress bars and warnings
    """
    able, unable = complete(job.servers, environ, ask)
    for server in able:
        if server.open_password:
            console.print(
                f"{server.name}: the password goes to {server.url} unencrypted; use https.",
                markup=False,
            )
    with Bars(console, able, job.archives) as bars:
        work = Work(job.archives, job.options, bars, job.register)
        found, interrupted = work.run(able)
    found += [
        Result(server.name, server.url, archive.filename, results.FAILED, unable[server.name])
        for server in job.servers
        if server.name in unable
        for archive in job.archives
    ]
    order = {server.name: place for place, server in enumerate(job.servers)}
    return sorted(found, key=lambda result: order[result.server]), interrupted, able


def one_of_each_release(archives: Sequence[Archive]) -> list[Archive]:
    """The first archive of each name and version: their metadata are the same."""
    found: dict[tuple[str, str], Archive] = {}
    for archive in archives:
        found.setdefault((archive.normalized_name, archive.version), archive)
    return list(found.values())
