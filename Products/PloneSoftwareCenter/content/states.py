"""Workflow states: which one an object is in, and putting it into another."""

from AccessControl import getSecurityManager
from DateTime import DateTime
from Products.CMFCore.interfaces import IWorkflowTool
from zope.component import getUtility
from zope.event import notify
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface.interfaces import IObjectEvent
from zope.interface.interfaces import ObjectEvent


CENTER_WORKFLOW = "psc_area_workflow"
PROJECT_WORKFLOW = "psc_package_workflow"
RELEASE_WORKFLOW = "psc_release_workflow"

#: states of projects that whoever sees the center sees
PUBLIC_PROJECT_STATES = frozenset(("published", "featured"))
#: states of releases that are in the index
INDEXED_RELEASE_STATES = frozenset(("alpha", "beta", "release-candidate", "final", "hidden"))
#: states of releases that pages and listings show, too
LISTED_RELEASE_STATES = INDEXED_RELEASE_STATES - {"hidden"}


class IStateSet(IObjectEvent):
    """An object was put into a state by the program, not by somebody's transition."""

    old_state = Attribute("The state before.")
    new_state = Attribute("The state now.")


@implementer(IStateSet)
class StateSet(ObjectEvent):
    """The object is in its new state already."""

    def __init__(self, obj, old_state: str, new_state: str) -> None:
        super().__init__(obj)
        self.old_state = old_state
        self.new_state = new_state


def state_of(obj) -> str | None:
    """Return the state of a center, project or release, None for what has no workflow.

    An object that no workflow was told of yet is in the initial state.
    """
    tool = getUtility(IWorkflowTool)
    for workflow in tool.getWorkflowsFor(obj):
        status = tool.getStatusOf(workflow.id, obj) or {}
        return status.get(workflow.state_var) or workflow.initial_state
    return None


def set_state(obj, workflow_id: str, state: str, comment: str = "") -> bool:
    """Put an object into a state, whatever the guards say; return whether it changed.

    Writes the history, the state's permissions and the indexes, as a transition does;
    ``IStateSet`` is notified instead of a transition's events. An object without a
    history gets one even if the state is the initial one.

    :raises KeyError: when the workflow has no such state
    """
    tool = getUtility(IWorkflowTool)
    workflow = tool.getWorkflowById(workflow_id)
    if state not in workflow.states:
        raise KeyError(state)
    status = tool.getStatusOf(workflow_id, obj)
    old_state = (status or {}).get(workflow.state_var)
    if old_state == state:
        return False
    user = getSecurityManager().getUser()
    tool.setStatusOf(
        workflow_id,
        obj,
        {
            workflow.state_var: state,
            "action": None,
            "actor": user.getId() or "Anonymous",
            "comments": comment,
            "time": DateTime(),
        },
    )
    if workflow.updateRoleMappingsFor(obj):
        obj.reindexObjectSecurity()
    obj.reindexObject(idxs=[workflow.state_var])
    notify(StateSet(obj, old_state or workflow.initial_state, state))
    return True
