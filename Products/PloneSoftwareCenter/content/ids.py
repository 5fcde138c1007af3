"""Choosing the ids of content, so that none of them shadows anything.

Names and ids are two things: the index maps them, and nothing reads a name back
from an id.
"""

from Acquisition import aq_base
from collections.abc import Iterator
from itertools import count
from Products.CMFCore.interfaces import IContentish
from Products.CMFCore.interfaces import ISiteRoot
from Products.PloneSoftwareCenter.interfaces import IPloneSoftwareCenterLayer
from zExceptions import BadRequest
from zope.component import getSiteManager
from zope.component import queryUtility
from zope.interface import Interface
from zope.interface import providedBy

import re


#: routes and views below our containers, whether somebody has registered them yet or not
RESERVED = frozenset(
    (
        "simple",
        "links",
        "pypi",
        "packages",
        "files",
        "json",
        "rss",
        "atom",
        "feed",
        "feeds",
        "doap",
        "doap.rdf",
        "releases",
        "sets",
        "counts",
        "counts.csv",
        "counts.json",
        "known-good",
        "configuration",
        "roadmap",
        "documentation",
        "issues",
        "by-category",
        "search",
        "search_rss",
        "serial",
        "mirror",
        "upstream",
        "legacy",
        "health",
        "check-index",
        "submit",
        "submit_pkg_info",
        "verify",
        "file_upload",
        "list_classifiers",
        "doc_upload",
        "user",
        "password_reset",
        "register",
        "upload",
        "upload-files",
        "my-projects",
        "yank",
        "download",
        "metadata",
        "contents",
        "badge.svg",
        "tokens",
        "all-tokens",
        "reserved-names",
        "review",
        "webhooks",
        "ownerless",
        "journal",
        "journal-export",
        "token",
        "view",
        "edit",
        "sharing",
        "folder_contents",
        "delete_confirmation",
        "object_delete",
        "history",
        "properties",
        "index_html",
        "index.html",
        "robots.txt",
        "favicon.ico",
        "sitemap",
        "sitemap.xml",
        "sitemap.xml.gz",
        "default",
        "manage",
        "manage-center",
        "manage_main",
        "manage_workspace",
        "login",
        "logout",
        "request",
        "acl_users",
    )
)
ALLOWED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")


def choose_id(container, wanted: str, request=None) -> str:
    """Return an id for a new child of a center, project or release, like the wanted one.

    :param wanted: a normalized name, a version, a filename; any text
    :param request: the request, for views that are there in its layers only
    """
    for candidate in _candidates(_cleaned(wanted)):
        if candidate not in container and not is_shadowing(container, candidate, request):
            return candidate
    raise AssertionError("Candidates never end.")


def is_shadowing(container, candidate: str, request=None) -> bool:
    """Is this an id that Zope refuses, or that hides something of the container or the site?"""
    return (
        not ALLOWED.fullmatch(candidate)
        or candidate.startswith("aq_")
        or candidate.endswith("__")
        or candidate.lower() in RESERVED
        or _is_attribute(container, candidate)
        or _is_view(container, candidate, request)
        or _is_site_tool(candidate)
    )


class ChecksIds:
    """Containers that refuse ids which hide something, whoever gives them."""

    def _checkId(self, id, allow_dup=0):  # noqa: A002 (Zope's names)
        """Refuse an id, when content is added or renamed.

        :raises BadRequest: when it is taken or must not be
        """
        super()._checkId(id, allow_dup)
        if is_shadowing(self, id):
            raise BadRequest(f'The id "{id}" is reserved.')


def _cleaned(wanted: str) -> str:
    """Return text as an id as far as its characters go."""
    text = re.sub(r"[^A-Za-z0-9._~-]+", "-", wanted).rstrip("_") or "item"
    if text.startswith("aq_") or not text[0].isalnum():
        # a letter in front, and not the text without its beginning, which may be another's
        return f"x-{text}"
    return text


def _candidates(base: str) -> Iterator[str]:
    yield base
    for number in count(1):
        yield f"{base}-{number}"


def _is_attribute(container, candidate: str) -> bool:
    # The children of a folder are its attributes too; these do not count here.
    return candidate not in container and hasattr(aq_base(container), candidate)


def _is_view(container, candidate: str, request) -> bool:
    """Ask the registry without making the view: a view's ``__init__`` may do anything."""
    layers = [IPloneSoftwareCenterLayer]
    if request is not None:
        layers.append(providedBy(request))
    lookup = getSiteManager().adapters.lookup
    provided = providedBy(container)
    return any(lookup((provided, layer), Interface, candidate) is not None for layer in layers)


def _is_site_tool(candidate: str) -> bool:
    """Would a relative path that means a tool or page of the site find the child?"""
    site = queryUtility(ISiteRoot)
    if site is None or not hasattr(aq_base(site), candidate):
        return False
    return not (site.has_key(candidate) and IContentish.providedBy(site._getOb(candidate)))
