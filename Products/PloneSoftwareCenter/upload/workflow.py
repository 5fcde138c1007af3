"""The states of projects and releases that follow from policy, version and files."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.content.file import IPSCFile
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PUBLIC_PROJECT_STATES
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.content.working_copies import is_being_made
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.pypi.versions import maturity
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import REVIEW


def settle_project(project):
    """Put a new project in the state that the center's policy has for it."""
    center = center_of(project)
    if center is None or state_of(project) != "unapproved":
        return
    if center.project_creation != "review" or may(REVIEW, center):
        set_state(project, PROJECT_WORKFLOW, "published")
    else:
        set_state(project, PROJECT_WORKFLOW, "pending")


def is_waiting(project):
    """Say whether a project waits for somebody's review before others see it."""
    return state_of(project) not in PUBLIC_PROJECT_STATES


def settle_release(release):
    """Release a release that has a file, in the state of its version.

    Not while its project waits (publishing that releases what waited), and not
    when its owner has taken it back.
    """
    if state_of(release) != "pre-release" or was_retracted(release) or not has_files(release):
        return
    if is_waiting(aq_parent(aq_inner(release))):
        return
    set_state(release, RELEASE_WORKFLOW, maturity(release.version))


def was_retracted(release):
    """Say whether somebody took the release back, so that only a person releases it again."""
    history = getattr(release, "workflow_history", {}).get(RELEASE_WORKFLOW, ())
    return bool(history) and history[-1].get("action") == "retract"


def has_files(release):
    """Say whether a release has a distribution file; a link, or a file without bytes, is none."""
    return any(
        IPSCFile.providedBy(child) and bool(child.storage_key) for child in release.objectValues()
    )


def project_published(project, event):
    """Subscriber: publishing a project releases what waited for it."""
    if is_waiting(project):
        return
    for child in project.objectValues():
        if IPSCRelease.providedBy(child):
            settle_release(child)


def project_made(project, event):
    """Subscriber: a project made by hand and one made by an upload are the same thing."""
    # The event of entering the workflow is the only one that has no transition.
    if event.transition is None and not is_being_made(project):
        settle_project(project)
