"""Test layers: a Plone site with the add-on, also served over HTTP.

A member called like a constant below logs in with ``PASSWORD``.
"""

from plone import api
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import IntegrationTesting
from plone.app.testing import PLONE_FIXTURE
from plone.app.testing import PloneSandboxLayer
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.dexterity.utils import createContentInContainer
from plone.testing.zope import WSGIServer
from Products.PloneSoftwareCenter.batches import Batches
from Products.PloneSoftwareCenter.patches.parsing import serialize_parsing
from Products.PloneSoftwareCenter.road.filter import make_filter
from Products.PloneSoftwareCenter.webhooks.worker import WORKER

import Products.PloneSoftwareCenter


#: members of the site without any further role
MEMBERS = ("owen", "mary", "eve", "rita", "otto")
#: by what the tests use them for
OWNER, MAINTAINER, EVALUATOR, REVIEWER, OTHER = MEMBERS
PASSWORD = "Secret-of-tests-1"  # noqa: S105 (of users who exist in tests only)


def create_members(portal):
    """Add the members of the tests; id and log-in name are the same."""
    for name in MEMBERS:
        if api.user.get(userid=name) is None:
            api.user.create(username=name, email=f"{name}@example.org", password=PASSWORD)


def create_center(container, id="software", **fields):  # noqa: A002 (a content id)
    """Return a center that the test user makes, as a manager."""
    setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
    fields.setdefault("title", "Software")
    return api.content.create(container, "PloneSoftwareCenter", id, **fields)


def create_project(center, name, **fields):
    """Return a project made as a form makes it, by whoever is logged in.

    :param name: the main distribution name; empty for a project without one
    """
    fields.setdefault("title", name)
    if name:
        fields.setdefault("distributions", (name,))
    return createContentInContainer(center, "PSCProject", **fields)


def create_release(project, version, **fields):
    """Return a release made as a form makes it, by whoever is logged in."""
    return createContentInContainer(project, "PSCRelease", version=version, **fields)


class PSCLayer(PloneSandboxLayer):
    """A site with the add-on installed, a default workflow, and some members."""

    defaultBases = (PLONE_FIXTURE,)  # noqa: N815 (a layer's name for it)

    def setUpZope(self, app, configurationContext):  # noqa: N803
        """Load our ZCML."""
        serialize_parsing()
        self.loadZCML(package=Products.PloneSoftwareCenter)

    def setUpPloneSite(self, portal):
        """Install the add-on; without a default workflow everybody could see everything."""
        api.portal.get_tool("portal_workflow").setDefaultChain("simple_publication_workflow")
        applyProfile(portal, "Products.PloneSoftwareCenter:default")
        create_members(portal)


class FastServer(WSGIServer):
    """Zope behind the fast road, as it is installed; a cookie of any kind leads to Zope."""

    def setUpServer(self):
        """Listen at a port that the system chooses, each time that the layer is set up.

        A port that was looked for before may be somebody else's by then. And ``localhost``, which
        the layer calls itself, is another address than the first time where it has one of IPv6.
        """
        self.host, self.port = "127.0.0.1", 0
        super().setUpServer()

    def make_wsgi_app(self):
        app = make_filter(super().make_wsgi_app())
        # What waits to be written would outlive the database of its test.
        Batches.is_serving = False
        # Nor may a thread send what the tests of other layers have queued.
        WORKER.end()
        return app


PSC_FIXTURE = PSCLayer()
FAST_SERVER = FastServer()
PSC_INTEGRATION = IntegrationTesting(bases=(PSC_FIXTURE,), name="PloneSoftwareCenter:Integration")
PSC_FUNCTIONAL = FunctionalTesting(bases=(PSC_FIXTURE,), name="PloneSoftwareCenter:Functional")
PSC_HTTP = FunctionalTesting(bases=(PSC_FIXTURE, FAST_SERVER), name="PloneSoftwareCenter:HTTP")
