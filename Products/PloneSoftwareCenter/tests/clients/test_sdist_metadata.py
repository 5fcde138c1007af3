"""pip reads what an sdist needs beside the sdist, but not where a build may say otherwise."""

from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.archives import metadata_text
from Products.PloneSoftwareCenter.tests.archives import tar_bytes
from Products.PloneSoftwareCenter.tests.clients.driving_pip import PipTest
from Products.PloneSoftwareCenter.tests.clients.watching import watch_requests


SETUP = """\
from setuptools import setup

setup(name="needy", version="1.0", py_modules=["needy"], install_requires=["base>=1"])
"""
FILE = "needy-1.0.tar.gz"


class TestSdistMetadata(PipTest):
    def publish_needy(self, metadata_extra):
        """Publish an sdist whose build needs ``base``, whatever its PKG-INFO says."""
        said = metadata_text("needy", "1.0", metadata_version="2.4", metadata_extra=metadata_extra)
        members = {"PKG-INFO": said, "setup.py": SETUP, "needy.py": ""}
        sdist = self.folder / FILE
        sdist.write_bytes(tar_bytes({f"needy-1.0/{path}": text for path, text in members.items()}))
        self.publish(sdist, make_wheel("base", "1.0", folder=self.folder))

    def install_needy(self):
        with watch_requests() as heard:
            self.assertEqual(set(self.install("needy")), {"needy", "base"})
        return heard

    def test_dependencies_that_are_fixed_are_read_before_the_sdist(self):
        self.publish_needy("Requires-Dist: base>=1\n")
        heard = self.install_needy()
        metadata, sdist = f"GET simple/needy/{FILE}.metadata", f"GET simple/needy/{FILE}"
        self.assertLess(heard.index(metadata), heard.index(sdist))
        self.assertLess(heard.index("GET simple/base/"), heard.index(sdist))

    def test_dependencies_that_a_build_adds_are_installed_too(self):
        self.publish_needy("Dynamic: Requires-Dist\n")
        heard = self.install_needy()
        self.assertNotIn(f"GET simple/needy/{FILE}.metadata", heard)
