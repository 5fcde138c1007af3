"""What a reviewer decides of a project that waits: one short write step a project."""

from dataclasses import dataclass
from Products.CMFCore.utils import getToolByName
from Products.CMFCore.WorkflowCore import WorkflowException
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.content.submission import PENDING
from Products.PloneSoftwareCenter.pypi.errors import Busy
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import VIEW
from Products.PloneSoftwareCenter.upload.write import write


PUBLISH, REJECT = "publish", "reject"
DECISIONS = (PUBLISH, REJECT)
#: characters of a comment
LONGEST_COMMENT = 2_000

#: what became of it
DONE = "done"
#: there is no such project, or the reviewer does not see it
GONE = "gone"
#: somebody was quicker, or its owner has taken it back
DECIDED = "decided"
#: it was taken back, and submitted again: the reviewer has looked at something else
SUBMITTED_AGAIN = "submitted-again"
NOT_ALLOWED = "not-allowed"
#: others wrote at the same time, again and again
BUSY = "busy"


@dataclass(frozen=True)
class Outcome:
    """What came of one decision.

    :ivar by: user id of who was quicker, with ``DECIDED``
    :ivar state: of the project now, with ``DECIDED``
    """

    kind: str
    title: str
    by: str = ""
    state: str = ""


def stamp_of(moment) -> int:
    """Return a submission's time as it goes through a form: milliseconds."""
    return int(moment.timeTime() * 1000)


def decide(center, project_id, stamp, decision, comment):
    """Publish or reject a project that waits, in a transaction of its own.

    :param stamp: of the submission that the reviewer has seen, see ``stamp_of``
    :param decision: one of ``DECISIONS``
    :returns: an ``Outcome``

    Workflow, journal, mail and content rules follow as from Plone's own menu.
    """
    try:
        return write(
            lambda: _decide(center, project_id, stamp, decision, comment),
            f"{decision} {project_id}",
        )
    except Busy:
        return Outcome(BUSY, project_id)


def _decide(center, project_id, stamp, decision, comment):
    project = center.get(project_id)
    if not IPSCProject.providedBy(project):
        return Outcome(GONE, project_id)
    history = project.workflow_history.get(PROJECT_WORKFLOW, ())
    last = history[-1] if history else {}
    # What its owner has taken back reviewers see no more, but these have seen it.
    if not may(VIEW, project) and stamp not in {stamp_of(one["time"]) for one in history}:
        return Outcome(GONE, project_id)
    if state_of(project) != PENDING:
        return Outcome(DECIDED, project.title, last.get("actor") or "", state_of(project))
    if last.get("time") is None or stamp_of(last["time"]) != stamp:
        return Outcome(SUBMITTED_AGAIN, project.title)
    try:
        getToolByName(project, "portal_workflow").doActionFor(project, decision, comment=comment)
    except WorkflowException:
        return Outcome(NOT_ALLOWED, project.title)
    return Outcome(DONE, project.title)
