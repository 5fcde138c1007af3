from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.center import PloneSoftwareCenter
from Products.PloneSoftwareCenter.content.file import IPSCFile
from Products.PloneSoftwareCenter.content.file import PSCFile
from Products.PloneSoftwareCenter.content.filelink import IPSCFileLink
from Products.PloneSoftwareCenter.content.filelink import PSCFileLink
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.project import PSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.content.release import PSCRelease
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder

import unittest


TYPES = {
    IPloneSoftwareCenter: PloneSoftwareCenter,
    IPSCProject: PSCProject,
    IPSCRelease: PSCRelease,
    IPSCFile: PSCFile,
    IPSCFileLink: PSCFileLink,
}


def fields():
    for schema, factory in TYPES.items():
        for name, field in getFieldsInOrder(schema):
            yield schema, factory, name, field


class TestSchemas(unittest.TestCase):
    def test_a_new_object_has_the_defaults_without_asking_the_schema(self):
        for schema, factory, name, field in fields():
            with self.subTest(schema=schema.__name__, name=name):
                self.assertTrue(hasattr(factory, name))
                found = getattr(factory, name)
                expected = field.default if field.default is not None else (None, "", 0, False)
                if isinstance(expected, tuple) and field.default is None:
                    self.assertIn(found, expected)
                else:
                    self.assertEqual(found, expected)

    def test_defaults_are_good_values(self):
        for schema, _factory, name, field in fields():
            default = field.default
            if default is None or not hasattr(field, "constraint"):
                continue
            with self.subTest(schema=schema.__name__, name=name):
                self.assertTrue(field.constraint(default))

    def test_titles_are_messages_of_our_domain(self):
        for schema, _factory, name, field in fields():
            with self.subTest(schema=schema.__name__, name=name):
                for text, prefix in ((field.title, "label_"), (field.description, "help_")):
                    if not text:
                        continue
                    self.assertIsInstance(text, Message)
                    self.assertEqual(text.domain, "plonesoftwarecenter")
                    self.assertTrue(text.startswith(prefix), text)
                    self.assertTrue(text.default)

    def test_folders_of_a_center_keep_no_list_of_all_ids(self):
        for factory in (PloneSoftwareCenter, PSCProject, PSCRelease):
            self.assertEqual(factory._ordering, "unordered")

    def test_what_older_sites_required_is_not(self):
        for name in ("categories", "contact_address"):
            self.assertFalse(IPSCProject[name].required)
        for name in ("license", "compatibility", "description"):
            self.assertFalse(IPSCRelease[name].required)
