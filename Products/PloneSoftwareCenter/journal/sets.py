"""Known good sets and configuration files, as entries of the journal."""

from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.index.update import parent_providing
from Products.PloneSoftwareCenter.journal.entries import record
from Products.PloneSoftwareCenter.journal.entries import version_of


def set_added(content, event):
    """Subscriber: somebody made a set."""
    if event.object is content:
        _record(content, "set-made")


def set_edited(content, event):
    """Subscriber: the form of a set was saved; of one that is published it never is."""
    _record(content, "set-edited")


def set_removed(content, event):
    """Subscriber: a set was deleted; one that goes with its center is not told of."""
    if event.object is content and event.newParent is None:
        record(event.oldParent, "set-deleted", words=_which(content))


def set_went(content, event):
    """Subscriber: a set was published, or went into another state."""
    if event.transition is not None:
        states = {"before": event.old_state.id, "after": event.new_state.id}
        _record(content, "set-state", transition=event.transition.id, **states)


def configuration_changed(release, event):
    """Subscriber: a configuration file was attached to a release, or deleted."""
    project = parent_providing(release, IPSCProject)
    record(
        center_of(release),
        "configuration-attached" if event.sha256 else "configuration-deleted",
        project=project,
        release=version_of(release, project),
        file=event.filename,
        sha256=event.sha256,
    )


def _record(content, kind, **details):
    record(center_of(content), kind, words=_which(content), **details)


def _which(content):
    return {"set": f"{content.set_name} {content.version}"}
