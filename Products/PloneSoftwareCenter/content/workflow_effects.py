"""What follows from a change of state: dates, the way back from hidden, the latest release."""

from DateTime import DateTime
from Products.PloneSoftwareCenter.content.latest import update_latest_release
from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.content.states import PUBLIC_PROJECT_STATES
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.content.submission import PENDING


def release_went(release, event):
    """Subscriber: somebody's transition changed the state of a release."""
    if event.transition is not None and event.transition.id == "unhide":
        # The transition leads to one state only; the version says which one it is.
        set_state(release, RELEASE_WORKFLOW, release.maturity())
    _release_is(release, event.new_state.id)


def release_set(release, event):
    """Subscriber: the program changed the state of a release."""
    _release_is(release, event.new_state)


def project_went(project, event):
    """Subscriber: somebody's transition changed the state of a project."""
    _project_is(project, event.old_state.id, event.new_state.id)


def project_set(project, event):
    """Subscriber: the program changed the state of a project."""
    _project_is(project, event.old_state, event.new_state)


def _release_is(release, state):
    # The first date counts: what is hidden and shown again is not new.
    if state in INDEXED_RELEASE_STATES and release.effective_date is None:
        release.effective_date = DateTime()
    update_latest_release(release)


def _project_is(project, before, state):
    if PENDING in (before, state):
        project.reindexObject(idxs=["psc_submitted"])
    if state in PUBLIC_PROJECT_STATES and project.effective_date is None:
        project.effective_date = DateTime()
        project.reindexObject(idxs=["Date", "effective", "effectiveRange"])
