"""Telling caches in front of the site what to drop, once a change is committed.

plone.cachepurging sends whatever a request has gathered when the request has ended well. A refused
upload ends well, too: its answer is a sentence. So the addresses are gathered with the transaction,
and handed over to the request only if that is committed.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from plone.cachepurging.hooks import KEY
from plone.cachepurging.utils import getPathsToPurge
from plone.registry.interfaces import IRegistry
from zope.annotation.interfaces import IAnnotations
from zope.component import queryUtility
from zope.globalrequest import getRequest

import transaction


_SETTINGS = "plone.cachepurging.interfaces.ICachePurgingSettings"


def purge_changed(content, event):
    """Subscriber: what shows the content is stale once this transaction is committed."""
    if not is_purging() or aq_parent(aq_inner(content)) is None:
        # What is about to be added shows nowhere yet.
        return
    request = getRequest()
    if request is not None:
        _gathered(request).update(getPathsToPurge(content, request))


def is_purging() -> bool:
    """Say whether the site has caches to tell; each write asks it several times."""
    registry = queryUtility(IRegistry)
    return registry is not None and bool(
        registry.get(f"{_SETTINGS}.enabled") and registry.get(f"{_SETTINGS}.cachingProxies")
    )


def _gathered(request) -> set[str]:
    """Return the set of paths that belongs to the transaction."""
    current = transaction.get()
    try:
        paths = current.data(_gathered)
    except KeyError:
        paths = set()
        current.set_data(_gathered, paths)
        current.addAfterCommitHook(_hand_over, (request, paths))
    return paths


def _hand_over(success: bool, request, paths: set[str]) -> None:
    if success:
        IAnnotations(request).setdefault(KEY, set()).update(paths)
