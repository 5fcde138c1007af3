"""What the index answers, from records alone.

The only content that is touched is the project whose right to be seen is asked.
"""

from Acquisition import aq_base
from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.index.cache import cached_value
from Products.PloneSoftwareCenter.index.files import file_entry
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.uses import users_of
from Products.PloneSoftwareCenter.index.visibility import AS_CENTER
from Products.PloneSoftwareCenter.index.visibility import is_visible
from Products.PloneSoftwareCenter.index.visibility import NOBODY
from Products.PloneSoftwareCenter.index.visibility import OWN
from Products.PloneSoftwareCenter.index.visibility import sees_projects_of
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.model import ProjectList
from Products.PloneSoftwareCenter.pypi.model import ProjectPage
from Products.PloneSoftwareCenter.pypi.status import serves_files
from Products.PloneSoftwareCenter.pypi.versions import sort_versions
from Products.PloneSoftwareCenter.tokens.grants import current_grant


def visible_record(center, name):
    """Return the record of a name whose project the asker may see.

    :raises NotFound: when there is none, or none for the asker
    """
    record = find_record(center, name)
    if record is None or not is_visible(project_of(center, record)):
        raise NotFound()
    return record


def project_of(center, record):
    """Return the project that holds a name.

    :raises NotFound: when the record points nowhere (``psc consistency`` tells)
    """
    if not aq_base(center).has_key(record.project_id):
        raise NotFound()
    return center._getOb(record.project_id)


def indexed_releases(record):
    """Return the ``ReleaseRecord``s whose files installers see, in version order."""
    return [r for r in releases_in_order(record) if r.state in INDEXED_RELEASE_STATES]


def releases_in_order(record, newest_first=False):
    """Return all ``ReleaseRecord``s of a name in version order."""
    by_version = {release.version: release for release in record.releases.values()}
    return [by_version[v] for v in sort_versions(by_version, newest_first=newest_first)]


def project_page(record):
    """Return the ``ProjectPage`` that installers read of a name."""
    # Of a quarantined project nothing is left but the word that it is.
    releases = indexed_releases(record) if serves_files(record.status) else []
    return ProjectPage(
        name=record.normalized_name,
        versions=tuple(release.version for release in releases),
        files=tuple(
            file_entry(state, release) for release in releases for state in release.files.values()
        ),
        status=record.status,
        status_reason=record.status_reason,
        serial=record.serial_number,
    )


def visible_names(center):
    """Yield (normalized name, name as written) of what the asker may see, in name order."""
    for normalized, value in _visible(center, center_index(center).listing.items()):
        yield normalized, value[0]


def visible_among(center, names):
    """Return those of some normalized names that the asker may see, with the project of each.

    :returns: a dict: normalized name -> (name as written, project id), in the order of ``names``
    """
    return dict(_visible_among(center, dict.fromkeys(names)))


def _visible_among(center, names):
    listing = center_index(center).listing
    listed = ((name, listing[name]) for name in names if name in listing)
    for name, value in _visible(center, listed):
        yield name, value[:2]


def _visible(center, listed):
    """Yield those items of the listing that the asker may see."""
    sees_center = sees_projects_of(center)
    covered = names_of_token(center)
    for normalized, value in listed:
        is_asked = value[2] != AS_CENTER or normalized in covered
        if is_listed(center, normalized) if is_asked else sees_center:
            yield normalized, value


def visible_users(center, record):
    """Yield the names that use a name and that the asker may see, but those of its own project.

    Only as far as is asked for: a name may have thousands.

    :returns: pairs of normalized name and (name as written, project id), in their order
    """
    index = center_index(center)
    own = index.projects.get(record.project_uid, ())
    users = (name for name in users_of(index, record.normalized_name) if name not in own)
    return _visible_among(center, users)


def names_of_token(center):
    """Return the names in the listing that only the token of this request lets its user see."""
    grant = current_grant()
    if grant is None or not grant.is_for_projects or sees_projects_of(center):
        return ()
    index = center_index(center)
    held = (name for uid in grant.projects for name in index.projects.get(uid, ()))
    return frozenset(name for name in held if name in index.listing)


def is_listed(center, normalized):
    """Say whether the asker is shown the project of a name that is in the listing."""
    _name, project_id, visibility = center_index(center).listing[normalized]
    if visibility == NOBODY or not center.has_key(project_id):
        return False
    return is_visible(center._getOb(project_id))


def names_with_own_rule(index):
    """Return the normalized names whose projects are asked one by one who may see them."""
    return cached_value(
        index.listing_stamp,
        "own",
        lambda: tuple(name for name, value in index.listing.items() if value[2] == OWN),
    )


def names_not_as_center(index):
    """Return the normalized names that not everybody is shown who sees the center."""
    return cached_value(
        index.listing_stamp,
        "not as center",
        lambda: tuple(name for name, value in index.listing.items() if value[2] != AS_CENTER),
    )


def project_list(center):
    """Return the ``ProjectList`` of what the asker may see."""
    return ProjectList(names=tuple(name for _normalized, name in visible_names(center)))


def find_file(center, record, filename):
    """Return (ReleaseRecord, file state) of a file that installers see.

    :raises NotFound: when there is none, or its project is quarantined
    """
    if not serves_files(record.status):
        raise NotFound()
    owner, version, _digest = center_index(center).filenames.get(filename, (None, None, None))
    release = record.releases.get(version) if owner == record.normalized_name else None
    state = release.files.get(filename) if release is not None else None
    if state is None or release.state not in INDEXED_RELEASE_STATES:
        raise NotFound()
    return release, state


def served_files(record):
    """Return the file states of all files of a name that installers see.

    :returns: file name -> state
    """
    releases = indexed_releases(record) if serves_files(record.status) else []
    return {filename: state for release in releases for filename, state in release.files.items()}


def served_metadata(release, state):
    """Return the core metadata that installers get beside a file, or None.

    The index keeps that of every archive; see ``Upload.is_metadata_served``.
    """
    sidecar = release.sidecars.get(state["filename"]) if state["core_metadata"] else None
    return sidecar and sidecar.core_metadata


def served_signature(release, state):
    """Return the signature that was sent with a file, or None."""
    sidecar = release.sidecars.get(state["filename"])
    return sidecar and sidecar.signature


def visible_files(center):
    """Yield (normalized name, FileEntry) of every file that the asker may see, by name."""
    names = center_index(center).names
    for normalized, _name in visible_names(center):
        for entry in project_page(names[normalized]).files:
            yield normalized, entry
