"""``<center>/health``: for load balancers and monitors, which have no password."""

from Products.PloneSoftwareCenter.browser.protocol import ProtocolView
from Products.PloneSoftwareCenter.maintenance.health import find_fault


class Health(ProtocolView):
    """200 when database and storage answer, else 503. It tells nothing else of the center.

    So everybody may ask it of a private center, too.
    """

    def answer(self):
        """Ask them, now: nobody may keep the answer."""
        self.response.setHeader("Cache-Control", "no-store")
        fault = find_fault(self.center)
        return self.text("ok") if fault is None else self.text(fault, 503)
