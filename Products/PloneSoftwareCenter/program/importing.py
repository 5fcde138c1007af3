"""``psc import``: takes in the archives of a folder, or of another index."""

from pathlib import Path
from Products.PloneSoftwareCenter.importing.fetch import Client
from Products.PloneSoftwareCenter.importing.fetch import Unreachable
from Products.PloneSoftwareCenter.importing.other_index import OtherIndex
from Products.PloneSoftwareCenter.importing.owners import unknown_among
from Products.PloneSoftwareCenter.importing.results import REFUSED
from Products.PloneSoftwareCenter.importing.results import take_all
from Products.PloneSoftwareCenter.importing.stock import pieces
from Products.PloneSoftwareCenter.importing.stock import survey
from Products.PloneSoftwareCenter.importing.take import IMPORTED
from Products.PloneSoftwareCenter.importing.take import THERE
from Products.PloneSoftwareCenter.program.command import CLEAN
from Products.PloneSoftwareCenter.program.command import Command
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.command import FINDINGS
from Products.PloneSoftwareCenter.program.command import path_of
from Products.PloneSoftwareCenter.pypi.errors import Busy
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.errors_storage import NoSpace
from Products.PloneSoftwareCenter.pypi.filenames import guess_name_and_version
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.upload.policy import policy_of

import dataclasses


#: characters of a path or an address that is told
LONGEST_PLACE = 300


def add_arguments(parser):
    """Add the arguments of the command."""
    parser.add_argument(
        "source", metavar="FOLDER|URL", help="a folder, or the address of an index's simple/"
    )
    parser.add_argument(
        "--owner",
        metavar="USER",
        action="append",
        required=True,
        help="who owns the projects that are made; the first one is the uploader. May be repeated",
    )
    parser.add_argument(
        "--project",
        metavar="NAME",
        action="append",
        default=[],
        help="only this distribution name; may be repeated; must be given with a URL",
    )
    parser.add_argument(
        "--host",
        metavar="HOST",
        action="append",
        default=[],
        help="another host that the files of the index lie on; may be repeated",
    )
    parser.add_argument(
        "--new-times", action="store_true", help="keep no times of elsewhere: all is uploaded now"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be imported, and write nothing"
    )


def run(task):
    """Import into the one center that is meant; the program's part of ``importing``."""
    if len(task.places) != 1:
        raise CouldNotRun("There are several software centers here: name one with --center.")
    return max([_import(task, center) for center in task.centers()])


def _import(task, center):
    _check_owners(task, center)
    tally = Tally(task, center)
    try:
        if "://" in task.options.source:
            _from_index(task, center, tally)
        else:
            _from_folder(task, center, tally)
    except (Busy, NoSpace, StorageError, Unreachable) as error:
        raise CouldNotRun(f"{error} What was imported before stays; call it again.") from error
    return tally.tell()


def _check_owners(task, center):
    owners = task.options.owner
    users = center.acl_users
    for owner in unknown_among(center, owners):
        raise CouldNotRun(f"There is no user {owner} in this site. Make the account first.")
    if users.getUserById(owners[0]) is None:
        root = users.getPhysicalRoot().acl_users
        if root.getUserById(owners[0]) is None:
            raise CouldNotRun(f"{owners[0]} is a group: name a user first, who is the uploader.")


def _from_folder(task, center, tally):
    root = Path(task.options.source)
    if not root.is_dir():
        raise CouldNotRun(f"There is no folder {root}.")
    stock = survey(root)
    wanted = {normalize_name(name) for name in task.options.project}
    if wanted:
        stock.archives = [path for path in stock.archives if _is_of(path.name, wanted)]
    tally.document["other_files"] = stock.others
    tally.total = len(stock.archives)
    tally.take(pieces(stock), lambda piece: (root / piece.place).open("rb"))
    for place, reason in stock.refused:
        tally.refuse(place, reason)


def _is_of(filename, wanted):
    guessed = guess_name_and_version(filename)
    return guessed is not None and normalize_name(guessed[0]) in wanted


def _from_index(task, center, tally):
    if not task.options.project:
        raise CouldNotRun("Name what to import from the index: --project NAME.")
    client = Client(task.options.source, tuple(task.options.host))
    index = OtherIndex(client, policy_of(center).max_file_size)
    for name in task.options.project:
        try:
            page = index.page(name)
        except PackageIndexError as error:
            tally.refuse(name, str(error))
            continue
        for fault in page.faults:
            tally.refuse(name, fault)
        found = list(index.pieces(name, page))
        tally.document["other_files"] += len(page.files) - len(found)
        tally.total += len(found)
        tally.take(found, index.opened)


class Tally:
    """What has become of the stock so far."""

    def __init__(self, task, center):
        self.task = task
        self.center = center
        self.total = 0
        self.document = {
            "center": path_of(center),
            "dry_run": task.options.dry_run,
            IMPORTED: 0,
            THERE: 0,
            "other_files": 0,
            REFUSED: [],
        }
        self._done = 0
        task.report.document["centers"] = [self.document]

    def take(self, found, opened):
        """Take archives in and count them."""
        options = self.task.options
        if options.new_times:
            found = (dataclasses.replace(piece, upload_time=None) for piece in found)
        results = take_all(self.center, found, opened, options.owner, dry_run=options.dry_run)
        for result in results:
            self._done += 1
            if result.outcome == REFUSED:
                self.refuse(result.piece.place, result.reason)
            else:
                self.document[result.outcome] += 1
            self.task.report.progress(self._done, self.total, shown(result.piece.filename, 40))

    def refuse(self, place, reason):
        """Tell of something that is not imported."""
        # Whoever has named a file has not been asked to write to our terminal.
        place = shown(place, LONGEST_PLACE)
        reason = "; ".join(reason.splitlines())
        self.document[REFUSED].append({"place": place, "reason": reason})
        self.task.report.line(f"{self.document['center']}: refused: {place}: {reason}")

    def tell(self):
        """Say it all in one line, and return what to exit with."""
        count = len(self.document[REFUSED])
        verb = "would be imported" if self.document["dry_run"] else "imported"
        self.task.report.line(
            f"{self.document['center']}: {self.document[IMPORTED]} {verb},"
            f" {self.document[THERE]} were there, {count} refused."
        )
        return FINDINGS if count else CLEAN


COMMAND = Command("take in archives from a folder or from another index", run, add_arguments)
