"""A name or a release as PyPI's JSON API tells it (docs.pypi.org/api/json).

Its keys are always all there. What nobody said is null; lists that say nothing are null too, but
for the classifiers.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from packaging.version import InvalidVersion
from packaging.version import Version
from Products.PloneSoftwareCenter.pypi.links import normalize_label
from Products.PloneSoftwareCenter.pypi.metadata import CoreMetadata
from Products.PloneSoftwareCenter.pypi.model import FileEntry
from Products.PloneSoftwareCenter.pypi.names import NormalizedName
from Products.PloneSoftwareCenter.pypi.ordering import sort_files
from Products.PloneSoftwareCenter.pypi.ordering import version_key
from typing import Any
from urllib.parse import quote

import json


MEDIA_TYPE = "application/json"

#: Nobody counts downloads, nor does PyPI any more.
NOT_COUNTED = -1


@dataclass(frozen=True)
class ReleasePage:
    """What ``pypi/<name>/<version>/json`` shows; with ``releases`` it is ``pypi/<name>/json``."""

    #: as its author wrote it
    name: str
    normalized_name: NormalizedName
    #: as first written
    version: str
    #: what the release's archives say
    metadata: CoreMetadata
    #: of the whole release: False, True or the reason
    yanked: bool | str
    #: in any order: rendering sorts them
    files: Sequence[FileEntry]
    #: rises with each change of the name
    serial: int
    #: absolute, without a slash at its end: the center's, below which files are ``packages/...``
    base_url: str
    #: absolute: the pages for people
    project_url: str
    release_url: str
    #: version -> files of each release; None where one release is shown
    releases: Mapping[str, Sequence[FileEntry]] | None = None


def render(page: ReleasePage) -> bytes:
    """Return the page as JSON, always the same bytes for the same page."""
    shown: dict[str, Any] = {
        "info": _info(page),
        "last_serial": page.serial,
    }
    if page.releases is not None:
        shown["releases"] = {
            version: _files(page, page.releases[version])
            for version in sorted(page.releases, key=version_key)
        }
    shown["urls"] = _files(page, page.files)
    shown["vulnerabilities"] = []
    # Who has which role is on the sharing page of a project; its rules can't be asked here.
    shown["ownership"] = {"roles": [], "organization": None}
    # A lone surrogate that came in with somebody's text would make parsers refuse the whole page.
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def choose_version(versions: Mapping[str, bool | str]) -> str | None:
    """Return the version that stands for a name, None of none.

    The newest of those that are not yanked, stable ones first; of yanked ones else.

    :param versions: version -> whether it is yanked, or why
    """
    return max(versions, key=lambda text: (not versions[text], *_maturity(text)), default=None)


def is_yanked(release: bool | str, files: Sequence[bool | str]) -> bool | str:
    """Return whether a release is yanked as a whole, or why: itself, or each of its files.

    :param release: PEP 592's value of the release
    :param files: those of its files
    """
    return release or (bool(files) and all(files) and files[0])


def _maturity(text: str) -> tuple[bool, tuple[bool, Version, str]]:
    try:
        return not Version(text).is_prerelease, version_key(text)
    except InvalidVersion:
        return False, version_key(text)


def _info(page: ReleasePage) -> dict[str, Any]:
    said = page.metadata
    return {
        "author": said.author,
        "author_email": said.author_email,
        "bugtrack_url": None,
        "classifiers": list(said.classifiers),
        "description": said.description or "",
        "description_content_type": said.description_content_type,
        "docs_url": None,
        "download_url": said.download_url,
        "downloads": {
            "last_day": NOT_COUNTED,
            "last_week": NOT_COUNTED,
            "last_month": NOT_COUNTED,
        },
        "dynamic": _list(said.dynamic),
        "home_page": said.home_page,
        "keywords": ",".join(said.keywords) or None,
        "license": said.license,
        "license_expression": said.license_expression,
        "license_files": _list(said.license_file),
        "maintainer": said.maintainer,
        "maintainer_email": said.maintainer_email,
        "name": page.name,
        "package_url": page.project_url,
        "platform": ",".join(said.platform) or None,
        "project_url": page.project_url,
        "project_urls": _project_urls(said),
        "provides_extra": _list(said.provides_extra),
        "release_url": page.release_url,
        "requires_dist": _list(said.requires_dist),
        "requires_python": said.requires_python,
        "summary": said.summary,
        "version": page.version,
        "yanked": bool(page.yanked),
        "yanked_reason": _reason(page.yanked),
    }


def _files(page: ReleasePage, entries: Sequence[FileEntry]) -> list[dict[str, Any]]:
    folder = f"{page.base_url}/packages/{quote(page.normalized_name, safe='')}/"
    return [_file(entry, folder) for entry in sort_files(entries)]


def _file(entry: FileEntry, folder: str) -> dict[str, Any]:
    uploaded = entry.upload_time.astimezone(UTC).replace(tzinfo=None)
    return {
        "comment_text": entry.comment or None,
        "core-metadata": {"sha256": entry.core_metadata} if entry.core_metadata else False,
        "digests": {name: entry.digests.get(name) for name in ("blake2b_256", "md5", "sha256")},
        "downloads": NOT_COUNTED,
        "filename": entry.filename,
        "has_sig": entry.gpg_sig,
        "md5_digest": entry.digests.get("md5"),
        "packagetype": entry.packagetype,
        "python_version": entry.python_version or _python_of(entry),
        "requires_python": entry.requires_python or None,
        "size": entry.size,
        "upload_time": uploaded.isoformat(timespec="seconds"),
        "upload_time_iso_8601": uploaded.isoformat(timespec="microseconds") + "Z",
        "url": folder + quote(entry.filename, safe="", errors="replace"),
        "yanked": bool(entry.yanked),
        "yanked_reason": _reason(entry.yanked),
    }


def _python_of(entry: FileEntry) -> str:
    return "source" if entry.packagetype == "sdist" else "any"


def _project_urls(said: CoreMetadata) -> dict[str, str] | None:
    """All that it links to; what has no label goes by its URL, a label that is there twice once."""
    labelled = {label or url: url for label, url in said.project_urls if url}
    labels = {normalize_label(label) for label in labelled}
    superseded = {"Homepage": said.home_page, "Download": said.download_url}
    others = {
        label: url for label, url in superseded.items() if url and label.lower() not in labels
    }
    return {**others, **labelled} or None


def _list(values: Sequence[str]) -> list[str] | None:
    return list(values) or None


def _reason(yanked: bool | str) -> str | None:
    return yanked if isinstance(yanked, str) and yanked else None
