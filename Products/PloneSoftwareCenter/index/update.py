"""How records follow content. A step that finds its record right writes nothing."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.file import IPSCFile
from Products.PloneSoftwareCenter.content.latest import find_latest_release
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.content.states import LISTED_RELEASE_STATES
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.index.claims import check_drop
from Products.PloneSoftwareCenter.index.files import file_state
from Products.PloneSoftwareCenter.index.files import yanked_value
from Products.PloneSoftwareCenter.index.kinds import find_kinds
from Products.PloneSoftwareCenter.index.kinds import note_kind
from Products.PloneSoftwareCenter.index.lookalikes import note_filename
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import check_claim
from Products.PloneSoftwareCenter.index.names import claim
from Products.PloneSoftwareCenter.index.names import count_listed
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.names import give_up
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.names import show_in_list
from Products.PloneSoftwareCenter.index.names import touch
from Products.PloneSoftwareCenter.index.names import writable_index
from Products.PloneSoftwareCenter.index.records import ReleaseRecord
from Products.PloneSoftwareCenter.index.records import Sidecar
from Products.PloneSoftwareCenter.index.space import count_stored
from Products.PloneSoftwareCenter.index.space import stored_of_release
from Products.PloneSoftwareCenter.index.uses import follow_uses
from Products.PloneSoftwareCenter.index.visibility import visibility_of
from Products.PloneSoftwareCenter.pypi.errors import ReleaseExists
from Products.PloneSoftwareCenter.pypi.errors import ReleaseFixed
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.versions import canonical_version


#: attribute of a release: (normalized name, canonical version) of its record
PLACE = "_psc_place"


def parent_providing(content, interface):
    """Return the nearest container of that kind, or None."""
    parent = aq_parent(aq_inner(content))
    while parent is not None and not interface.providedBy(parent):
        parent = aq_parent(aq_inner(parent))
    return parent


def center_of(content):
    """Return the center that content lies in, or None."""
    return parent_providing(content, IPloneSoftwareCenter)


def sync_project(project):
    """Bring the names of a project, and what the root list shows of it, up to date.

    :raises NameHasReleases: when the project has left out a name that it has releases of
    :raises NameNotAvailable: when a name that is new to it is none that the user may give it
    """
    center = center_of(project)
    wanted = {normalize_name(name): name for name in project.distributions or ()}
    check_drop(center, wanted, project)
    held = center_index(center).projects.get(project.UID(), ())
    check_claim(center, [wanted[name] for name in wanted if name not in held], project)
    for name in set(held) - set(wanted):
        give_up(center, center_index(center).names[name])
    for name in wanted.values():
        record = claim(center, project, name)
        show_in_list(center, record, visibility_of(project))
    if tuple(wanted) != tuple(held):
        writable_index(center).projects[project.UID()] = tuple(wanted)
    for release in releases_of(project) if set(wanted) - set(held) else ():
        sync_release(release)
        for file in files_of(release):
            sync_file(file)
    if held and tuple(wanted)[:1] != tuple(held)[:1]:
        # the latest release is one of the main name
        find_latest_release(project)


def sync_visibility(project):
    """Bring what the root list keeps of who sees a project up to date."""
    center = center_of(project)
    for record in names_of(center, project):
        show_in_list(center, record, visibility_of(project))


def forget_project(center, project_uid):
    """Take a deleted project's names out of the index."""
    index = center_index(center)
    held = index.projects.get(project_uid)
    if held is None:
        return
    for name in held:
        give_up(center, index.names[name])
    del index.projects[project_uid]


def sync_release(release):
    """Bring the record of a release up to date; return it, or None if its name has no record.

    :raises ReleaseExists: when another release of the project has its version
    :raises ReleaseFixed: when it was given another name or version and has files
    """
    project = parent_providing(release, IPSCProject)
    if not release.distribution and project.distributions:
        # said once: the main name may be exchanged later, the release keeps its own
        release.distribution = project.distributions[0]
    record = record_of(release, project)
    index = center_index(center_of(project))
    if record is None:
        # A release that leaves its name must not stay in the index under it.
        _settle_place(index, release, None)
        return None
    key = canonical_version(release.version)
    _settle_place(index, release, (record.normalized_name, key))
    found = record.releases.get(key)
    if found is None:
        found = record.releases[key] = ReleaseRecord(release.version)
        touch(index, record)
    elif _is_anothers(project, record, found, release):
        raise ReleaseExists(release.distribution, release.version)
    fill_release(index, record, found, release)
    return found


def _settle_place(index, release, place):
    """Have a release in one place of the index, also when its name or version was corrected.

    :param place: (normalized name, canonical version); None: in no place
    """
    before = getattr(aq_base(release), PLACE, None)
    if before == place:
        return
    name, key = before or place
    record = index.names.get(name)
    old = record.releases.get(key) if before and record is not None else None
    if old is not None and old.release_id == release.getId():
        if len(old.files):
            raise ReleaseFixed(record.name, old.version)
        drop_release(index, record, key)
    setattr(release, PLACE, place)


