"""Make a site with a software center when a server starts on a database without one.

This happens only where ``PSC_AUTOSETUP=1`` asks for it (as ``python3 bootstrap.py start`` does),
and with one instance alone on the database: two would both make the site.
"""

from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from pathlib import Path
from plone.dexterity.utils import createContentInContainer
from Products.CMFCore.utils import getToolByName
from Products.CMFPlone.factory import addPloneSite
from Products.PloneSoftwareCenter.interfaces import IPloneSoftwareCenterLayer
from Products.PloneSoftwareCenter.setuphandlers.first_content import publish_first_content
from Products.PluggableAuthService.interfaces.authservice import IPluggableAuthService
from Products.PluggableAuthService.interfaces.plugins import IAuthenticationPlugin
from Testing.makerequest import makerequest
from zope.component import adapter
from zope.component.hooks import setSite
from zope.globalrequest import clearRequest
from zope.globalrequest import setRequest
from zope.interface import alsoProvides
from zope.processlifetime import IProcessStarting

import logging
import os
import secrets
import signal
import sys
import transaction
import Zope2


logger = logging.getLogger(__name__)

ADMIN = "admin"
SITE_ID = "Plone"
CENTER_ID = "software"
#: what makes a site a Classic UI one, then ourselves
PROFILES = (
    "plone.app.contenttypes:default",
    "plone.app.layout:default",
    "plonetheme.barceloneta:default",
    "Products.PloneSoftwareCenter:default",
)


@adapter(IProcessStarting)
def set_up_at_start(event):
    """Make what is missing, before the server takes requests."""
    if os.environ.get("PSC_AUTOSETUP") != "1":
        return
    # the server knows how to close its database at SystemExit, and nothing of SIGTERM
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    waiting = os.environ.get("PSC_FIRST_CONTENT")
    app = makerequest(Zope2.app())
    try:
        set_up(app, os.environ.pop("PSC_ADMIN_PASSWORD", ""), Path(waiting) if waiting else None)
    finally:
        transaction.abort()
        noSecurityManager()
        clearRequest()
        setSite(None)
        app._p_jar.close()


def set_up(app, password, waiting=None):
    """Make the account, the site and the center that are missing, in one transaction.

    :param app: the root of the database, with a request
    :param password: what the administrator's password shall be; empty: as it is, or random
    :param waiting: directory of archives to publish afterwards, or None
    """
    alsoProvides(app.REQUEST, IPloneSoftwareCenterLayer)
    setRequest(app.REQUEST)
    random_password = provide_administrator(app, password)
    newSecurityManager(None, app.acl_users.getUser(ADMIN).__of__(app.acl_users))
    is_new = SITE_ID not in app.objectIds()
    if is_new:
        site = make_site(app)
    else:
        site = app[SITE_ID]
        setSite(site)
    if random_password:
        # told before it counts: a password that nobody has read would be of no use
        tell(f"log in as {ADMIN} with the password {random_password} (shown this once)")
    transaction.commit()
    if waiting is not None and CENTER_ID in site.objectIds():
        publish_first_content(site[CENTER_ID], waiting)


def tell(sentence):
    """Write to the terminal, and to no log."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def provide_administrator(app, password):
    """Have an administrator, with this password if one is given.

    :returns: the random password of a new administrator, else None.
    """
    users = app.acl_users
    if users.getUser(ADMIN) is None:
        chosen = password or secrets.token_urlsafe(12)
        users._doAddUser(ADMIN, chosen, ["Manager"], [])
        logger.info("Made the account %s.", ADMIN)
        return None if password else chosen
    if password and not is_password(users, password):
        change_password(users, password)
        logger.info("Changed the password of %s.", ADMIN)
    return None


def is_password(users, password):
    """Whether the administrator logs in with this password."""
    if not IPluggableAuthService.providedBy(users):
        return users.getUser(ADMIN).authenticate(password, None)
    credentials = {"login": ADMIN, "password": password}
    plugins = users.plugins.listPlugins(IAuthenticationPlugin)
    return any(plugin.authenticateCredentials(credentials) for _, plugin in plugins)


def change_password(users, password):
    """Give the administrator this password.

    The root of Zope begins with a plain user folder; its first Plone site puts a PAS there.
    """
    if IPluggableAuthService.providedBy(users):
        users.users.updateUserPassword(ADMIN, password)
    else:
        users._doChangeUser(ADMIN, password, ["Manager"], [])


def make_site(app):
    """Return a new Classic UI site with an open center."""
    # a thousand lines on Plone's own steps would bury the few that somebody waits for
    logging.disable(logging.WARNING)
    try:
        site = addPloneSite(
            app,
            SITE_ID,
            title="Software",
            extension_ids=PROFILES,
            default_language="en",
            portal_timezone="UTC",
        )
    finally:
        logging.disable(logging.NOTSET)
    center = createContentInContainer(
        site,
        "PloneSoftwareCenter",
        checkConstraints=False,
        id=CENTER_ID,
        title="Software Center",
        description="Projects, their releases, and an index to install them from.",
    )
    workflow = getToolByName(site, "portal_workflow")
    state = workflow.getInfoFor(center, "review_state")
    logger.info("Made the site /%s with the center %s (%s).", SITE_ID, CENTER_ID, state)
    return site
