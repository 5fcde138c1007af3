"""What the pages of a center have in common."""

from Acquisition import aq_inner
from functools import cached_property
from plone import api
from plone.base.batch import Batch
from Products.CMFCore.permissions import ModifyPortalContent
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.browser.pages.rendering import render
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.constraints import is_link
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.upload.rights import may
from zope.i18n import translate
from zope.interface import Invalid


#: rows of a list on one page
BATCH_SIZE = 30


class Page(BrowserView):
    """A page of a center, or of what lies in one."""

    _macros = ViewPageTemplateFile("../templates/macros.pt")

    @property
    def macros(self):
        """What several of our templates have in common."""
        return self._macros.macros

    @cached_property
    def site_url(self):
        """The address of the site."""
        return api.portal.get().absolute_url()

    @property
    def static_url(self):
        """Where our style sheet and script lie."""
        return f"{self.site_url}/++resource++psc"

    @property
    def title(self):
        """The title, with what can't be seen in it told."""
        return visible(self.context.Title())

    @property
    def summary(self):
        """One or some sentences, likewise."""
        return visible(self.context.Description())

    @cached_property
    def center(self):
        """The center; None for content that somebody has put elsewhere by code."""
        context = aq_inner(self.context)
        return context if IPloneSoftwareCenter.providedBy(context) else center_of(context)

    @cached_property
    def center_url(self):
        """The center's address, as visitors see it, without a slash at its end."""
        return (self.center.public_address or self.center.absolute_url()).rstrip("/")

    @property
    def index_url(self):
        """What installers are told."""
        return f"{self.center_url}/simple/"

    @cached_property
    def can_edit(self):
        """May the asker change the content of this page?"""
        return may(ModifyPortalContent, self.context)

    @property
    def yank_url(self):
        """Where who may edit it yanks a release or a file, or takes that back; None for others."""
        if self.is_anonymous or not self.can_edit:
            return None
        return f"{self.context.absolute_url()}/yank"

    @property
    def is_anonymous(self):
        """Is nobody logged in?"""
        return api.user.is_anonymous()

    def render(self, text, content_type):
        """Return a description as safe HTML, with images if the center shows them."""
        return render(text, content_type, images=self.center.description_images)

    @cached_property
    def _dates(self):
        return {}

    @cached_property
    def _words(self):
        return {}

    def words(self, message):
        """Return a message in the asker's language; a list says the same few over and over."""
        if message not in self._words:
            self._words[message] = translate(message, context=self.request)
        return self._words[message]

    def date(self, value):
        """Return a date in the asker's language; empty for None."""
        if value is None:
            return ""
        day = value.strftime("%Y-%m-%d")
        # A page may show a hundred dates, of few days.
        if day not in self._dates:
            self._dates[day] = api.portal.get_localized_time(value)
        return self._dates[day]

    def batch(self, sequence, size=BATCH_SIZE):
        """Return the part of a sequence that ``b_start`` of the request asks for."""
        try:
            start = max(0, int(self.request.form.get("b_start", 0)))
        except (TypeError, ValueError):
            # anybody can write anything into an address
            start = 0
        return Batch(sequence, size, start)


def safe_link(value):
    """Return a text that a page may link, None for any other."""
    try:
        return value if value and is_link(value) else None
    except Invalid:
        return None
