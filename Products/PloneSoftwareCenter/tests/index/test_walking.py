"""A walk through a center: in batches, left and gone on with, and asleep behind it."""

from Products.PloneSoftwareCenter.content.file import PSCFile
from Products.PloneSoftwareCenter.content.project import PSCProject
from Products.PloneSoftwareCenter.content.release import PSCRelease
from Products.PloneSoftwareCenter.index.consistency import parts
from Products.PloneSoftwareCenter.index.consistency.parts import batches
from Products.PloneSoftwareCenter.index.consistency.parts import count_keys
from Products.PloneSoftwareCenter.index.consistency.parts import Cursor
from Products.PloneSoftwareCenter.index.consistency.parts import differences
from Products.PloneSoftwareCenter.index.consistency.parts import differences_in
from Products.PloneSoftwareCenter.index.consistency.survey import Survey
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from unittest import mock

import transaction


CONTENT = (PSCProject, PSCRelease, PSCFile)


class TestWalking(FollowingCase):
    def setUp(self):
        super().setUp()
        self.enterContext(mock.patch.object(parts, "BATCH", 2))
        for number in range(5):
            create_project(self.center, f"demo{number}")
        transaction.commit()
        self.publish("demo1", "1.0")
        self.survey = Survey(self.center)

    def keys(self, after=None):
        return [(b.part.name, key) for b in batches(self.survey, after=after) for key in b.keys]

    def test_each_key_once(self):
        keys = self.keys()
        self.assertEqual(len(keys), len(set(keys)))
        self.assertEqual(len(keys), count_keys(self.survey))
        projects = [key for part, key in keys if part == "projects"]
        self.assertEqual(projects, [f"demo{number}" for number in range(5)])

    def test_can_be_gone_on_with_after_each_batch(self):
        keys = self.keys()
        for batch in batches(self.survey):
            rest = self.keys(after=batch.end)
            seen = keys[: len(keys) - len(rest)]
            self.assertEqual(seen[-1], (batch.part.name, batch.keys[-1]))

    def test_key_that_is_gone_meanwhile(self):
        self.assertEqual(self.keys(after=Cursor("projects", "demo22"))[0], ("projects", "demo3"))

    def test_content_is_let_go_of(self):
        cache = self.center._p_jar._cache
        self.center._p_jar.cacheMinimize()
        for batch in batches(self.survey):
            list(differences_in(self.survey, batch))
            awake = [one for _oid, one in cache.lru_items() if isinstance(one, CONTENT)]
            self.assertEqual(awake, [])

    def test_nothing_is_written(self):
        self.assertEqual(list(differences(self.center)), [])
        self.assertEqual(self.center._p_jar._registered_objects, [])
