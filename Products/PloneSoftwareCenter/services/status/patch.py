"""``PATCH <project>/@status``."""

from Products.PloneSoftwareCenter.pypi.errors_access import LoginRequired
from Products.PloneSoftwareCenter.services.parameters import body_of
from Products.PloneSoftwareCenter.services.status.get import GetStatus
from Products.PloneSoftwareCenter.upload.rights import user_id
from Products.PloneSoftwareCenter.upload.status import set_status


class PatchStatus(GetStatus):
    """``{"status": <one of PEP 792's>, "reason": <one line, may be empty>}``."""

    def answer(self):
        """Set it; return what it is now."""
        if user_id() is None:
            raise LoginRequired()
        sent = body_of(self.request, ("status", "reason"))
        self.write()
        set_status(self.context, sent["status"] or self.context.status, sent["reason"])
        return super().answer()
