"""The pages of a simple index as JSON (PEP 691, PEP 700, PEP 792).

Compact, UTF-8, and always the same bytes for the same page, so that an entity tag of it lasts.
"""

from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.pypi.model import FileEntry
from Products.PloneSoftwareCenter.pypi.model import ProjectList
from Products.PloneSoftwareCenter.pypi.model import ProjectPage
from Products.PloneSoftwareCenter.pypi.ordering import names_in_order
from Products.PloneSoftwareCenter.pypi.ordering import sort_files
from Products.PloneSoftwareCenter.pypi.ordering import version_key
from typing import Any
from urllib.parse import quote

import json


API_VERSION = "1.4"

#: How mirrors know the key; what begins with ``_`` is a server's own (PEP 691).
SERIAL = "_last-serial"

#: What may stand as a key of ``hashes``: hashlib's names of algorithms that need no length.
HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")


def write_project(page: ProjectPage) -> bytes:
    """Return the page of one name."""
    status = {"status": page.status}
    if page.status_reason:
        status["reason"] = page.status_reason
    return _write(
        {
            "meta": _meta(page.serial),
            "name": page.name,
            "project-status": status,
            "versions": sorted(set(page.versions), key=version_key),
            "files": [_file(entry) for entry in sort_files(page.files)],
        }
    )


def write_list(projects: ProjectList) -> bytes:
    """Return the page of all names."""
    shown: list[dict[str, Any]] = []
    for normalized, name in names_in_order(projects.names):
        serial = projects.serials.get(normalized)
        shown.append({"name": name} if serial is None else {"name": name, SERIAL: serial})
    return _write({"meta": _meta(projects.serial), "projects": shown})


def _meta(serial: int | None) -> dict[str, Any]:
    meta: dict[str, Any] = {"api-version": API_VERSION}
    return meta if serial is None else {**meta, SERIAL: serial}


def _file(entry: FileEntry) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "filename": entry.filename,
        "url": quote(entry.filename, safe="", errors="replace"),
        "hashes": _hashes(entry.digests),
        "requires-python": entry.requires_python or None,
        "size": entry.size,
        "upload-time": _timestamp(entry.upload_time),
        "yanked": entry.yanked or False,
        "core-metadata": {"sha256": entry.core_metadata} if entry.core_metadata else False,
    }
    if entry.gpg_sig:
        shown["gpg-sig"] = True
    return shown


def _hashes(digests: Mapping[str, str]) -> dict[str, str]:
    """sha256 alone, as clients expect it; others only for a file that has none."""
    if "sha256" in digests:
        return {"sha256": digests["sha256"]}
    return {name: digests[name] for name in HASHES if name in digests}


def _timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _write(page: dict[str, Any]) -> bytes:
    # A lone surrogate that came in with somebody's text would make parsers refuse the whole page.
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
