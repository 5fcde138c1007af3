"""``DELETE <release>/@yank`` and ``DELETE <file>/@yank``."""

from Products.PloneSoftwareCenter.services.yank.get import GetYank
from Products.PloneSoftwareCenter.upload.yank import unyank


class DeleteYank(GetYank):
    """Have it be yanked no longer."""

    def answer(self):
        """Return what is said of it now."""
        self.write()
        unyank(self.context)
        return super().answer()
