"""Projects, releases and files in lists: from the catalog and the records alone."""

from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.content.states import LISTED_RELEASE_STATES
from Products.PloneSoftwareCenter.index.files import upload_time
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.queries import releases_in_order
from Products.PloneSoftwareCenter.pypi.status import serves_files
from Products.PloneSoftwareCenter.pypi.versions import maturity
from urllib.parse import quote


def project_summary(center, brain) -> dict:
    """Return what a list tells of a project.

    :param brain: of the catalog
    """
    index = center_index(center)
    names = index.projects.get(brain.UID, ())
    record = index.names[names[0]] if names else None
    return {
        "@id": brain.getURL(),
        "@type": "PSCProject",
        "id": brain.getId,
        "title": brain.Title,
        "description": brain.Description,
        "review_state": brain.review_state,
        "names": [index.names[name].name for name in names],
        "status": record.status if record is not None else "active",
        "status_reason": record.status_reason if record is not None else "",
        "categories": list(brain.psc_categories or ()),
        "latest_release_date": iso_date(brain.psc_latest_release_date),
        "modified": iso_date(brain.modified),
    }


def shown_releases(record, shows_all: bool) -> list:
    """Return (record of the name, ``ReleaseRecord``) of the releases in a list, newest first.

    :param shows_all: those too that are kept back, for who may edit the project
    """
    return [
        (record, release)
        for release in releases_in_order(record, newest_first=True)
        if shows_all or release.state in LISTED_RELEASE_STATES
    ]


def release_summary(record, release, project_url: str, shows_all: bool) -> dict:
    """Return what a list tells of a release."""
    times = [upload_time(state) for state in release.files.values()]
    return {
        "@id": release_url(project_url, release),
        "@type": "PSCRelease",
        "name": record.name,
        "version": release.version,
        "review_state": told_state(release.state, release.version, shows_all),
        **yanked_pair(release.yanked),
        "upload_time": min(times).isoformat() if times else None,
        "files_total": len(times),
    }


def told_state(state: str, version: str, shows_all: bool) -> str:
    """Return the state of a release as the asker is told it: that it is hidden, only who edits."""
    return maturity(version) if state == "hidden" and not shows_all else state


def release_url(project_url: str, release) -> str:
    """Return the address of a release's page."""
    return f"{project_url}/{quote(release.release_id)}"


def file_summary(record, release, state, project_url: str, index_url: str) -> dict:
    """Return what a list tells of a file.

    :param state: what the index keeps of it
    :param index_url: of the simple pages, with a slash at its end
    """
    filename = state["filename"]
    return {
        "@id": f"{release_url(project_url, release)}/{quote(state['file_id'])}",
        "@type": "PSCFile",
        "name": record.name,
        "version": release.version,
        "filename": filename,
        "packagetype": state["packagetype"],
        "python_version": state.get("python_version", ""),
        "requires_python": state["requires_python"],
        "size": state["size"],
        "digests": dict(state["digests"]),
        "upload_time": upload_time(state).isoformat(),
        "comment": state.get("comment", ""),
        "core_metadata_sha256": state["core_metadata"],
        "has_signature": state["gpg_sig"],
        **yanked_pair(state["yanked"] or release.yanked),
        "download_url": download_url(record, release, filename, index_url),
    }


def download_url(record, release, filename: str, index_url: str) -> str | None:
    """Return where installers get a file; None while it is not in the index."""
    if release.state not in INDEXED_RELEASE_STATES or not serves_files(record.status):
        return None
    return f"{index_url}{record.normalized_name}/{quote(filename)}"


def yanked_pair(yanked: bool | str) -> dict:
    """Return PEP 592's value as the two fields of the content."""
    return {
        "yanked": bool(yanked),
        "yanked_reason": yanked if isinstance(yanked, str) else "",
    }


def iso_date(value) -> str | None:
    """Return a date of the catalog; None for none."""
    return value.ISO8601() if value else None
