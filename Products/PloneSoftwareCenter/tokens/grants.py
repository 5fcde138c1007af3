"""What a token opens, and the user who is narrowed to it.

The user of a request with a token is the token's user as that is at this moment, with every right
cut off that the token does not cover. Whoever asks Zope for a right is therefore answered for the
token; only what no right tells (whether it is for uploads) is asked here.
"""

from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from Acquisition import aq_parent
from copy import copy
from dataclasses import dataclass
from dataclasses import field
from functools import lru_cache
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.tokens.store import UPLOAD


@dataclass(frozen=True)
class Grant:
    """What a token opens."""

    token_id: str
    #: as its user calls it
    name: str
    #: the only center, without a wrapper: it is asked often, and its UID is dear to find
    center: object = field(repr=False)
    #: UIDs of the only projects in it; empty: all of the center
    projects: frozenset[str]
    #: whether it opens more than reading
    is_for_uploads: bool

    @property
    def is_for_projects(self) -> bool:
        """Whether it opens only some projects."""
        return bool(self.projects)

    def covers(self, content) -> bool:
        """Say whether it opens the center, a project, or something in a project."""
        project = None
        for place in aq_chain(aq_inner(content)):
            if IPSCProject.providedBy(place):
                project = place
            elif IPloneSoftwareCenter.providedBy(place):
                is_here = aq_base(place) is self.center
                return is_here and (project is None or self._covers(project))
        return False

    def _covers(self, project) -> bool:
        return not self.projects or self.covers_project(project.UID())

    def covers_project(self, uid) -> bool:
        """Say whether it opens a project of its center; None is one that is not there yet."""
        return not self.projects or uid in self.projects


def grant_of(token, center) -> Grant:
    """Return what a token of a center opens."""
    return Grant(
        token_id=token.token_id,
        name=token.name,
        center=aq_base(center),
        projects=frozenset(token.projects),
        is_for_uploads=token.kind == UPLOAD,
    )


def log_in_narrowed(user, grant) -> None:
    """Make a user the one of this request, with no right that a grant does not cover.

    :param user: in the user folder that it comes from
    """
    # a copy: some user folders keep theirs for the next request
    narrowed = copy(aq_base(user))
    narrowed.__class__ = _narrowed_class(type(narrowed))
    narrowed.psc_grant = grant
    newSecurityManager(None, narrowed.__of__(aq_parent(aq_inner(user))))


def current_grant() -> Grant | None:
    """Return what the token of this request opens; None: nobody has logged in with one."""
    return getattr(aq_base(getSecurityManager().getUser()), "psc_grant", None)


@lru_cache(maxsize=32)
def _narrowed_class(user_class):
    """Return a class of users whose rights end where ``psc_grant`` does."""

    class NarrowedUser(user_class):
        def allowed(self, object, object_roles=None):  # noqa: A002 (AccessControl's names)
            """Say whether the user has one of these roles there.

            What everybody may, a token may.
            """
            if object_roles is None or "Anonymous" in object_roles:
                return 1
            return super().allowed(object, object_roles) if self.psc_grant.covers(object) else 0

        def getRolesInContext(self, object):  # noqa: A002 (AccessControl's names)
            """Return the roles that the user has there through the token."""
            covered = self.psc_grant.covers(object)
            return super().getRolesInContext(object) if covered else ["Anonymous"]

    return NarrowedUser
