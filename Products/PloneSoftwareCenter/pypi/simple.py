"""The pages of a simple index as bytes, in each format that is offered (PEP 503, PEP 691).

``simple_html`` and ``simple_json`` write the formats; both stay at version 1.4 of the interface.
"""

from collections.abc import Iterable
from hashlib import sha256
from Products.PloneSoftwareCenter.pypi import simple_html
from Products.PloneSoftwareCenter.pypi import simple_json
from Products.PloneSoftwareCenter.pypi.model import FileEntry
from Products.PloneSoftwareCenter.pypi.model import ProjectList
from Products.PloneSoftwareCenter.pypi.model import ProjectPage
from Products.PloneSoftwareCenter.pypi.names import NormalizedName
from Products.PloneSoftwareCenter.pypi.negotiation import OFFERS
from Products.PloneSoftwareCenter.pypi.negotiation import V1_JSON
from types import ModuleType


def render_project(page: ProjectPage, media_type: str) -> bytes:
    """Return the page of one name; its links are bare file names, right below any prefix.

    :param media_type: one of ``negotiation.OFFERS``.
    """
    body: bytes = _writer_of(media_type).write_project(page)
    return body


def render_list(projects: ProjectList, media_type: str) -> bytes:
    """Return the page that lists every name.

    :param media_type: one of ``negotiation.OFFERS``.
    """
    body: bytes = _writer_of(media_type).write_list(projects)
    return body


def render_links(files: Iterable[tuple[NormalizedName, FileEntry]], title: str) -> bytes:
    """Return one HTML page with the files of many names, for clients that take a list of links.

    Its links lead to ``simple/<name>/<filename>`` beside the page.

    :param title: plain text, shown as the heading.
    """
    return simple_html.write_links(files, title)


def etag_of(body: bytes) -> str:
    """Return a strong entity tag, with its quotes: the same for the same bytes, in any process."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def _writer_of(media_type: str) -> ModuleType:
    if media_type not in OFFERS:
        raise ValueError(f"No page is written as {media_type!r}.")
    return simple_json if media_type == V1_JSON else simple_html
