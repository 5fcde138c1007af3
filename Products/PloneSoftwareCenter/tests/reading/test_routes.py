"""What knows the addresses of readers, beside the one table."""

from Products.PloneSoftwareCenter.content import strangers
from Products.PloneSoftwareCenter.content.ids import RESERVED
from Products.PloneSoftwareCenter.reading.routes import ROUTES

import unittest


class TestRoutes(unittest.TestCase):
    def test_all_are_taken_from_plone_rest(self):
        self.assertEqual({*strangers.ROUTES, strangers.HISTORIC}, set(ROUTES))

    def test_no_project_takes_their_place(self):
        self.assertLessEqual(set(strangers.ROUTES), RESERVED)
