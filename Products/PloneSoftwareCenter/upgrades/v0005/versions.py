"""Versions of the pages of projects."""

from Products.PloneSoftwareCenter.content.versions import install_modifier
from Products.PloneSoftwareCenter.content.versions import let_maintainers_look


def keep_pages_alone(tool):
    """Handler of the upgrade step; a second time it finds all there."""
    install_modifier(tool.aq_parent)
    let_maintainers_look(tool.aq_parent)
