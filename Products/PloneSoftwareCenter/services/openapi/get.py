"""``GET <center>/@openapi``."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version
from Products.PloneSoftwareCenter.services.openapi.description import describe
from Products.PloneSoftwareCenter.services.service import CenterService


DISTRIBUTION = "Products.PloneSoftwareCenter"


class GetOpenAPI(CenterService):
    """The description of the services of this center, for programs that make clients or tests."""

    def answer(self):
        """Return it."""
        return describe(self.center_url, self.center.title, _version())


def _version():
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        # a checkout on the path, which nobody has installed
        return "0"
