"""``psc fsck``: reads all bytes that lie in the storages, and says which are not right."""

from Products.PloneSoftwareCenter.maintenance.files import stored_files
from Products.PloneSoftwareCenter.maintenance.files import total_of
from Products.PloneSoftwareCenter.maintenance.fsck import fsck
from Products.PloneSoftwareCenter.maintenance.fsck import OLD_ENOUGH
from Products.PloneSoftwareCenter.maintenance.orphans import drop_orphans
from Products.PloneSoftwareCenter.maintenance.orphans import leaving
from Products.PloneSoftwareCenter.program.command import CLEAN
from Products.PloneSoftwareCenter.program.command import Command
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.command import FINDINGS
from Products.PloneSoftwareCenter.program.command import path_of
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.storage.interfaces import StorageError

import argparse
import math


ORPHANS = "orphans"
HOUR = 3600


def add_arguments(parser):
    """Add the arguments of the command."""
    parser.add_argument(
        "--repair",
        action="append",
        choices=[ORPHANS],
        default=[],
        help="mend this, and nothing else: orphans are deleted from the storage",
    )
    parser.add_argument(
        "--hours",
        type=_hours,
        default=OLD_ENOUGH / HOUR,
        metavar="N",
        help="how old bytes of no file must be to be called orphans; younger ones may be an upload"
        " that is under way (24)",
    )


def _hours(text):
    value = float(text)
    if not (math.isfinite(value) and value >= 0):
        raise argparse.ArgumentTypeError("a number of hours, not below 0")
    return value


def run(task):
    """Look through each center; the program's part of ``maintenance.fsck``."""
    task.report.document["centers"] = []
    try:
        left = sum([_fsck(task, center) for center in task.centers()])
    except (StorageError, PackageIndexError) as error:
        raise CouldNotRun(f"{error} What was done before stays; call it again.") from error
    return FINDINGS if left else CLEAN


def _fsck(task, center):
    """Return how much is not right afterwards."""
    report, path = task.report, path_of(center)
    document = {"center": path, "files": 0, "bytes": 0, "findings": [], "dropped": 0}
    report.document["centers"].append(document)
    _count, total = total_of(stored_files(center))
    count = 0
    for looked in fsck(center, seconds=task.options.hours * HOUR):
        document["files"] += looked.files
        document["bytes"] += looked.size
        count += _tell(task, center, looked.found, document)
        report.progress(document["bytes"], total, "of the bytes")
    document["leaving"] = sum(1 for _ in leaving(center))
    if document["leaving"]:
        report.line(
            f"{path}: {document['leaving']} copies wait for psc migrate to be called again."
        )
    read = f"{document['files']} files, {document['bytes']} bytes"
    report.line(f"{path}: {read}: {f'{count} found.' if count else 'all are right.'}")
    return count


def _tell(task, center, found, document):
    """Tell what was found, and mend what is asked for; return how much of it is left."""
    report, path = task.report, path_of(center)
    dropping = [one for one in found if one.kind == "orphan" and ORPHANS in task.options.repair]
    for one in found:
        words = "dropped: " if one in dropping else ""
        report.line(f"{path}: {words}{one.sentence}")
        if report.as_json:
            document["findings"].append(_as_document(one, one in dropping))
    if dropping:
        document["dropped"] += drop_orphans(center, [(one.storage, one.key) for one in dropping])
    return len(found) - len(dropping)


def _as_document(one, is_dropped):
    return {
        "kind": one.kind,
        "place": one.place,
        "sentence": one.sentence,
        "storage": one.storage,
        "key": one.key,
        "repaired": is_dropped,
    }


COMMAND = Command("read all files and say which are not as they were uploaded", run, add_arguments)
