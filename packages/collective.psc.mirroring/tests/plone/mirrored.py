"""A center that is served and mirrored, for tests to inherit from."""

from collective.psc.mirroring.site import changes
from collective.psc.mirroring.site import keeper
from collective.psc.mirroring.site.keeper import Keeper
from collective.psc.mirroring.site.settings import set_path
from collective.psc.mirroring.tree import FORMATS
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.verify import verify
from plone.app.testing import FunctionalTesting
from plone.app.testing import PloneSandboxLayer
from Products.PloneSoftwareCenter.testing import FAST_SERVER
from Products.PloneSoftwareCenter.testing import PSC_FIXTURE
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from tests.sites import contents
from unittest import mock
from urllib.parse import quote

import collective.psc.mirroring.site


class MirrorLayer(PloneSandboxLayer):
    """The product's layer, and the package's ZCML."""

    defaultBases = (PSC_FIXTURE,)  # noqa: N815 (a layer's name for it)

    def setUpZope(self, app, configurationContext):  # noqa: N803
        self.loadZCML(package=collective.psc.mirroring.site)


FIXTURE = MirrorLayer()
FUNCTIONAL = FunctionalTesting(bases=(FIXTURE,), name="Mirroring:Functional")
HTTP = FunctionalTesting(bases=(FIXTURE, FAST_SERVER), name="Mirroring:HTTP")
#: in the tree alone: no address of the site has it
OURS = ("index", "index.sha256", "last-modified")


class MirroredCenter(ServedCenter):
    """``self.tree`` is that of ``self.center``; a test looks after it with ``self.keep``."""

    layer = HTTP

    def setUp(self):
        super().setUp()
        path = self.folder / "mirror"
        path.mkdir()
        self.tree = Tree(path)
        self.db = self.center._p_jar.db()
        self.path = self.center.getPhysicalPath()
        # the server of the layer has begun as a process that serves
        keeper.KEEPER.stop()
        # what a request wakes is not what a thread of another test keeps
        self.keeper = Keeper()
        self.enterContext(mock.patch("collective.psc.mirroring.site.changes.KEEPER", self.keeper))
        self.enterContext(mock.patch.object(keeper, "AGAIN", 0))
        # a request waits for another writer: on a busy machine that may take more than a second
        self.enterContext(mock.patch.object(changes, "PATIENCE", 600))
        with self.changes():
            self.center.public_address = self.url
            set_path(self.center, str(path))
        self.keep()

    def keep(self):
        """Do what the keeper does from time to time."""
        self.keeper.look(self.db)
        self.refresh()

    def publish(self, *archives):
        for archive in archives:
            answer = self.owner.upload(archive)
            self.assertEqual(answer.status, 200, answer.text)
        self.refresh()

    def served(self):
        """Return path -> bytes of what the tree has, but for what is the tree's own."""
        found = contents(self.tree.www)
        for path in OURS:
            found.pop(path, None)
        return found

    def assert_same(self):
        """See that each file of the tree is what the site answers, and that the tree is whole."""
        for path, data in self.served().items():
            folder, _, filename = path.rpartition("/")
            accept = FORMATS.get(filename, "*/*")
            address = path.removesuffix(".html")
            if filename in FORMATS:
                address = f"{folder}/"
            elif folder == "all":
                inside = next(self.tree.simple.glob(f"[a-z]*/{filename}"))
                address = f"simple/{inside.parent.name}/{filename}"
            answer = self.nobody.get(f"/{quote(address)}", Accept=accept)
            self.assertEqual((path, answer.status), (path, 200))
            self.assertEqual(answer.body, data, path)
        self.assertEqual(verify(self.tree), [])
