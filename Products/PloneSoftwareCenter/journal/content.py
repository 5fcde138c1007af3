"""What happens to centers, projects, releases and files, as entries of the journal.

Events of containers are dispatched to everything below them: those calls are told apart by
``event.object``, and what goes with something larger is told by the entry of that.
"""

from Acquisition import aq_base
from Products.PloneSoftwareCenter.content.file import IPSCFile
from Products.PloneSoftwareCenter.content.filelink import IPSCFileLink
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.journal.entries import record
from Products.PloneSoftwareCenter.journal.entries import record_of
from Products.PloneSoftwareCenter.journal.store import take_back


#: the word for each kind of content in the kinds of entries; files tell of themselves when they
#: have their bytes
WORDS = ((IPSCProject, "project"), (IPSCRelease, "release"), (IPSCFileLink, "link"))

#: volatile attribute of a file: where the entry of its upload is, in this transaction
_PLACE = "_v_psc_journal_place"
#: of a project: that it was made is told
_MADE = "_v_psc_journal_made"


def center_added(center, event):
    """Subscriber: a center was made; one that is moved comes with another event."""
    if _is_about(center, event):
        record(center, "center-made")


def project_added(project, event):
    """Subscriber: a project was made."""
    if _is_about(project, event):
        _made(project)


def part_added(content, event):
    """Subscriber: a release or a link was made by hand."""
    word = _word(content)
    if _is_about(content, event) and word != "file":
        record_of(content, f"{word}-made", url=content.external_url if word == "link" else None)


def _made(project):
    """Tell it once: when it enters its workflow, which puts it into another state at once."""
    if not getattr(aq_base(project), _MADE, False):
        setattr(project, _MADE, True)
        record_of(project, "project-made")


def moved(content, event):
    """Subscriber: renamed or deleted; what was done to an ancestor does not count."""
    if not _is_about(content, event):
        return
    word = _word(content)
    if event.newParent is None:
        record_of(content, f"{word}-deleted", place=event.oldParent, **_lost(content))
    elif event.oldParent is not None and word == "project" and event.oldName != event.newName:
        record_of(content, "project-renamed", before=event.oldName, after=event.newName)


def release_made(release, event):
    """Subscriber: a register or an upload made a release."""
    record_of(release, "release-made")


def link_set(link, event):
    """Subscriber: a register or an upload made a link, or gave it another address."""
    if event.before is None:
        record_of(link, "link-made", url=link.external_url)
    else:
        record_of(link, "link-edited", before=event.before, after=link.external_url)


def file_published(file, event):
    """Subscriber: a file was stored."""
    place = record_of(file, "file-uploaded", sha256=_sha256(file.digests), size=file.size)
    setattr(file, _PLACE, place)


def file_replaced(file, event):
    """Subscriber: a file has got other bytes; this one entry tells of it, with both digests."""
    place = getattr(aq_base(file), _PLACE, None)
    if place is not None:
        take_back(center_of(file), place)
    record_of(
        file,
        "file-replaced",
        sha256=_sha256(file.digests),
        sha256_before=_sha256(event.replaced),
        size=file.size,
    )


def yanked(content, event):
    """Subscriber: a release or a file was yanked, is no longer, or for another reason."""
    if event.yanked is False:
        record_of(content, "unyanked", before=_reason(event.before))
    else:
        record_of(content, "yanked", reason=_reason(event.yanked))


def status_set(project, event):
    """Subscriber: a project was archived, deprecated, quarantined or is active again."""
    record_of(
        project,
        "project-status",
        before=event.old_status,
        after=event.new_status,
        reason=event.reason,
    )


def name_moved(center, event):
    """Subscriber: a name has gone to another project; both journals tell it."""
    for project in (event.source, event.target):
        record(
            center,
            "name-moved",
            project=project,
            name=event.name,
            source=event.source.title,
            target=event.target.title,
        )


def name_freed(center, event):
    """Subscriber: everybody may have the name of a deleted project."""
    record(center, "name-freed", name=event.name)


def went(content, event):
    """Subscriber: somebody's transition changed the state of a center, a project or a release."""
    if event.transition is None:
        # It has entered the workflow.
        if IPSCProject.providedBy(content):
            _made(content)
        return
    record_of(
        content,
        f"{_word(content)}-state",
        transition=event.transition.id,
        before=event.old_state.id,
        after=event.new_state.id,
        comment=(event.status or {}).get("comments"),
    )


def state_set(content, event):
    """Subscriber: the program changed the state, as policy and version say."""
    record_of(content, f"{_word(content)}-state", before=event.old_state, after=event.new_state)


def center_went(center, event):
    """Subscriber: somebody's transition changed the state of a center."""
    if event.transition is not None:
        record(
            center,
            "center-state",
            transition=event.transition.id,
            before=event.old_state.id,
            after=event.new_state.id,
            comment=(event.status or {}).get("comments"),
        )


def _is_about(content, event):
    return aq_base(event.object) is aq_base(content)


def _word(content):
    return next((word for kind, word in WORDS if kind.providedBy(content)), "file")


def _lost(content):
    """Return what goes with content that is deleted."""
    if IPSCFile.providedBy(content):
        return {"sha256": _sha256(content.digests)}
    if IPSCRelease.providedBy(content):
        return {"files": _count(_files(content))}
    if IPSCProject.providedBy(content):
        releases = [one for one in content.objectValues() if IPSCRelease.providedBy(one)]
        return {
            "names": " ".join(content.distributions or ()),
            "releases": _count(releases),
            "files": _count([file for release in releases for file in _files(release)]),
        }
    return {}


def _files(release):
    return [one for one in release.objectValues() if IPSCFile.providedBy(one)]


def _count(found):
    return len(found) or None


def _sha256(digests):
    return (digests or {}).get("sha256")


def _reason(yanked):
    return yanked if isinstance(yanked, str) else None
