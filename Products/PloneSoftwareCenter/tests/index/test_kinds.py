"""Which kinds of files a project has, kept ready for the catalog."""

from plone import api
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import PSC_FUNCTIONAL
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.serials import loaded_serial
from Products.PloneSoftwareCenter.upload.by_path import publish_archive

import transaction
import unittest


class TestKinds(unittest.TestCase):
    layer = PSC_FUNCTIONAL

    def setUp(self):
        self.center = create_center(self.layer["portal"])
        transaction.commit()
        for path in (
            make_wheel("demo", "1.0"),
            make_sdist("demo", "1.0"),
            make_wheel("demo", "1.1"),
        ):
            publish_archive(self.center, path)
        self.project = self.center["demo"]

    def found(self, kind):
        return len(api.content.find(psc_facets=f"kind:{kind}"))

    def test_kinds_are_those_of_the_files(self):
        self.assertEqual(self.project.file_kinds, ("bdist_wheel", "sdist"))
        self.assertEqual((self.found("sdist"), self.found("bdist_egg")), (1, 0))

    def test_next_file_of_a_kind_writes_nothing_on_the_project(self):
        before = loaded_serial(self.project)
        publish_archive(self.center, make_wheel("demo", "1.1", tag="py2-none-any"))
        self.assertEqual(loaded_serial(self.project), before)

    def test_last_file_of_a_kind_takes_it_along(self):
        self.project["1.0"].manage_delObjects(["demo-1.0.tar.gz"])
        self.assertEqual(self.project.file_kinds, ("bdist_wheel",))
        self.assertEqual(self.found("sdist"), 0)

    def test_release_takes_the_kinds_of_its_files_along(self):
        self.project.manage_delObjects(["1.0"])
        self.assertEqual(self.project.file_kinds, ("bdist_wheel",))
