"""``POST <release>/@yank`` and ``POST <file>/@yank``."""

from Products.PloneSoftwareCenter.services.parameters import body_of
from Products.PloneSoftwareCenter.services.yank.get import GetYank
from Products.PloneSoftwareCenter.upload.yank import yank


class PostYank(GetYank):
    """Yank it, or say why another time: ``{"reason": <one line, may be empty>}``."""

    def answer(self):
        """Return what is said of it now."""
        reason = body_of(self.request, ("reason",))["reason"]
        self.write()
        yank(self.context, reason)
        return super().answer()
