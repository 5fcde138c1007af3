"""Transitions of releases whose verb was also a noun: other languages need two words for it."""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW


BEFORE, AFTER = "Release", "Publish release"


def rename_transitions(tool):
    """Handler of the upgrade step; what somebody else has called otherwise stays."""
    workflow = getToolByName(tool, "portal_workflow").getWorkflowById(RELEASE_WORKFLOW)
    for transition in workflow.transitions.objectValues() if workflow is not None else ():
        if transition.actbox_name == BEFORE:
            transition.actbox_name = AFTER
        if transition.title == BEFORE:
            transition.title = AFTER
