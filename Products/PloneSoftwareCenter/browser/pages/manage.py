"""How a center stands, and what its managers can do about it: one page that leads to all of it."""

from dataclasses import dataclass
from functools import cached_property
from plone import api
from plone.base.utils import human_readable_size
from Products.CMFCore.permissions import ModifyPortalContent
from Products.PloneSoftwareCenter.browser.pages.check_index import tasks_of
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.finding.projects import FoundProjects
from Products.PloneSoftwareCenter.finding.question import Question
from Products.PloneSoftwareCenter.finding.waiting import count_waiting
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.counts import count_releases
from Products.PloneSoftwareCenter.index.counts import stored_of_center
from Products.PloneSoftwareCenter.maintenance.health import find_fault
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_for
from Products.PloneSoftwareCenter.tokens.store import tokens_of
from Products.PloneSoftwareCenter.upload.rights import may


#: states in which projects are not public
NOT_PUBLIC = ("pending", "unapproved")


@dataclass(frozen=True)
class Fact:
    """How one thing stands.

    :ivar is_bad: should somebody look at it?
    :ivar url: where more of it is told; None: nowhere
    """

    title: object
    told: object
    url: str | None = None
    is_bad: bool = False


@dataclass(frozen=True)
class Task:
    """A page for managers."""

    title: object
    description: object
    url: str


#: (title, its tasks): title, what one does there, the page below the center
GROUPS = (
    (
        _("heading_settings", default="Settings"),
        (
            (
                _("task_settings", default="All settings"),
                _(
                    "help_task_settings",
                    default="In groups: what the front page says, who may do what, upload rules,"
                    " names, choices, where files are kept.",
                ),
                "edit",
            ),
            (
                _("task_sharing", default="Who has which role"),
                _(
                    "help_task_sharing",
                    default="Readers of a private center, reviewers, and who may add projects.",
                ),
                "@@sharing",
            ),
        ),
    ),
    (
        _("heading_names_and_people", default="Names and people"),
        (
            (
                _("heading_ownerless", default="Projects without an owner"),
                _("help_task_ownerless", default="Their owners have left: give them others."),
                "ownerless",
            ),
            (
                _("heading_reserved_names", default="Names of deleted projects"),
                _(
                    "help_task_reserved_names",
                    default="They stay taken, since somebody may still ask for them; give one"
                    " free here.",
                ),
                "reserved-names",
            ),
            (
                _("heading_all_tokens", default="API tokens of everybody"),
                _("help_task_tokens", default="See which are used, and revoke any."),
                "all-tokens",
            ),
        ),
    ),
    (
        _("heading_look_after", default="Look after it"),
        (
            (
                _("heading_check_index", default="Check the index"),
                _(
                    "help_task_check_index",
                    default="Compare what installers read with the projects, and mend it.",
                ),
                "check-index",
            ),
            (
                _("heading_journal", default="Journal"),
                _("help_task_journal", default="Who did what, when, and with which program."),
                "journal",
            ),
            (
                _("Webhooks"),
                _("help_task_webhooks", default="Which programs are told what happens here."),
                "webhooks",
            ),
            (
                _("task_contents", default="All projects"),
                _(
                    "help_task_contents",
                    default="The contents, to change the state of many at once.",
                ),
                "folder_contents",
            ),
        ),
    ),
)


class ManagePage(Page):
    """``<center>/manage-center``."""

    def __call__(self):
        """Show the page, as it stands now."""
        self.request.response.setHeader("Cache-Control", "no-store")
        return self.index()

    @cached_property
    def groups(self):
        """(title, tasks) of all that managers can do; further tasks by other distributions last."""
        url = self.context.absolute_url()
        groups = [
            (title, [Task(task, help_text, f"{url}/{path}") for task, help_text, path in tasks])
            for title, tasks in GROUPS
        ]
        others = [Task(task.title, task.told, task.url) for task in tasks_of(self.context)]
        if others:
            groups.append((_("heading_more_tasks", default="More"), others))
        return groups

    @cached_property
    def facts(self):
        """How it stands, what somebody should look at first."""
        facts = [
            self._health,
            self._readers,
            self._projects,
            self._review,
            self._waiting,
            self._space,
            self._storage,
            self._tokens,
        ]
        return sorted(facts, key=lambda fact: not fact.is_bad)

    @property
    def can_change(self):
        """May the asker change the settings, too?"""
        return may(ModifyPortalContent, self.context)

    @property
    def _url(self):
        return self.context.absolute_url()

    @property
    def _health(self):
        fault = find_fault(self.context)
        return Fact(
            title=_("label_health", default="Health"),
            told=fault or _("told_healthy", default="Database and storage answer."),
            url=f"{self._url}/health",
            is_bad=fault is not None,
        )

    @property
    def _readers(self):
        tool = api.portal.get_tool("portal_workflow")
        state = state_of(self.context)
        return Fact(
            title=_("label_open_to", default="Access"),
            told=tool.getTitleForStateOnType(state, self.context.portal_type) or state,
        )

    @property
    def _projects(self):
        told = _(
            "told_projects",
            default="${projects} (releases: ${releases})",
            mapping={
                "projects": str(FoundProjects(self.context, Question()).total),
                "releases": str(count_releases(self.context)),
            },
        )
        return Fact(_("heading_projects", default="Projects"), told, self._url)

    @property
    def _review(self):
        number = count_waiting(self.context)
        return Fact(
            title=_("heading_review_queue", default="Waiting for review"),
            told=_("told_waiting", default="Projects: ${number}", mapping={"number": str(number)}),
            url=f"{self._url}/@@review",
        )

    @property
    def _waiting(self):
        number = FoundProjects(self.context, Question(), states=NOT_PUBLIC).total
        return Fact(
            title=_("heading_waiting", default="Not public yet"),
            told=_("told_waiting", default="Projects: ${number}", mapping={"number": str(number)}),
            url=self._url if number else None,
        )

    @property
    def _space(self):
        return Fact(
            title=_("label_space", default="Space of all files"),
            told=human_readable_size(stored_of_center(self.context)),
        )

    @property
    def _storage(self):
        title = _("label_storage_strategy", default="Where files are kept")
        try:
            told, is_bad = storage_for(self.context).title, False
        except StorageError as error:
            told, is_bad = str(error), True
        return Fact(title, told, f"{self._url}/edit", is_bad)

    @property
    def _tokens(self):
        return Fact(
            title=_("label_api_tokens", default="API tokens"),
            told=str(len(tokens_of(self.context))),
            url=f"{self._url}/all-tokens",
        )
