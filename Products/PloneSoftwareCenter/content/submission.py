"""What reviewers are told of a project that waits.

The catalog keeps it, so that their list asks no project.
"""

from plone.indexer import indexer
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import state_of

import transaction


PENDING = "pending"
#: characters of a comment that a list shows
LONGEST_COMMENT = 500
#: projects after which what was read is let go of
BATCH = 200


@indexer(IPSCProject)
def psc_submitted(project):
    """Return when a project that waits was submitted.

    :raises AttributeError: when it does not wait, as an indexer says it
    """
    return _submissions(project)[-1].get("time")


@indexer(IPSCProject)
def psc_submission(project):
    """Return what a list of waiting projects tells: a dict, since catalogs keep plain values.

    ``by`` is a user id, ``at`` a ``DateTime``, ``comment`` a text, ``times`` how often it was
    submitted; ``sent_back`` is None, or a dict with ``by``, ``at`` and ``comment`` of the last time
    that it was rejected; ``criteria`` is how many its owners say it meets, ``is_approved`` whether
    it was reviewed independently.

    :raises AttributeError: when it does not wait, as an indexer says it
    """
    submissions = _submissions(project)
    rejected = [entry for entry in _history(project) if entry.get("action") == "reject"]
    return {
        **_told(submissions[-1]),
        "times": len(submissions),
        "sent_back": _told(rejected[-1]) if rejected else None,
        "criteria": len(project.self_certified_criteria or ()),
        "is_approved": bool(project.is_approved),
    }


def _submissions(project):
    found = [entry for entry in _history(project) if entry.get("review_state") == PENDING]
    if state_of(project) != PENDING or not found:
        raise AttributeError
    return found


def _history(project):
    return (getattr(project, "workflow_history", None) or {}).get(PROJECT_WORKFLOW, ())


def _told(entry):
    return {
        "by": entry.get("actor") or "",
        "at": entry.get("time"),
        "comment": (entry.get("comments") or "")[:LONGEST_COMMENT],
    }


def index_submissions(catalog) -> None:
    """Index the projects that wait, as they are; a second time the same is written again."""
    found = catalog.unrestrictedSearchResults(
        portal_type="PSCProject", review_state=PENDING, sort_on="path"
    )
    for number, brain in enumerate(found, start=1):
        brain._unrestrictedGetObject().reindexObject(idxs=["psc_submitted"])
        if number % BATCH == 0:
            transaction.savepoint(optimistic=True)
            catalog._p_jar.cacheGC()
