"""The title of a release, which nobody types."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.CMFCore.interfaces import IWorkflowTool
from Products.PloneSoftwareCenter.content.distributions import is_main_name
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import state_of
from zope.component import queryUtility


def release_title(release) -> str:
    """Return ``<name> <version>``, and the state in brackets where it is not final.

    The name is the project's title, or a further distribution name. A hidden release is
    called as its version says, so that the title does not tell that it is hidden.
    """
    plain = f"{_name(release)} {release.version}".strip()
    state = state_of(release) if queryUtility(IWorkflowTool) is not None else None
    if state == "hidden":
        state = release.maturity()
    if state in (None, "final"):
        return plain
    return f"{plain} ({_state_title(state)})"


def _name(release) -> str:
    project = aq_parent(aq_inner(release))
    own = release.distribution
    if not is_main_name(project, own):
        return own
    return getattr(project, "title", "") or own or ""


def _state_title(state: str) -> str:
    workflow = queryUtility(IWorkflowTool).getWorkflowById(RELEASE_WORKFLOW)
    found = getattr(workflow, "states", {}).get(state)
    return found.title if found is not None else state
