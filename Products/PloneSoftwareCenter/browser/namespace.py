"""``++simple++``: where the historic index was; each of its URLs leads to today's."""

from Products.PloneSoftwareCenter.browser.protocol import ProtocolView
from urllib.parse import quote
from zope.interface import implementer
from zope.location.interfaces import LocationError
from zope.traversing.interfaces import ITraversable


class Moved(ProtocolView):
    """301 from ``++simple++/...`` to ``simple/...``, relative, whether it is there or not."""

    has_subpath = True

    def answer(self):
        slash = "/" if self.request.get("PATH_INFO", "").endswith("/") else ""
        up = "../" * (len(self.subpath) + len(slash))
        target = "simple/" + "/".join(quote(name) for name in self.subpath)
        if self.subpath:
            target += slash
        self.response.setHeader("Location", up + target)
        self.response.setHeader("Cache-Control", "no-cache")
        return self.text("Moved.", 301)


@implementer(ITraversable)
class SimpleNamespace:
    """Adapter of center and request, named ``simple``."""

    def __init__(self, center, request):
        self.center = center
        self.request = request

    def traverse(self, name, further):
        if name:
            raise LocationError(self.center, f"++simple++{name}")
        view = Moved(self.center, self.request)
        view.__name__ = "++simple++"
        return view
