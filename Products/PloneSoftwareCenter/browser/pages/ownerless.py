"""The projects of a center that nobody owns, for managers."""

from dataclasses import dataclass
from functools import cached_property
from Products.Five.browser import BrowserView
from Products.PloneSoftwareCenter.browser.pages.people import name_of
from Products.PloneSoftwareCenter.people.interfaces import MAINTAINER
from Products.PloneSoftwareCenter.people.ownerless import projects_without_owner
from Products.PloneSoftwareCenter.people.owners import owners_of
from Products.PloneSoftwareCenter.people.owners import roles_in

import itertools


#: how many projects one page shows
SHOWN = 200


@dataclass(frozen=True)
class Row:
    """A project in the list."""

    title: str
    url: str
    #: who has left, as far as roles still tell; one text
    gone: str
    #: one text
    maintainers: str


class OwnerlessPage(BrowserView):
    """``<center>/ownerless``."""

    def __call__(self):
        """Show the page."""
        self.request.response.setHeader("Cache-Control", "no-store")
        return self.index()

    @cached_property
    def rows(self):
        """The projects, at most ``SHOWN``."""
        return [_row(project) for project in self._found[:SHOWN]]

    @property
    def has_more(self):
        """Are there more than are shown?"""
        return len(self._found) > SHOWN

    @cached_property
    def _found(self):
        return list(itertools.islice(projects_without_owner(self.context), SHOWN + 1))


def _row(project):
    maintainers = sorted(holder for holder, role in roles_in(project) if role == MAINTAINER)
    return Row(
        title=project.Title(),
        url=f"{project.absolute_url()}/@@people",
        gone=", ".join(owners_of(project)),
        maintainers=", ".join(name_of(holder) for holder in maintainers),
    )
