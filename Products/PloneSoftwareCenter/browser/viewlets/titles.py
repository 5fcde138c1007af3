"""The titles of pages of releases, files and links.

To Plone's own viewlets, whatever says ``isTemporary`` is about to be added; ours says
so to stay out of the catalog, see ``content/inside.py``.
"""

from html import escape
from plone.app.layout.viewlets import social
from plone.app.layout.viewlets.common import TitleViewlet
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile

import pathlib


_TEMPLATES = str(pathlib.Path(social.__file__).parent)


class OwnTitle:
    """Calls a page by the title of its content."""

    @property
    def page_title(self):
        """The title as HTML."""
        return escape(self.context.Title() or self.context.getId())


class PartTitleViewlet(OwnTitle, TitleViewlet):
    """``<title>``."""


class PartSocialTagsViewlet(OwnTitle, social.SocialTagsViewlet):
    """What social media read in the head of a page."""

    index = ViewPageTemplateFile("social_tags.pt", _TEMPLATES)


class PartSocialBodyTagsViewlet(OwnTitle, social.SocialTagsViewlet):
    """What they read in its body."""

    index = ViewPageTemplateFile("social_tags_body.pt", _TEMPLATES)
