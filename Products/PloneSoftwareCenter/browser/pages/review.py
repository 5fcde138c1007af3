"""The projects that wait for review: who submitted them, and what reviewers decide."""

from dataclasses import dataclass
from functools import cached_property
from plone import api
from plone.base.batch import Batch
from plone.protect import CheckAuthenticator
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.browser.pages.people import name_of
from Products.PloneSoftwareCenter.browser.pages.review_words import sentence_of
from Products.PloneSoftwareCenter.finding.waiting import count_waiting
from Products.PloneSoftwareCenter.finding.waiting import waiting_part
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.upload.review import decide
from Products.PloneSoftwareCenter.upload.review import DECISIONS
from Products.PloneSoftwareCenter.upload.review import DONE
from Products.PloneSoftwareCenter.upload.review import LONGEST_COMMENT
from Products.PloneSoftwareCenter.upload.review import REJECT
from Products.PloneSoftwareCenter.upload.review import stamp_of
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import REVIEW
from Products.statusmessages.interfaces import IStatusMessage


#: projects on one page, so the most that one form decides
SHOWN = 20


@dataclass(frozen=True)
class Told:
    """Who did something, when, and what they said."""

    by: str
    date: str
    comment: str


@dataclass(frozen=True)
class Row:
    """A project that waits."""

    #: what the form sends: which project, and which submission of it
    value: str
    field_id: str
    title: str
    description: str
    url: str
    version: str
    submitted: Told
    #: how often
    times: int
    #: the last time that it was rejected; None: never
    sent_back: Told | None
    #: criteria that its owners say it meets
    criteria: int
    is_approved: bool
    is_chosen: bool


class ReviewPage(Page):
    """``<center>/review``, for who may review what is submitted to a center."""

    #: a message: what was filled in can't be taken
    error = None

    def __call__(self):
        """Show the page; after a button, decide, and show what waits then."""
        self.request.response.setHeader("Cache-Control", "no-store")
        if self.request.method != "POST":
            return self.index()
        CheckAuthenticator(self.request)
        self.error = self._fault
        if self.error:
            return self.index()
        self._decide()
        return self.request.response.redirect(self.url)

    @property
    def url(self):
        """The address of the page, which a project with the id ``review`` does not hide."""
        return f"{self.context.absolute_url()}/@@review"

    @cached_property
    def listed(self):
        """The batch of the projects that this page lists."""
        part, start = waiting_part(self.context, self._start, SHOWN)
        return Batch(part, SHOWN, start)

    @cached_property
    def rows(self):
        """The rows of the batch, the longest waiting first."""
        return [self._row(number, brain) for number, brain in enumerate(self.listed)]

    @property
    def total(self):
        """How many projects wait."""
        return self.listed.sequence_length

    @property
    def comment(self):
        """What the field holds."""
        return self._text("comment")

    @property
    def longest_comment(self):
        """Characters."""
        return LONGEST_COMMENT

    @property
    def _start(self):
        try:
            return max(0, int(self._text("b_start")))
        except ValueError:
            return 0

    @cached_property
    def _chosen(self):
        """The values of the boxes that are ticked, each once, as many as a page has."""
        value = self.request.form.get("projects", ())
        values = value if isinstance(value, list | tuple) else (value,)
        texts = [one for one in values if isinstance(one, str)]
        return tuple(dict.fromkeys(texts))[:SHOWN]

    @property
    def _fault(self):
        if self._text("decide") not in DECISIONS or not self._chosen:
            return _("error_review_none", default="Choose at least one project.")
        if self._text("decide") == REJECT and not self.comment:
            return _(
                "error_review_comment",
                default="Say why: the owners read your comment, and know what to change.",
            )
        if len(self.comment) > LONGEST_COMMENT:
            return _(
                "error_review_long",
                default="The comment is too long: at most ${number} characters.",
                mapping={"number": str(LONGEST_COMMENT)},
            )
        return None

    def _decide(self):
        decision, messages = self._text("decide"), IStatusMessage(self.request)
        for value in self._chosen:
            project_id, _separator, stamp = value.rpartition("@")
            seen = int(stamp) if stamp.isascii() and stamp.isdigit() else 0
            outcome = decide(self.context, project_id, seen, decision, self.comment)
            kind = "info" if outcome.kind == DONE else "warning"
            messages.addStatusMessage(sentence_of(outcome, decision), type=kind)

    def _row(self, number, brain):
        told = brain.psc_submission or {}
        submitted_at = told.get("at")
        value = f"{brain.getId}@{stamp_of(submitted_at) if submitted_at else 0}"
        return Row(
            value=value,
            field_id=f"psc-review-{number}",
            title=visible(brain.Title) or brain.getId,
            description=visible(brain.Description),
            url=brain.getURL(),
            version=brain.psc_latest_version or "",
            submitted=self._told(told),
            times=told.get("times", 1),
            sent_back=self._told(told["sent_back"]) if told.get("sent_back") else None,
            criteria=told.get("criteria", 0),
            is_approved=told.get("is_approved", False),
            is_chosen=value in self._chosen,
        )

    def _told(self, entry):
        return Told(
            by=self._name_of(entry.get("by")),
            date=self.date(entry.get("at")),
            comment=visible(entry.get("comment") or ""),
        )

    @cached_property
    def _names(self):
        return {}

    def _name_of(self, user):
        # Who submits one project submits more of them.
        if user and user not in self._names:
            self._names[user] = visible(name_of(user))
        return self._names.get(user, "")

    def _text(self, name):
        value = self.request.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""


def waiting_for_asker(center):
    """Return how many projects wait for the asker's review; None for who may not review."""
    if api.user.is_anonymous() or not may(REVIEW, center):
        return None
    return count_waiting(center)
