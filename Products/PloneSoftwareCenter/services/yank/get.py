"""``GET <release>/@yank`` and ``GET <file>/@yank``."""

from Products.PloneSoftwareCenter.index.files import yanked_value
from Products.PloneSoftwareCenter.services.service import CenterService
from Products.PloneSoftwareCenter.services.summaries import yanked_pair


class GetYank(CenterService):
    """What is said of the content itself; a file of a yanked release is yanked with it."""

    def answer(self):
        """Return ``yanked`` and ``yanked_reason``."""
        own = {"@id": f"{self.context.absolute_url()}/@yank"}
        return {**own, **yanked_pair(yanked_value(self.context))}
