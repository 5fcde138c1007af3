"""The plug-in of a site's user folder that logs in with API tokens.

A token logs in only while what Zope publishes is one of our views for programs. It is looked at
when credentials are extracted, each time: what follows may be kept by a user folder that caches.
"""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.interfaces import IProtocolView
from Products.PloneSoftwareCenter.tokens.grants import grant_of
from Products.PloneSoftwareCenter.tokens.header import presented_token
from Products.PloneSoftwareCenter.tokens.store import tokens_of
from Products.PloneSoftwareCenter.tokens.store import uid_of_site
from Products.PloneSoftwareCenter.tokens.uses import USES
from Products.PluggableAuthService.interfaces.plugins import IAuthenticationPlugin
from Products.PluggableAuthService.interfaces.plugins import IExtractionPlugin
from Products.PluggableAuthService.plugins.BasePlugin import BasePlugin
from zope.interface import implementer


PLUGIN_ID = "psc_tokens"
TITLE = "API tokens of software centers"
INTERFACES = (IExtractionPlugin, IAuthenticationPlugin)


@implementer(*INTERFACES)
class TokenPlugin(BasePlugin):
    """``acl_users/psc_tokens``."""

    meta_type = "Software Center Token Plugin"
    security = ClassSecurityInfo()

    def __init__(self, plugin_id=PLUGIN_ID, title=TITLE):
        self._setId(plugin_id)
        self.title = title

    @security.private
    def extractCredentials(self, request):
        """Return whose token a request has brought, if it opens what is published."""
        presented = presented_token(request)
        if presented is None or presented.text is None:
            return {}
        center = _published_center(request)
        if center is None:
            return {}
        token = tokens_of(center).get(presented.text.token_id)
        if token is None or not presented.text.fits(token.digest):
            return {}
        if token.is_expired():
            presented.refusal = f"This API token ended after {token.last_day}: make a new one."
            return {}
        users = self._users_of(token)
        user = users._verifyUser(users.plugins, user_id=token.user_id) if users else None
        if user is None:
            return {}
        presented.grant, presented.user_id = grant_of(token, center), token.user_id
        presented.users = users
        USES.note(token)
        # A user of the root is none that this folder could make; see ``login``.
        return {} if token.is_root_user else {"psc_user": (user["id"], user["login"])}

    @security.private
    def authenticateCredentials(self, credentials):
        """Return (id, log-in name) of what the extraction above has found."""
        user = credentials.get("psc_user")
        return user if user and credentials.get("extractor") == self.getId() else None

    def _users_of(self, token):
        """Return the user folder that the token's user is in; None: none that counts here."""
        pas = self._getPAS()
        if token.site_uid != uid_of_site(aq_parent(aq_inner(pas))):
            return None
        return pas.getPhysicalRoot().acl_users if token.is_root_user else pas


InitializeClass(TokenPlugin)


def _published_center(request):
    """Return the center whose view for programs Zope publishes; None: something else."""
    published = request.get("PUBLISHED")
    view = getattr(published, "__self__", published)
    if not IProtocolView.providedBy(view):
        return None
    center = getattr(view, "center", None)
    return center if IPloneSoftwareCenter.providedBy(center) else None


def install_plugin(site):
    """Have the plug-in in the user folder of a site, first among those that extract."""
    users = site.acl_users
    if PLUGIN_ID not in users.objectIds():
        users._setObject(PLUGIN_ID, TokenPlugin())
    for interface in INTERFACES:
        if PLUGIN_ID not in users.plugins.listPluginIds(interface):
            users.plugins.activatePlugin(interface, PLUGIN_ID)
            users.plugins.movePluginsTop(interface, [PLUGIN_ID])


def remove_plugin(site):
    """Take the plug-in out of the user folder of a site; tokens stay in their centers."""
    users = site.acl_users
    if PLUGIN_ID not in users.objectIds():
        return
    for interface in INTERFACES:
        if PLUGIN_ID in users.plugins.listPluginIds(interface):
            users.plugins.deactivatePlugin(interface, PLUGIN_ID)
    users._delObject(PLUGIN_ID)
