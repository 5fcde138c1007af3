"""The projects that whoever asks owns or maintains, from what the catalog keeps of them."""

from AccessControl import getSecurityManager
from plone import api
from Products.PloneSoftwareCenter.finding.projects import FoundProjects
from Products.PloneSoftwareCenter.finding.question import Question
from Products.PloneSoftwareCenter.people.indexer import INDEX
from Products.PloneSoftwareCenter.people.indexer import token_of
from Products.PloneSoftwareCenter.people.interfaces import OWNER
from Products.PloneSoftwareCenter.people.interfaces import ROLES


#: states of projects that others do not see yet
WAITING = ("pending", "unapproved")


class OwnProjects(FoundProjects):
    """The answer to a question about one's own projects, whatever their states and statuses.

    :param center: that they are in; None: all of the site's
    """

    unlisted = ()

    def __init__(self, question, center=None, states=None):
        super().__init__(center, question, states)
        user = getSecurityManager().getUser()
        # Users of Zope's root folder have no groups.
        groups = user.getGroups() if hasattr(user, "getGroups") else ()
        self._holders = (user.getId(), *groups) if user.getId() else ()

    @property
    def waiting(self):
        """How many of them, without any question, are not public yet."""
        return sum(len(self._everything.intersection(self._having_state(one))) for one in WAITING)

    def is_owned(self, brain):
        """Say whether the asker, or a group of the asker's, owns a project that was found."""
        tokens = self.catalog._catalog.getIndex(INDEX).getEntryForObject(brain.getRID(), ())
        return any(token_of(OWNER, holder) in tokens for holder in self._holders)

    @property
    def _query(self):
        place = self.center if self.center is not None else api.portal.get()
        query = {
            "portal_type": "PSCProject",
            "path": "/".join(place.getPhysicalPath()),
            INDEX: [token_of(role, holder) for role in ROLES for holder in self._holders],
            # Dates of publication hide pages from others only.
            "show_inactive": True,
        }
        return {**query, "review_state": self.states} if self.states else query

    def _ask(self, text):
        # An empty question to an index is none: the catalog would return every project.
        return super()._ask(text) if self._holders else (frozenset(), {})


def works_in(center):
    """Say whether the asker owns or maintains a project of a center."""
    return OwnProjects(Question(), center).total > 0
