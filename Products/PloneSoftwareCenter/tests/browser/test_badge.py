"""The badges of a project over HTTP."""

from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter

import transaction


class TestBadge(ServedCenter):
    def setUp(self):
        super().setUp()
        wheel = make_wheel("demo", "1.0", folder=self.folder, requires_python=">=3.11")
        self.assertEqual(self.owner.upload(wheel).status, 200)

    def words(self, query=""):
        answer = self.nobody.get(f"/demo/badge.svg{query}")
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.headers["Content-Type"].startswith("image/svg+xml"))
        return answer.text.partition("<title>")[2].partition("</title>")[0]

    def test_each_kind_says_its_words(self):
        self.assertEqual(self.words(), "demo: 1.0")
        self.assertEqual(self.words("?show=version"), "demo: 1.0")
        self.assertEqual(self.words("?show=python"), "python: &gt;=3.11")
        self.assertEqual(self.words("?show=license"), "license: not said")
        self.assertEqual(self.words("?show=status"), "status: active")
        # anybody can write anything into an address
        self.assertEqual(self.words("?show=__class__"), "demo: 1.0")
        self.assertEqual(self.words("?show=a&show=b"), "demo: 1.0")

    def test_stable_release_counts_before_a_newer_alpha(self):
        self.owner.upload(make_wheel("demo", "2.0a1", folder=self.folder))
        self.assertEqual(self.words(), "demo: 1.0")

    def test_it_is_kept_for_a_while_and_then_asked_for_again(self):
        answer = self.nobody.get("/demo/badge.svg")
        self.assertEqual(answer.headers["Cache-Control"], "public, max-age=300")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", answer.headers["Content-Security-Policy"])
        again = self.nobody.get("/demo/badge.svg", If_None_Match=answer.headers["ETag"])
        self.assertEqual((again.status, again.body), (304, b""))

    def test_private_project_has_none_for_strangers(self):
        transaction.begin()
        set_state(self.center["demo"], PROJECT_WORKFLOW, "unapproved")
        transaction.commit()
        self.assertEqual(self.nobody.get("/demo/badge.svg").status, 404)
        answer = self.owner.get("/demo/badge.svg")
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.headers["Cache-Control"].startswith("private"))
