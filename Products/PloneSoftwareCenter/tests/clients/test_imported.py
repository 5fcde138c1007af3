"""What ``psc import`` took from a folder, installed by pip and uv with the hashes of the folder.

``benchmarks/plone_from_center.py`` does the same with all of Plone.
"""

from Products.PloneSoftwareCenter.importing.results import take_all
from Products.PloneSoftwareCenter.importing.stock import pieces
from Products.PloneSoftwareCenter.importing.stock import survey
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import BIN
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest
from Products.PloneSoftwareCenter.tests.clients.driving import sha256

import sys


class TestImported(ClientTest):
    def setUp(self):
        super().setUp()
        stock = self.folder / "stock"
        needs = "Requires-Dist: lib\n"
        archives = [
            make_wheel("app", "1.0", folder=stock, metadata_extra=needs),
            make_sdist("lib", "2.0", folder=stock / "more"),
        ]
        make_wheel("lib", "3.0", folder=stock)
        found = survey(stock)
        with self.changes():
            results = list(
                take_all(
                    self.center,
                    pieces(found),
                    lambda piece: (stock / piece.place).open("rb"),
                    (OWNER,),
                )
            )
        self.assertEqual([one.outcome for one in results], ["imported"] * 3)
        lines = [
            f"{name} --hash=sha256:{sha256(path)}"
            for name, path in zip(("app==1.0", "lib==2.0"), archives, strict=True)
        ]
        self.requirements = self.folder / "requirements.txt"
        self.requirements.write_text("\n".join([f"--index-url {self.simple}", *lines, ""]))

    def assertInstalled(self, *command):
        target = self.folder / "target"
        words = ("--no-build-isolation", "--require-hashes", "-r", self.requirements)
        self.succeed(*command, "--target", target, *words)
        for name, version in (("app", "1.0"), ("lib", "2.0")):
            module = (target / f"psc_{name}.py").read_text()
            self.assertIn(f"VERSION = '{version}'", module)

    def test_pip(self):
        self.assertInstalled(sys.executable, "-m", "pip", "install", "-q")

    def test_uv(self):
        self.assertInstalled(BIN / "uv", "pip", "install", "--python", sys.executable)
