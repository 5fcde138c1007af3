"""``GET <project>/@status``."""

from Products.PloneSoftwareCenter.pypi.status import STATUSES
from Products.PloneSoftwareCenter.services.service import CenterService


class GetStatus(CenterService):
    """What is to be expected of a project (PEP 792)."""

    def answer(self):
        """Return status and reason, and what the status promises."""
        promised = STATUSES[self.context.status]
        return {
            "@id": f"{self.context.absolute_url()}/@status",
            "status": self.context.status,
            "reason": self.context.status_reason,
            "takes_uploads": promised.takes_uploads,
            "serves_files": promised.serves_files,
        }
