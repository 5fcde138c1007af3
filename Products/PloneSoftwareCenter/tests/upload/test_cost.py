"""What an upload asks of the catalog: a page in the search is most of what a new project costs."""

from Products.CMFPlone.CatalogTool import CatalogTool
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from unittest import mock

import transaction


class TestCost(FollowingCase):
    def cataloged(self, name, version):
        """Return what an upload puts into the catalog: (id, indexes; empty: all of them)."""
        found = []
        real = CatalogTool.catalog_object

        def catalog_object(tool, content, uid=None, idxs=None, *rest, **more):
            found.append((content.getId(), sorted(idxs or ())))
            return real(tool, content, uid, idxs, *rest, **more)

        with mock.patch.object(CatalogTool, "catalog_object", catalog_object):
            self.publish(name, version)
            transaction.commit()
        return found

    def test_a_new_project_is_cataloged_once(self):
        self.assertEqual(self.cataloged("demo", "1.0"), [("demo", [])])

    def test_an_older_release_is_not_cataloged(self):
        self.publish("demo", "2.0")
        self.assertEqual(self.cataloged("demo", "1.0"), [])
