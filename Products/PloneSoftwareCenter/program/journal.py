"""``psc journal``: writes the journal out, or drops addresses that are too old."""

from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.journal.store import walk
from Products.PloneSoftwareCenter.maintenance.forget import forget
from Products.PloneSoftwareCenter.program.command import CLEAN
from Products.PloneSoftwareCenter.program.command import Command
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.command import path_of
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.journal import as_csv
from Products.PloneSoftwareCenter.pypi.journal import KINDS
from Products.PloneSoftwareCenter.pypi.journal import Wanted

import argparse
import contextlib


#: entries after which what was read for them is let go
KEPT = 1_000


def add_arguments(parser):
    """Add the arguments of the command."""
    parser.add_argument("--project", default="", metavar="NAME", help="of this project only")
    parser.add_argument("--user", default="", metavar="ID", help="what this user has done only")
    parser.add_argument("--kind", default="", choices=KINDS, metavar="KIND", help=_kinds())
    parser.add_argument(
        "--since", type=_day, metavar="DAY", help="from this day on (UTC), as 2027-12-31"
    )
    parser.add_argument("--until", type=_day, metavar="DAY", help="up to this day, with it")
    parser.add_argument(
        "--forget",
        action="store_true",
        help="drop the addresses that are older than the center wants to keep them, and no more",
    )


def run(task):
    """Write entries of each center out as CSV, the newest first; the program's part."""
    task.report.document["centers"] = []
    if task.options.forget:
        return _forget_in_all(task)
    if len(task.places) > 1 and not task.report.as_json:
        raise CouldNotRun("There are several centers. Name one with --center, or say --json.")
    for center in task.centers():
        _write(task, center)
    return CLEAN


def _write(task, center):
    report = task.report
    if report.as_json:
        document = {"center": path_of(center), "entries": []}
        report.document["centers"].append(document)
        document["entries"].extend(entry.as_document() for entry in _entries(task, center))
        return
    with contextlib.closing(as_csv(_entries(task, center))) as lines:
        for line in lines:
            report.line(line.removesuffix("\r\n"))


def _entries(task, center):
    options = task.options
    until = options.until and options.until + timedelta(days=1)
    wanted = Wanted(options.project, options.user, options.kind, options.since, until)
    walked = walk(center, since=wanted.since, until=wanted.until)
    for number, (_key, entry) in enumerate(walked, 1):
        if wanted.covers(entry):
            yield entry
        if number % KEPT == 0:
            center._p_jar.cacheGC()


def _forget_in_all(task):
    try:
        for center in task.centers():
            count = sum(forget(center))
            path = path_of(center)
            task.report.document["centers"].append({"center": path, "dropped": count})
            task.report.line(f"{path}: {count} addresses dropped.")
    except PackageIndexError as error:
        raise CouldNotRun(f"{error} What was dropped before is gone; call it again.") from error
    return CLEAN


def _day(text):
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError as error:
        raise argparse.ArgumentTypeError("write it as 2027-12-31") from error


def _kinds():
    return f"of this kind only: {', '.join(KINDS)}"


COMMAND = Command("write out who did what, or drop old addresses from it", run, add_arguments)
