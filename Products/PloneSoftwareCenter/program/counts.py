"""``psc counts``: takes access logs of web servers into the numbers of downloads."""

from contextlib import closing
from contextlib import ExitStack
from Products.PloneSoftwareCenter.downloads.numbers import are_shown
from Products.PloneSoftwareCenter.maintenance.logs import Feed
from Products.PloneSoftwareCenter.maintenance.logs import LogRefused
from Products.PloneSoftwareCenter.program.command import CLEAN
from Products.PloneSoftwareCenter.program.command import Command
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.command import FINDINGS
from Products.PloneSoftwareCenter.program.command import path_of
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors import shown

import dataclasses
import gzip
import io
import os
import pathlib
import sys
import zlib


#: how a file begins that gzip has packed
GZIP = b"\x1f\x8b"
STDIN = "-"
#: characters of a path that are told
LONGEST_PATH = 300


def add_arguments(parser):
    """Add the arguments of the command."""
    parser.add_argument(
        "logs",
        metavar="FILE",
        nargs="+",
        help="an access log (combined or JSON lines), plain or packed by gzip; - is standard input",
    )
    parser.add_argument(
        "--prefix",
        metavar="PATH",
        default="",
        help="only what lies below this path, where a log is of several sites",
    )
    parser.add_argument(
        "--redirects",
        action="store_true",
        help="302 is a download: where clients are sent to the storage",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be counted, and write nothing"
    )


def run(task):
    """Count in the one center that is meant; the program's part of ``maintenance.logs``."""
    if len(task.places) != 1:
        raise CouldNotRun("There are several software centers here: name one with --center.")
    return max([_count(task, center) for center in task.centers()])


def _count(task, center):
    if not are_shown(center):
        raise CouldNotRun("This center counts no downloads, as the form of the center says.")
    document = {"center": path_of(center), "dry_run": task.options.dry_run, "logs": []}
    task.report.document["centers"] = [document]
    return max([_feed(task, center, path, document["logs"]) for path in task.options.logs])


def _feed(task, center, path, documents):
    """Take in one log; return what to exit with."""
    report, name = task.report, shown(path, LONGEST_PATH)
    options, feed, refused = task.options, None, None
    try:
        with ExitStack() as stack:
            raw, size = _opened(path, stack)
            log = stack.enter_context(closing(_unpacked(raw)))
            prefix = os.fsencode(options.prefix)
            feed = Feed(center, log, prefix, options.redirects, options.dry_run)
            for _fed in feed.run():
                report.progress(_place(raw, size), size, name[-40:])
    except LogRefused as error:
        refused = str(error)
    except (OSError, EOFError, zlib.error) as error:
        refused = f"It can't be read: {getattr(error, 'strerror', None) or error}."
    except PackageIndexError as error:
        raise CouldNotRun(f"{error} What was counted before stays; call it again.") from error
    fed = feed.fed if feed is not None else None
    documents.append(
        {"log": path, "refused": refused, **(dataclasses.asdict(fed) if fed is not None else {})}
    )
    if fed is not None:
        report.line(f"{name}: {_sentence(fed, options.dry_run)}")
    if refused is not None:
        report.line(f"{name}: refused: {refused}")
    return FINDINGS if refused is not None or (fed is not None and fed.unreadable) else CLEAN


def _opened(path, stack):
    """Return (stream of bytes, how many there are; 0: nobody knows)."""
    if path == STDIN:
        return sys.stdin.buffer, 0
    raw = stack.enter_context(pathlib.Path(path).open("rb"))  # noqa: SIM115 (the stack closes it)
    return raw, os.fstat(raw.fileno()).st_size


def _unpacked(raw):
    buffered = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw)
    is_packed = buffered.peek(2)[:2] == GZIP
    return io.BufferedReader(gzip.GzipFile(fileobj=buffered)) if is_packed else buffered


def _place(raw, size):
    return raw.tell() if size else 0


def _sentence(fed, dry_run):
    verb = "would be counted" if dry_run else "counted"
    parts = [f"{fed.counted} downloads {verb} in {fed.read} lines"]
    if fed.skipped:
        parts.append(f"{fed.skipped} bytes were counted before")
    if fed.unknown:
        parts.append(f"{fed.unknown} of files that are not here")
    if fed.lost:
        parts.append(f"{fed.lost} of names that nobody holds any more")
    if fed.unreadable:
        parts.append(
            f"{fed.unreadable} lines are none of an access log, the first is line"
            f" {fed.first_unreadable} of those"
        )
    if fed.is_unfinished:
        parts.append("the last line has no end yet and is left for the next time")
    return "; ".join(parts) + "."


COMMAND = Command("count downloads from access logs of web servers", run, add_arguments)
