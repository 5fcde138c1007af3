"""The page of a project."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import cached_property
from plone.batching.browser import PloneBatchView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.browser.pages.downloads import ShowsDownloadsOfProject
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.browser.pages.project_actions import ProjectActions
from Products.PloneSoftwareCenter.browser.pages.project_facts import Link
from Products.PloneSoftwareCenter.browser.pages.project_facts import ProjectFacts
from Products.PloneSoftwareCenter.browser.pages.project_install import ProjectInstall
from Products.PloneSoftwareCenter.browser.pages.project_uses import ProjectUses
from Products.PloneSoftwareCenter.browser.pages.releases import ReleaseList
from Products.PloneSoftwareCenter.browser.pages.status import notice_of
from Products.PloneSoftwareCenter.browser.pages.status import offers_downloads
from Products.PloneSoftwareCenter.content.latest import latest_release_of
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.index.lines import offered
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.upload.workflow import is_waiting


#: without a release for longer than this, a project may no longer be maintained
STALE_AFTER = timedelta(days=360)


class ReleasePages(PloneBatchView):
    """Links to further releases: far down a page, so they lead to the list and not to its top."""

    def make_link(self, pagenumber=None, **options):
        """Return the address of one part of the list."""
        return f"{super().make_link(pagenumber, **options)}#psc-releases"


class ProjectPage(
    ProjectFacts, ProjectInstall, ProjectUses, ProjectActions, ShowsDownloadsOfProject, Page
):
    """``<project>``."""

    _parts = ViewPageTemplateFile("../templates/project_parts.pt")
    _about = ViewPageTemplateFile("../templates/project_about.pt")
    _releases = ViewPageTemplateFile("../templates/project_releases.pt")

    @property
    def parts(self):
        """How to install it, and what it uses."""
        return self._parts.macros

    @property
    def about_parts(self):
        """What it is, and whose."""
        return self._about.macros

    @property
    def release_parts(self):
        """Its releases."""
        return self._releases.macros

    @cached_property
    def text(self):
        """The text as safe HTML: ``render_description`` lets nothing else through."""
        return self.render(self.context.text, self.context.text_content_type)

    @cached_property
    def state(self):
        """The state of its workflow."""
        return state_of(self.context)

    @property
    def notice(self):
        """What its status means for visitors; None for an active project."""
        return notice_of(self.context)

    @property
    def is_waiting(self):
        """Do others see it only after a review?"""
        return is_waiting(self.context)

    @cached_property
    def latest(self):
        """The newest stable release."""
        return latest_release_of(self.context)

    @cached_property
    def latest_row(self):
        """The same as it stands in the list of releases."""
        return self.releases.row_of(self.latest.getId()) if self.latest is not None else None

    @property
    def latest_summary(self):
        """What it says of itself, where that is not what the project says."""
        summary = self.latest.Description()
        return visible(summary) if summary != self.context.Description() else ""

    @property
    def latest_date(self):
        """When it came out."""
        return self.latest.effective_date if self.latest is not None else None

    @property
    def may_be_unmaintained(self):
        """Is the newest stable release an old one?"""
        date = self.latest_date
        if date is None:
            return False
        return datetime.now(UTC) - date.asdatetime().astimezone(UTC) > STALE_AFTER

    @cached_property
    def before_row(self):
        """The newest pre-release, where it is newer than the newest stable one."""
        line = offered(self.main_record)[1] if self.main_record is not None else None
        return self.releases.row_of(line.release_id) if line is not None else None

    @cached_property
    def main_record(self):
        """What the index keeps of its main name; None for a project without a name."""
        return next(iter(names_of(self.center, self.context)), None)

    @cached_property
    def releases(self):
        """All releases; those that are kept back for who may edit only."""
        return ReleaseList(self.center, self.context, self.center_url, self.can_edit)

    @cached_property
    def listed(self):
        """The batch of the releases that the page lists."""
        return self.batch(self.releases)

    @property
    def listed_pages(self):
        """Links to the other batches, as HTML."""
        return ReleasePages(self.context, self.request)(self.listed, ["b_start"])

    @cached_property
    def has_several_names(self):
        """Must each release say which name it is of?"""
        return len(self.context.distributions or ()) > 1

    @property
    def index_pages(self):
        """For each name, the page that installers read: all files at once."""
        if not offers_downloads(self.context):
            return []
        records = names_of(self.center, self.context)
        return [Link(r.name, f"{self.index_url}{r.normalized_name}/") for r in records]
