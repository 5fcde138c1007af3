"""The upgrade to version 4 finds out who uses whom."""

from plone import api
from Products.PloneSoftwareCenter.index.consistency.parts import differences
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from Products.PloneSoftwareCenter.tests.serials import loaded_serial
from Products.PloneSoftwareCenter.upgrades.v0004.uses import find_all
from Products.PloneSoftwareCenter.upload.by_path import publish_archive

import transaction


class TestUses(FollowingCase):
    def test_center_of_before_gets_what_a_new_one_has(self):
        wheel = make_wheel("top", "1.0", folder=self.folder, metadata_extra="Requires-Dist: base\n")
        publish_archive(self.center, wheel)
        index = center_index(self.center)
        index.users = None
        del index.names["top"].uses
        transaction.commit()
        setup = api.portal.get_tool("portal_setup")
        find_all(setup)
        self.assertEqual(list(index.users), [("base", "top")])
        self.assertEqual(list(differences(self.center)), [])
        transaction.commit()
        serial = loaded_serial(index.names["top"])
        find_all(setup)
        transaction.commit()
        self.assertEqual(loaded_serial(index.names["top"]), serial)
