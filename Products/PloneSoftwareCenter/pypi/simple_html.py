"""The pages of a simple index as HTML, in the form that consumers take apart with patterns.

Since PEP 833 the form is frozen: keep white space, the order of attributes and one link a line.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from html import escape
from Products.PloneSoftwareCenter.pypi.model import FileEntry
from Products.PloneSoftwareCenter.pypi.model import ProjectList
from Products.PloneSoftwareCenter.pypi.model import ProjectPage
from Products.PloneSoftwareCenter.pypi.names import NormalizedName
from Products.PloneSoftwareCenter.pypi.ordering import names_in_order
from Products.PloneSoftwareCenter.pypi.ordering import sort_files
from urllib.parse import quote


API_VERSION = "1.4"


def write_project(page: ProjectPage) -> bytes:
    """Return the page of one name (PEP 503, PEP 592, PEP 629, PEP 714, PEP 792)."""
    metas = [_meta("pypi:project-status", page.status)]
    if page.status_reason:
        metas.append(_meta("pypi:project-status-reason", page.status_reason))
    anchors = (_file_anchor(entry, "") for entry in sort_files(page.files))
    return _write_page(f"Links for {page.name}", metas, anchors)


def write_list(projects: ProjectList) -> bytes:
    """Return the page of all names (PEP 503)."""
    anchors = (
        f'  <a href="{normalized}/">{_text(name)}</a><br />'
        for normalized, name in names_in_order(projects.names)
    )
    return _write_page("Simple index", [], anchors)


def write_links(files: Iterable[tuple[NormalizedName, FileEntry]], title: str) -> bytes:
    """Return one page of files of many names; see ``simple.render_links``."""
    by_name: dict[NormalizedName, list[FileEntry]] = {}
    for name, entry in files:
        by_name.setdefault(name, []).append(entry)
    anchors = (
        _file_anchor(entry, f"simple/{quote(name, safe='')}/")
        for name in sorted(by_name)
        for entry in sort_files(by_name[name])
    )
    return _write_page(title, [], anchors)


def _write_page(title: str, metas: Iterable[str], anchors: Iterable[str]) -> bytes:
    title = _text(title)
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en"><head>',
        _meta("pypi:repository-version", API_VERSION),
        *metas,
        f"  <title>{title}</title></head><body><h1>{title}</h1>",
        *anchors,
        "</body></html>",
        "",
    ]
    # A lone surrogate that came in with somebody's text must not take the whole page down.
    return "\n".join(lines).encode("utf-8", "replace")


def _file_anchor(entry: FileEntry, prefix: str) -> str:
    attributes = "".join(f' {key}="{_text(value)}"' for key, value in _attributes_of(entry))
    href = prefix + quote(entry.filename, safe="", errors="replace") + _fragment_of(entry)
    return f'  <a href="{href}"{attributes}>{_text(entry.filename)}</a><br />'


def _fragment_of(entry: FileEntry) -> str:
    return f"#sha256={_text(entry.digests['sha256'])}" if "sha256" in entry.digests else ""


def _attributes_of(entry: FileEntry) -> Iterator[tuple[str, str]]:
    if entry.requires_python:
        yield "data-requires-python", entry.requires_python
    if entry.yanked:
        yield "data-yanked", "" if entry.yanked is True else entry.yanked
    if entry.core_metadata:
        # The first spelling is the one that installers knew before PEP 714.
        yield "data-dist-info-metadata", f"sha256={entry.core_metadata}"
        yield "data-core-metadata", f"sha256={entry.core_metadata}"
    if entry.gpg_sig:
        yield "data-gpg-sig", "true"


def _meta(name: str, content: str) -> str:
    return f'  <meta name="{name}" content="{_text(content)}">'


def _text(value: str) -> str:
    """Escaped, and on one line whatever it holds."""
    if not value.isprintable():
        value = "".join(char if char.isprintable() else " " for char in value)
        value = " ".join(value.split())
    return escape(value)
