"""The pages of the index as they are sent, rendered at most once for each state of the index."""

from dataclasses import dataclass
from dataclasses import replace
from functools import cache
from functools import partial
from Products.PloneSoftwareCenter.index.cache import cached_page
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.queries import is_listed
from Products.PloneSoftwareCenter.index.queries import names_of_token
from Products.PloneSoftwareCenter.index.queries import names_with_own_rule
from Products.PloneSoftwareCenter.index.queries import project_list
from Products.PloneSoftwareCenter.index.queries import project_page
from Products.PloneSoftwareCenter.index.queries import visible_files
from Products.PloneSoftwareCenter.index.serials import list_serial
from Products.PloneSoftwareCenter.index.serials import list_with_serials
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.index.visibility import sees_projects_of
from Products.PloneSoftwareCenter.pypi.negotiation import HTML
from Products.PloneSoftwareCenter.pypi.negotiation import V1_HTML
from Products.PloneSoftwareCenter.pypi.negotiation import V1_JSON
from Products.PloneSoftwareCenter.pypi.simple import etag_of
from Products.PloneSoftwareCenter.pypi.simple import render_links
from Products.PloneSoftwareCenter.pypi.simple import render_list
from Products.PloneSoftwareCenter.pypi.simple import render_project


@dataclass(frozen=True)
class RenderedPage:
    """A page as it is sent."""

    body: bytes
    #: strong, quoted
    etag: str
    media_type: str
    #: rises with each change of what it shows, see ``index.serials``; None: it tells none
    serial: int | None = None


@dataclass(frozen=True)
class Audience:
    """Those who see the same of a center: one page serves all of them."""

    #: whether they see the projects that have the center's rule
    sees_center: bool
    #: the names of the projects with a rule of their own that they see
    own: frozenset[str]
    #: whether it is everybody
    is_public: bool


def audience_of(center):
    """Return the ``Audience`` that the asker belongs to."""
    index = center_index(center)
    asked = {*names_with_own_rule(index), *names_of_token(center)}
    own = frozenset(name for name in asked if is_listed(center, name))
    return Audience(
        sees_center=sees_projects_of(center), own=own, is_public=is_public(center) and not own
    )


def project_body(record, media_type):
    """Return the ``RenderedPage`` of a name."""
    return cached_page(record, media_type, lambda: _project_page(record, media_type))


def prepare_project(record):
    """Have the pages of a name rendered in all forms, its files looked up once for all of them."""
    page = cache(lambda: project_page(record))
    for media_type in (V1_JSON, V1_HTML):
        cached_page(record, media_type, partial(_rendered, page, media_type))


def list_body(center, media_type, audience):
    """Return the ``RenderedPage`` of the names that an audience sees.

    HTML is for people and old installers; it tells no serials, and changes with its names only.
    """
    if media_type != V1_JSON:
        return cached_page(
            center_index(center).listing_stamp,
            (media_type, audience),
            lambda: _page(render_list(project_list(center), media_type), media_type),
        )
    return cached_page(
        center_index(center).stamp, (media_type, audience), lambda: _list_in_json(center)
    )


def links_body(center, audience):
    """Return the ``RenderedPage`` of all files that an audience sees."""
    title = f"Links for {center.title}"
    return cached_page(
        center_index(center).stamp,
        ("links", title, audience),
        lambda: _page(render_links(visible_files(center), title), HTML, list_serial(center)),
    )


def _project_page(record, media_type):
    if media_type == HTML:
        # one page with two names: written once
        return replace(project_body(record, V1_HTML), media_type=HTML)
    return _rendered(lambda: project_page(record), media_type)


def _rendered(look_up, media_type):
    page = look_up()
    return _page(render_project(page, media_type), media_type, page.serial)


def _list_in_json(center):
    projects = list_with_serials(center)
    return _page(render_list(projects, V1_JSON), V1_JSON, projects.serial)


def _page(body, media_type, serial=None):
    return RenderedPage(body, etag_of(body), media_type, serial)
