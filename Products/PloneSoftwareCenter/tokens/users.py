"""The users to whom tokens belong."""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from dataclasses import dataclass
from plone import api
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.tokens.store import revoke_token
from Products.PloneSoftwareCenter.tokens.store import tokens_of
from Products.PluggableAuthService.interfaces.events import IPrincipalDeletedEvent
from zope.component import adapter
from zope.component.hooks import getSite


@dataclass(frozen=True)
class TokenUser:
    """A user who may have tokens: one that can be found without a password."""

    user_id: str
    is_root_user: bool

    def owns(self, token) -> bool:
        """Say whether a token is this user's."""
        return (token.user_id, token.is_root_user) == (self.user_id, self.is_root_user)


def current_token_user(site) -> TokenUser | None:
    """Return the user of this request; None: nobody is, or somebody who can't have tokens.

    Those are users of a folder of their own, Zope's emergency user, and users that no plug-in of
    the site enumerates: whether they are still there could not be told later.
    """
    user = getSecurityManager().getUser()
    if user.getId() is None:
        return None
    folder = aq_base(aq_parent(aq_inner(user)))
    if folder is aq_base(site.getPhysicalRoot().acl_users):
        return TokenUser(user.getId(), True)
    is_known = folder is aq_base(site.acl_users) and site.acl_users.getUserById(user.getId())
    return TokenUser(user.getId(), False) if is_known else None


@adapter(IPrincipalDeletedEvent)
def forget_user(event):
    """Revoke the tokens of a user who is deleted: somebody else may get the same id."""
    site = getSite()
    if site is None or not hasattr(aq_base(site), "acl_users"):
        return
    user = TokenUser(str(event.principal), False)
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(
        object_provides=IPloneSoftwareCenter.__identifier__
    ):
        center = brain._unrestrictedGetObject()
        for token in [one for one in tokens_of(center).values() if user.owns(one)]:
            revoke_token(center, token)
