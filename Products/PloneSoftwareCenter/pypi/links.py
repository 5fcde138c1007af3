"""The links of a project's page, found among the URLs that core metadata brings."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import replace

import re


@dataclass(frozen=True)
class ProjectLinks:
    """Where people find what; ``None`` where nobody said it."""

    homepage: str | None = None
    documentation: str | None = None
    #: The source code.
    repository: str | None = None
    #: Issues, bugs.
    tracker: str | None = None
    mailing_list: str | None = None
    download: str | None = None
    changelog: str | None = None


# PEP 753, "Well-known labels", and what projects of old write besides.
_LABELS = {
    "homepage": ("homepage", "home", "website"),
    "documentation": ("documentation", "docs"),
    "repository": ("source", "repository", "sourcecode", "github", "code"),
    "tracker": ("issues", "bugs", "issue", "tracker", "issuetracker", "bugtracker"),
    "mailing_list": ("mailinglist", "mailinglists", "discussion", "discussions", "forum"),
    "download": ("download", "downloads"),
    "changelog": ("changelog", "changes", "whatsnew", "history", "releasenotes"),
}
_OF_LABEL = {label: name for name, labels in _LABELS.items() for label in labels}

# PEP 753, "Label normalization": punctuation and blanks do not count.
_NOT_COUNTED = re.compile(r"[\W_]+")

# Metadata is written by strangers: no javascript: and its like on a page.
_SAFE_URL = re.compile(r"(?:https?://|mailto:)[^\s<>\"'\\`{}|^\x00-\x20]+", re.IGNORECASE)
_MAX_URL = 2_000


def find_links(
    project_urls: Iterable[tuple[str, str]],
    *,
    home_page: str | None = None,
    download_url: str | None = None,
) -> ProjectLinks:
    """Sort URLs by what their labels say; the first of a kind counts.

    :param project_urls: pairs of label and URL.
    :param home_page: counts where no label says homepage; ``download_url`` likewise.
    """
    links = ProjectLinks()
    labelled = [(normalize_label(label), url) for label, url in project_urls]
    superseded = [("homepage", home_page or ""), ("download", download_url or "")]
    for label, url in [*labelled, *superseded]:
        name = _OF_LABEL.get(label)
        if name and is_safe_url(url) and getattr(links, name) is None:
            links = replace(links, **{name: url})
    return links


def find_kind(label: str) -> str | None:
    """Which of the links of ``ProjectLinks`` a label means; ``None`` for any other."""
    return _OF_LABEL.get(normalize_label(label))


def normalize_label(label: str) -> str:
    """The spelling by which labels are compared (PEP 753).

    >>> normalize_label("Bug-Tracker")
    'bugtracker'
    """
    return _NOT_COUNTED.sub("", label).lower()


def is_safe_url(url: str) -> bool:
    """May a page link this for its visitors? Only http, https and mailto."""
    return len(url) <= _MAX_URL and _SAFE_URL.fullmatch(url) is not None


#: The names of the links, in the order in which pages show them.
LINK_NAMES = tuple(field.name for field in fields(ProjectLinks))
