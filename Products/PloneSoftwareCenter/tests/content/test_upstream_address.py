from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.fields import UpstreamAddress
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from zope.schema import ValidationError

import unittest


class TestUpstreamAddress(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.center = create_center(self.layer["portal"])
        self.center.public_address = "https://psc.example.org/software"
        self.field = IPloneSoftwareCenter["upstream"].bind(self.center)

    def test_other_indexes_are_accepted(self):
        for address in (
            "https://pypi.org/simple",
            "https://psc.example.org/other/simple",
            self.center.absolute_url() + "-2/simple",
            self.layer["portal"].absolute_url() + "/other/simple",
        ):
            with self.subTest(address):
                self.field.validate(address)

    def test_the_center_itself_is_refused(self):
        for address in (
            self.center.absolute_url(),
            self.center.absolute_url() + "/simple/",
            "https://psc.example.org/software/simple",
            "http://PSC.example.org/software/",
        ):
            with self.subTest(address), self.assertRaises(ValidationError) as caught:
                self.field.validate(address)
            self.assertIn("center itself", caught.exception.doc().default)

    def test_no_address_is_refused_with_a_sentence(self):
        with self.assertRaises(ValidationError) as caught:
            self.field.validate("https://ann:secret@pypi.org/simple")
        self.assertNotIn("secret", str(caught.exception.doc().default))

    def test_where_the_center_is_made_its_address_is_not_known(self):
        field = IPloneSoftwareCenter["upstream"].bind(self.layer["portal"])
        self.assertIsInstance(field, UpstreamAddress)
        field.validate("https://pypi.org/simple")

    def test_slash_at_the_end_is_dropped(self):
        self.center.upstream = " https://pypi.org/simple/ "
        self.assertEqual(self.center.upstream, "https://pypi.org/simple")
