"""Running the rules that wait for our events.

They run inside the transaction of what happened, before it is committed, as all content rules do.
An error in one of them must not undo an upload that is right: what the rules have done is undone
then, the error is logged, and the upload goes on.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from plone.app.contentrules import handlers
from plone.contentrules.engine.interfaces import IRuleStorage
from Products.PloneSoftwareCenter.content.project import IPSCProject
from ZODB.POSException import ConflictError
from zope.component import queryUtility
from zope.interface import providedBy

import logging
import transaction


logger = logging.getLogger(__name__)

#: under which a transaction remembers that rules ran in it
KEY = "Products.PloneSoftwareCenter.contentrules.events"


def run_rules(event):
    """Subscriber: run the rules of where something has happened, and of what is around it."""
    if not _is_waited_for(event):
        return
    _begin()
    # Whoever else takes part in it may know no savepoints.
    before = transaction.savepoint(optimistic=True)
    try:
        handlers.execute(_place_of(event.object), event)
    except ConflictError:
        raise
    except Exception:
        before.rollback()
        # It still says that a rule is running, and none would run any more.
        handlers.close(event)
        logger.exception("A content rule has failed; what it did is undone.")


def _is_waited_for(event):
    """Say whether any rule of the site waits for such an event: most sites have none."""
    storage = queryUtility(IRuleStorage)
    if storage is None or not storage.active:
        return False
    kinds = providedBy(event)
    return any(rule.enabled and rule.event in kinds.flattened() for rule in storage.values())


def _place_of(content):
    """Return where the rules for content are assigned first.

    Of a project, its own rules count too: they are meant for all that happens to it.
    """
    return content if IPSCProject.providedBy(content) else aq_parent(aq_inner(content))


def _begin():
    """See that a transaction that is repeated runs its rules again.

    Each rule runs once for an object in a request, and the memory of that outlives an attempt.
    """
    current = transaction.get()
    try:
        current.data(KEY)
    except KeyError:
        current.set_data(KEY, True)
        current.addAfterAbortHook(handlers.close, (None,))
