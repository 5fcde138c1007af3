"""Known good sets by plone.restapi, as content."""

from Products.PloneSoftwareCenter.tests.services.case import RestCase


MEMBERS = "demo-app==1.0\n"


class TestSets(RestCase):
    def make(self, status=201, client=None, **fields):
        body = {"@type": "PSCSet", "set_name": "stack", "version": "1.0", "members": MEMBERS}
        return self.send("POST", "", {**body, **fields}, client or self.manager, status)

    def test_a_set_is_made_published_and_frozen(self):
        made = self.make()
        self.assertEqual(made["@id"], f"{self.url}/stack-1.0")
        self.assertEqual(made["members"], MEMBERS)
        self.send("PATCH", "/stack-1.0", {"description": "Good."}, self.manager, 204)
        self.send("POST", "/stack-1.0/@workflow/publish", {}, self.manager)
        for fields in ({"members": "demo-app==1.1a1"}, {"version": "2.0"}, {"description": "x"}):
            answer = self.manager.request(
                "PATCH",
                "/stack-1.0",
                str(fields).replace("'", '"'),
                {"Accept": "application/json", "Content-Type": "application/json"},
            )
            self.assertIn(answer.status, (401, 403), answer.text)
        read = self.ask("/stack-1.0")
        self.assertEqual((read["set_name"], read["version"]), ("stack", "1.0"))
        self.assertEqual((read["members"], read["description"]), (MEMBERS, "Good."))
        self.assertEqual(read["review_state"], "published")

    def test_bad_sets_are_refused(self):
        for members, words in (
            ("none==1.0", "none 1.0: This index does not have it"),
            ("demo-app==1.0\ndemo_app==1.1a1", "is there twice"),
            ("demo-app", "no exact version"),
            ("", ""),
        ):
            with self.subTest(members):
                said = self.make(members=members, status=400)
                self.assertIn(words, str(said))
        self.make()
        self.assertIn("There is a set stack 1.0 already", str(self.make(status=400)))

    def test_members_may_not_make_sets_unless_they_are_contributors(self):
        self.make(client=self.other, status=403)
        with self.changes():
            self.center.manage_setLocalRoles("otto", ["Contributor"])
        self.make(client=self.other)
