from plone import api
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION

import unittest


class TestTypes(unittest.TestCase):
    layer = PSC_INTEGRATION

    def test_manager_creates_the_whole_hierarchy(self):
        center = create_center(self.layer["portal"])
        project = create_project(center, "My.Project")
        release = create_release(project, "1.0")
        file = api.content.create(release, "PSCFile", "my_project-1.0.tar.gz")
        link = api.content.create(
            release, "PSCFileLink", title="Elsewhere", external_url="https://example.org/x.zip"
        )
        self.assertEqual(
            [ob.id for ob in (center, project, release, file, link)],
            ["software", "my-project", "1.0", "my_project-1.0.tar.gz", "elsewhere"],
        )
