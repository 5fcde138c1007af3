"""The plug-in for API tokens, in the user folder of a site that was made without."""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.tokens.plugin import install_plugin


def add_plugin(tool):
    """Handler of the upgrade step; a second time it finds the plug-in and leaves it as it is."""
    install_plugin(getToolByName(tool, "portal_url").getPortalObject())
