"""``GET <center>/@openapi``."""

from importlib.metadata import version
from Products.PloneSoftwareCenter.services.openapi.description import describe
from Products.PloneSoftwareCenter.services.service import CenterService


DISTRIBUTION = "Products.PloneSoftwareCenter"


class GetOpenAPI(CenterService):
    """The description of the services of this center, for programs that make clients or tests."""

    def answer(self):
        """Return it."""
        return describe(self.center_url, self.center.title, version(DISTRIBUTION))
