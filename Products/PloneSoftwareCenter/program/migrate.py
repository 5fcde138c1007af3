"""``psc migrate``: moves the bytes of all files to another storage strategy."""

from Products.PloneSoftwareCenter.maintenance.files import total_of
from Products.PloneSoftwareCenter.maintenance.migrate import find_moving
from Products.PloneSoftwareCenter.maintenance.migrate import migrate
from Products.PloneSoftwareCenter.maintenance.migrate import MigrationStopped
from Products.PloneSoftwareCenter.program.command import CLEAN
from Products.PloneSoftwareCenter.program.command import Command
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.command import path_of
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.storage.interfaces import IPSCFileStorage
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.storage.lookup import UnknownStrategy
from zope.component import getAdapters


def add_arguments(parser):
    """Add the arguments of the command."""
    parser.add_argument("strategy", metavar="STRATEGY", help="where files shall lie, as blob")
    parser.add_argument(
        "--dry-run", action="store_true", help="say how much would move, and write nothing"
    )


def run(task):
    """Move the files of each center; the program's part of ``maintenance.migrate``."""
    task.report.document["centers"] = []
    try:
        for center in task.centers():
            _migrate(task, center)
    except UnknownStrategy as error:
        raise CouldNotRun(f"{error} There are: {', '.join(_strategies(center))}.") from error
    except (MigrationStopped, StorageError, PackageIndexError) as error:
        if task.options.dry_run:
            raise CouldNotRun(str(error)) from error
        raise CouldNotRun(
            f"{error} What was moved before stays where it is; nothing was dropped that a file"
            " needs. Call it again to go on."
        ) from error
    return CLEAN


def _strategies(center):
    return sorted(name for name, _storage in getAdapters((center,), IPSCFileStorage))


def _migrate(task, center):
    report, path, target = task.report, path_of(center), task.options.strategy
    storage_named(center, target).check()
    count, size = total_of(find_moving(center, target))
    total = f"{count} files, {size} bytes"
    document = {"center": path, "files": count, "bytes": size, "moved": 0}
    report.document["centers"].append(document)
    if task.options.dry_run:
        report.line(f"{path}: would move to {target}: {total}.")
        return
    report.line(f"{path}: moving to {target}: {total}.")
    for _one in migrate(center, target):
        document["moved"] += 1
        report.progress(document["moved"], count, "files")
    report.line(f"{path}: {document['moved']} files have moved.")


COMMAND = Command("move all files to another storage", run, add_arguments)