def _is_anothers(project, record, found, release):
    other = project._getOb(found.release_id, None) if found.release_id else None
    if other is None or aq_base(other) is aq_base(release):
        return False
    # A release that comes from another project had an id that may be one of another name's here.
    return normalize_name(other.distribution or "") == record.normalized_name


def drop_release(index, record, key):
    """Take the record of a release out of its name's."""
    count_listed(index, record, -(record.releases[key].state in LISTED_RELEASE_STATES))
    count_stored(index, record, -stored_of_release(record.releases[key]))
    del record.releases[key]
    follow_uses(index, record, key)
    touch(index, record)


def fill_release(index, record, found, release):
    """Bring what a ``ReleaseRecord`` keeps of its release up to date."""
    wanted = release_state(release)
    if all(getattr(found, name) == value for name, value in wanted.items()):
        return
    was_listed = found.state in LISTED_RELEASE_STATES
    for name, value in wanted.items():
        setattr(found, name, value)
    count_listed(index, record, (found.state in LISTED_RELEASE_STATES) - was_listed)
    follow_uses(index, record, canonical_version(found.version))
    touch(index, record)


def release_state(release):
    """Return what the record of a release keeps of it, by attribute."""
    return {
        "version": release.version,
        "release_id": release.getId(),
        "state": state_of(release),
        "yanked": yanked_value(release),
    }


def forget_release(release, project):
    """Take a deleted release out of the index."""
    record = record_of(release, project)
    key = canonical_version(release.version)
    found = record.releases.get(key) if record is not None else None
    if found is not None and found.release_id == release.getId():
        drop_release(center_index(center_of(project)), record, key)
        find_kinds(center_of(project), project)


def sync_file(file, core_metadata=None, signature=None):
    """Bring the record of a stored file up to date.

    :param core_metadata: bytes to serve beside the file; None leaves what is there
    :param signature: the same for its signature
    """
    release = parent_providing(file, IPSCRelease)
    found = sync_release(release)
    if found is None or not file.storage_key:
        return
    record = record_of(release)
    index = center_index(center_of(release))
    state = file_state(file, file.getId())
    before = found.files.get(file.filename)
    if before != state:
        count_stored(index, record, state["size"] - (before["size"] if before else 0))
        found.files[file.filename] = state
        if not record.had_files or record.freed:
            record.had_files, record.freed = True, False
        touch(index, record)
    note_kind(parent_providing(release, IPSCProject), state["packagetype"])
    _remember_filename(release, file, record)
    if core_metadata is not None or signature is not None:
        found.sidecars[file.filename] = Sidecar(core_metadata, signature)
        follow_uses(index, record, canonical_version(release.version))
        touch(index, record)


def _remember_filename(release, file, record):
    name, version = record.normalized_name, canonical_version(release.version)
    used = (name, version, file.digests["sha256"])
    index = writable_index(center_of(file))
    if index.filenames.get(file.filename) != used:
        index.filenames[file.filename] = used
        note_filename(index, file.filename, name, version)


def drop_sidecar(file):
    """Take out of the index what lies beside a file, whose bytes are about to be replaced."""
    release = parent_providing(file, IPSCRelease)
    record = record_of(release)
    found = record.releases[canonical_version(release.version)]
    if file.filename in found.sidecars:
        del found.sidecars[file.filename]
        touch(center_index(center_of(release)), record)


def forget_file(file, release, project):
    """Take a deleted file out of the index; its name stays taken."""
    record = record_of(release, project)
    found = record and record.releases.get(canonical_version(release.version))
    state = found.files.get(file.filename) if found else None
    if state is not None and state["key"] == file.storage_key:
        index = center_index(center_of(project))
        count_stored(index, record, -state["size"])
        del found.files[file.filename]
        if file.filename in found.sidecars:
            del found.sidecars[file.filename]
        follow_uses(index, record, canonical_version(release.version))
        touch(index, record)
        find_kinds(center_of(project), project)


def record_of(release, project=None):
    """Return the ``NameRecord`` that a release belongs to, or None.

    :param project: where the release lies or lay; its parent unless given
    """
    project = project if project is not None else parent_providing(release, IPSCProject)
    record = find_record(center_of(project), release.distribution or "") if project else None
    if record is None or record.project_uid != project.UID():
        return None
    return record


def yanked_in_index(content):
    """Return what the index tells of a release's or a file's yanking; None: it has no record."""
    is_release = IPSCRelease.providedBy(content)
    release = content if is_release else parent_providing(content, IPSCRelease)
    record = record_of(release)
    found = record and record.releases.get(canonical_version(release.version))
    if not found:
        return None
    if is_release:
        return found.yanked
    state = found.files.get(content.filename)
    return state["yanked"] if state is not None else None


def releases_of(project):
    """Return the releases that lie in a project."""
    return [child for child in project.objectValues() if IPSCRelease.providedBy(child)]


def files_of(release):
    """Return the files that lie in a release, those without bytes, too."""
    return [child for child in release.objectValues() if IPSCFile.providedBy(child)]
