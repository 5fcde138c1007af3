"""A site that is stocked once, and those who watch what changes in it."""

from plone import api
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import login
from plone.app.testing import PloneSandboxLayer
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import FAST_SERVER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.testing import PSC_FIXTURE
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tokens.limits import LIMITS
from Products.PloneSoftwareCenter.upload.archive import upload_from_archive
from Products.PloneSoftwareCenter.upload.receive import receive

import contextlib
import dataclasses
import plone.restapi
import tempfile
import transaction
import unittest


HUSH = "hush-1.0-py3-none-any.whl"
#: a name of the same length that never was
NEVER = "gone"

V1_JSON = "application/vnd.pypi.simple.v1+json"

#: who sees: among the watchers
ALL = ("nobody", "member")
MEMBER = ("member",)
NONE = ()

#: what is told of a project, by the words ``hush`` and ``1.0``
PAGES = ("/simple/hush/", f"/simple/hush/?format={V1_JSON.replace('+', '%2B')}")
#: what is told of a release
OF_RELEASE = (
    f"/simple/hush/{HUSH}",
    f"/simple/hush/{HUSH}.metadata",
    f"/simple/hush/{HUSH}.asc",
    "/pypi/hush/json",
    "/pypi/hush/1.0/json",
    f"/packages/hush/{HUSH}",
    f"/packages/py3/h/hush/{HUSH}",
)
#: what leads on, there or not
MOVED = ("/++simple++/hush/", "/simple/Hush", "/pypi/Hush/json", f"/simple/HUSH/{HUSH}")
#: what tells of all projects
LISTS = ("/simple/", f"/simple/?format={V1_JSON.replace('+', '%2B')}", "/links")

#: what Zope and the server say of themselves
ITSELF = ("date", "server", "via", "x-powered-by")


class StockedLayer(PloneSandboxLayer):
    """A public folder ``place`` with a public center, and in it ``hush`` and ``loud``."""

    defaultBases = (PSC_FIXTURE,)  # noqa: N815 (a layer's name for it)

    def setUpZope(self, app, configurationContext):  # noqa: N803
        """Load the doors of plone.restapi, which Plone itself brings along."""
        self.loadZCML(package=plone.restapi)

    def setUpPloneSite(self, portal):
        """Publish two wheels with signatures."""
        applyProfile(portal, "plone.restapi:default")
        login(portal, TEST_USER_NAME)
        setRoles(portal, TEST_USER_ID, ["Manager"])
        place = api.content.create(portal, "Folder", "place")
        api.content.transition(place, "publish")
        center = create_center(place)
        transaction.commit()
        with tempfile.TemporaryDirectory() as folder:
            publish(center, make_wheel("hush", "1.0", folder=folder))
            publish(center, make_wheel("loud", "1.0", folder=folder))


def publish(center, path):
    """Publish an archive with a signature."""
    with open(path, "rb") as stream:
        upload = upload_from_archive(path.name, stream)
        receive(center, dataclasses.replace(upload, gpg_signature=b"-----BEGIN PGP SIGNATURE-----"))


STOCKED = StockedLayer()
WATCHED = FunctionalTesting(bases=(STOCKED, FAST_SERVER), name="PloneSoftwareCenter:Watched")


class ViaZope(Client):
    """Nobody, by way of Zope: a request with any cookie is Zope's."""

    def request(self, method, path="", body=None, headers=()):
        """Send a request with a cookie that means nothing."""
        return super().request(method, path, body, {"Cookie": "i=am", **dict(headers)})


class WatchedSite(unittest.TestCase):
    """``self.watchers`` are nobody by either road, and a member who was given nothing."""

    layer = WATCHED

    def setUp(self):
        LIMITS.forget()
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        transaction.commit()
        self.place = self.portal["place"]
        self.center = self.place["software"]
        self.project = self.center["hush"]
        self.watch("/plone/place/software")

    def watch(self, path):
        """Have the watchers ask a center."""
        url = f"http://{self.layer['host']}:{self.layer['port']}{path}"
        self.nobody = Client(url)
        self.member = Client(url, OTHER, PASSWORD)
        self.manager = Client(url, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        self.watchers = {
            "nobody": self.nobody,
            "nobody by way of Zope": ViaZope(url),
            "member": self.member,
        }
        self._never = {}

    @contextlib.contextmanager
    def changes(self):
        """Change content as the test user, for the server to see."""
        transaction.begin()
        yield
        transaction.commit()
        self._never.clear()

    def sees(self, who, seen):
        return who.split()[0] in seen

    def assertSeen(self, seen, paths=(*PAGES, *OF_RELEASE), refusal=404, lists=True):
        """See who is told of ``hush``; to all others it is what never was.

        :param seen: ``nobody``, ``member``
        :param refusal: what those get who see nothing: 404, or 401 for nobody and 403 for members
        :param lists: whether the lists tell the same
        """
        for who, client in self.watchers.items():
            status = 403 if refusal == 401 and who == "member" else refusal
            for path in paths:
                answer = client.get(path)
                if self.sees(who, seen):
                    self.assertEqual(answer.status, 200, f"{who} at {path}")
                else:
                    self.assertEqual(answer.status, status, f"{who} at {path}")
                    self.assertAsNever(who, path, answer)
            # By the road that is quick, since Zope's answers come from the same function.
            for path in MOVED if who == "nobody" and not self.sees(who, seen) else ():
                self.assertAsNever(who, path, client.get(path))
            if lists:
                self.assertLists(who, seen, refusal)

    def assertAsNever(self, who, path, answer):
        """See that an answer is that of a name that never was, header by header."""
        if (who, path) not in self._never:
            never = path.replace("hush", NEVER).replace("Hush", "Gone").replace("HUSH", "GONE")
            self._never[who, path] = told(self.watchers[who].get(never))
        status, headers, body = self._never[who, path]
        body = body.replace(NEVER.encode(), b"hush")
        headers = [(name, value.replace(NEVER, "hush")) for name, value in headers]
        self.assertEqual(told(answer), (status, headers, body), f"{who} at {path}")

    def assertLists(self, who, seen, refusal=404):
        """See whether the lists tell of ``hush``."""
        for path in LISTS:
            answer = self.watchers[who].get(path)
            if answer.status == 200:
                self.assertEqual(b"hush" in answer.body, self.sees(who, seen), f"{who} at {path}")
            else:
                self.assertEqual(answer.status, 403 if who == "member" else 401)
                self.assertEqual(refusal, 401, f"{who} at {path}")


def told(answer):
    """Return all of an answer that tells anything."""
    headers = ((name.lower(), value) for name, value in answer.headers.items())
    return (
        answer.status,
        sorted((name, value) for name, value in headers if name not in ITSELF),
        answer.body,
    )
