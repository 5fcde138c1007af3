"""Who submitted the projects that wait for review, and when: what the reviewers' list tells."""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content import submission


def index_submissions(tool):
    """Handler of the upgrade step; a second time it writes the same again."""
    submission.index_submissions(getToolByName(tool, "portal_catalog"))
