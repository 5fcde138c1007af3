"""A center, a folder of archives, and what has become of them."""

from Products.PloneSoftwareCenter.importing.results import take_all
from Products.PloneSoftwareCenter.importing.stock import pieces
from Products.PloneSoftwareCenter.importing.stock import survey
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.update import files_of
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase


class ImportingCase(FollowingCase):
    """``owen`` imports; the folder is ``self.folder``."""

    def import_folder(self, owners=(OWNER,), **options):
        """Return (outcome of each archive, what the folder has that is refused unread)."""
        stock = survey(self.folder)
        found = pieces(stock)
        results = list(
            take_all(
                self.center, found, lambda piece: (self.folder / piece.place).open("rb"), owners,
                **options,
            )
        )  # fmt: skip
        return {one.piece.place: (one.outcome, one.reason) for one in results}, dict(stock.refused)

    def outcomes(self, **options):
        """Return the outcome of each archive."""
        return {place: outcome for place, (outcome, _) in self.import_folder(**options)[0].items()}

    def file(self, name, version):
        """Return the only file of a release."""
        project = self.center[find_record(self.center, name).project_id]
        (found,) = files_of(project[version])
        return found


__all__ = ["OTHER", "OWNER", "ImportingCase"]
