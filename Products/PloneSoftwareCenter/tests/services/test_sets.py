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

    def test_sets_are_listed_with_their_texts_and_one_with_its_members(self):
        self.make()
        self.send("POST", "/stack-1.0/@workflow/publish", {}, self.manager)
        self.make(version="1.1", description="Newer.")
        self.make(set_name="Other.Set")
        for client, names in (
            (self.nobody, ["stack"]),
            (self.manager, ["Other.Set", *2 * ["stack"]]),
        ):
            listed = self.ask("/@sets", client)
            self.assertEqual([one["name"] for one in listed["items"]], names)
            self.assertEqual(listed["items_total"], len(names))
        of_name = self.ask("/@sets/Stack", self.manager)
        self.assertEqual([one["version"] for one in of_name["items"]], ["1.0", "1.1"])
        self.assertEqual(of_name["items"][1]["description"], "Newer.")
        self.assertEqual(self.ask("/@sets/stack")["items_total"], 1)
        one = self.ask("/@sets/stack/1.0.0")
        self.assertEqual(one["@id"], f"{self.url}/stack-1.0")
        self.assertEqual(one["review_state"], "published")
        for url in one["texts"].values():
            answer = self.nobody.get(url.removeprefix(self.url))
            self.assertEqual(answer.status, 200)
        (member,) = one["items"]
        self.assertEqual((member["name"], member["version"]), ("demo-app", "1.0"))
        self.assertEqual((member["yanked"], member["fault"]), (False, ""))
        files = self.ask("/@releases/demo-app/1.0")["items"]
        self.assertEqual(
            sorted(member["sha256"]), sorted(file["digests"]["sha256"] for file in files)
        )

    def test_a_set_that_the_asker_may_not_view_is_none(self):
        self.make()
        for path in ("stack", "stack/1.0", "none", "none/1.0", "stack/x", "stack/1.0/more"):
            with self.subTest(path):
                self.assertEqual(self.refused("GET", f"/@sets/{path}", status=404), "Not found.")

    def test_odd_values_are_refused(self):
        self.make()
        for body in (
            {"members": {"data": []}},
            {"version": []},
            {"layout": "nonsense"},
            {"layout": {}},
            {"ordering": 5},
            {"sort": {"on": "id"}},
        ):
            with self.subTest(body):
                self.refused("PATCH", "/stack-1.0", body, self.manager)
                self.make(status=400, **{"version": "2.0", **body})

    def test_members_may_not_make_sets_unless_they_are_contributors(self):
        self.make(client=self.other, status=403)
        with self.changes():
            self.center.manage_setLocalRoles("otto", ["Contributor"])
        self.make(client=self.other)
