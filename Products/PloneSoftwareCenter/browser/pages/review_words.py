"""What reviewers are told of their decisions."""

from Products.PloneSoftwareCenter.browser.pages.people import name_of
from Products.PloneSoftwareCenter.content.states import PUBLIC_PROJECT_STATES
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.upload.review import BUSY
from Products.PloneSoftwareCenter.upload.review import DECIDED
from Products.PloneSoftwareCenter.upload.review import DONE
from Products.PloneSoftwareCenter.upload.review import GONE
from Products.PloneSoftwareCenter.upload.review import NOT_ALLOWED
from Products.PloneSoftwareCenter.upload.review import PUBLISH
from Products.PloneSoftwareCenter.upload.review import SUBMITTED_AGAIN


SENTENCES = {
    BUSY: _(
        "msg_review_busy",
        default="${project}: others write at the same time. Nothing was decided; try again.",
    ),
    GONE: _("msg_review_gone", default="${project} is not there any more."),
    NOT_ALLOWED: _("msg_review_not_allowed", default="You may not decide about ${project}."),
    SUBMITTED_AGAIN: _(
        "msg_review_submitted_again",
        default="${project} was submitted again since you opened this page. Nothing was decided:"
        " look at it as it is now.",
    ),
}
PUBLISHED = _("msg_review_published", default="${project} is published.")
REJECTED = _("msg_review_rejected", default="${project} was sent back to its owners.")
PUBLISHED_BY = _("msg_review_published_by", default="${project} is published already, by ${name}.")
TAKEN_BY = _(
    "msg_review_taken_by",
    default="${project} does not wait any more: ${name} has sent or taken it back.",
)


def sentence_of(outcome, decision):
    """Return what to tell of an ``Outcome`` of ``upload/review.py``."""
    mapping = {"project": visible(outcome.title), "name": ""}
    if outcome.kind == DONE:
        message = PUBLISHED if decision == PUBLISH else REJECTED
    elif outcome.kind == DECIDED:
        message = PUBLISHED_BY if outcome.state in PUBLIC_PROJECT_STATES else TAKEN_BY
        mapping["name"] = visible(name_of(outcome.by)) if outcome.by else "?"
    else:
        message = SENTENCES[outcome.kind]
    return _(str(message), default=message.default, mapping=mapping)
