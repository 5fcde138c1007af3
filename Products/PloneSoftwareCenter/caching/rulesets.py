"""Keeping the site's caching operations away from answers that say themselves who may keep them."""

from plone.caching.interfaces import IRulesetLookup
from Products.PloneSoftwareCenter.interfaces import IProtocolView
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


@implementer(IRulesetLookup)
@adapter(IProtocolView, Interface)
class NoOperation:
    """Adapter of a protocol view and a request: no operation is applied to it.

    The control panel shows the rule set ``psc.index`` all the same, and says so there. An operation
    could only do harm: it tells by an entity tag of its own that a client has the newest page, it
    sends one page in every format, and what it says of public pages is not true of private ones.
    """

    def __init__(self, published, request):
        pass

    def __call__(self):
        return None
