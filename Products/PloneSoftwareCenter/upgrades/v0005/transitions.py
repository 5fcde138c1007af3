"""States and transitions that are called by words of which other languages need two.

*Release* meant the type, too; *Open for submissions* a state and what leads there; and *Closed to
the public* said what is not the case: everybody reads on.
"""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW


STATES = {"Closed to the public": "Closed for submissions"}
TRANSITIONS = {
    "Close to the public": "Close for submissions",
    "Open for submissions": "Accept submissions",
    "Release": "Publish release",
}


def rename_transitions(tool):
    """Handler of the upgrade step; what somebody else has called otherwise stays."""
    workflows = getToolByName(tool, "portal_workflow")
    for name in (CENTER_WORKFLOW, RELEASE_WORKFLOW):
        workflow = workflows.getWorkflowById(name)
        if workflow is None:
            continue
        for state in workflow.states.objectValues():
            state.title = STATES.get(state.title, state.title)
        for transition in workflow.transitions.objectValues():
            transition.title = TRANSITIONS.get(transition.title, transition.title)
            before = transition.actbox_name
            transition.actbox_name = TRANSITIONS.get(before, before)
