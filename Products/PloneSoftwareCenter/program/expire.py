"""``psc expire``: deletes development releases that centers do not keep any longer."""

from Products.PloneSoftwareCenter.maintenance.expire import expire
from Products.PloneSoftwareCenter.maintenance.expire import find_expired
from Products.PloneSoftwareCenter.program.command import CLEAN
from Products.PloneSoftwareCenter.program.command import Command
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.command import path_of
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.upload.policy import policy_of


def add_arguments(parser):
    """Add the argument of the command."""
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be deleted, and write nothing"
    )


def run(task):
    """Delete in each center; the program's part of ``maintenance.expire``."""
    task.report.document["centers"] = []
    try:
        for center in task.centers():
            _expire(task, center)
    except PackageIndexError as error:
        raise CouldNotRun(f"{error} What was deleted before is gone; call it again.") from error
    return CLEAN


def _expire(task, center):
    report, path = task.report, path_of(center)
    verb = "would be deleted" if task.options.dry_run else "deleted"
    document = {"center": path, "expired": []}
    report.document["centers"].append(document)
    if policy_of(center).days_dev_kept is None:
        report.line(f"{path}: development releases are kept for ever.")
        return
    count = 0
    for one in find_expired(center) if task.options.dry_run else expire(center):
        count += 1
        last = one.last_upload.date().isoformat()
        report.line(f"{path}: {verb}: {one.name} {one.version}, last file of {last}.")
        if report.as_json:
            document["expired"].append(
                {"name": one.name, "version": one.version, "files": one.files, "last_upload": last}
            )
    report.line(f"{path}: {count} {verb}.")


COMMAND = Command("delete development releases that are too old", run, add_arguments)
