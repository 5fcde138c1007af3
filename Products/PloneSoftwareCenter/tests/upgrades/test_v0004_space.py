"""The upgrade to version 4 counts the bytes of files."""

from plone import api
from Products.PloneSoftwareCenter.index.consistency.parts import differences
from Products.PloneSoftwareCenter.index.counts import stored_of_center
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from Products.PloneSoftwareCenter.tests.serials import loaded_serial
from Products.PloneSoftwareCenter.upgrades.v0004.space import count_all

import transaction


class TestSpace(FollowingCase):
    def test_center_of_before_gets_what_a_new_one_has(self):
        for name in ("one", "two"):
            self.publish(name, "1.0")
        wanted = stored_of_center(self.center)
        index = center_index(self.center)
        index.stored = None
        for record in index.names.values():
            del record.stored
        transaction.commit()
        self.assertEqual(stored_of_center(self.center), 0)
        # one that comes before the upgrade
        self.publish("three", "1.0")
        more = stored_of_center(self.center)
        setup = api.portal.get_tool("portal_setup")
        count_all(setup)
        self.assertEqual(stored_of_center(self.center), wanted + more)
        self.assertEqual(list(differences(self.center)), [])
        transaction.commit()
        serials = [loaded_serial(record) for record in index.names.values()]
        count_all(setup)
        transaction.commit()
        self.assertEqual([loaded_serial(record) for record in index.names.values()], serials)
