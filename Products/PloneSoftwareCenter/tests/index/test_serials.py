"""The serials that mirrors follow, as somebody sees them who is not logged in."""

from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.pages import audience_of
from Products.PloneSoftwareCenter.index.pages import links_body
from Products.PloneSoftwareCenter.index.pages import list_body
from Products.PloneSoftwareCenter.index.pages import project_body
from Products.PloneSoftwareCenter.index.serials import list_serial
from Products.PloneSoftwareCenter.index.serials import list_with_serials
from Products.PloneSoftwareCenter.pypi.negotiation import HTML
from Products.PloneSoftwareCenter.pypi.negotiation import V1_JSON
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase

import contextlib
import transaction


class TestSerials(FollowingCase):
    def setUp(self):
        super().setUp()
        for name in ("first", "second"):
            self.publish(name, "1.0")

    @contextlib.contextmanager
    def nobody(self):
        logout()
        try:
            yield
        finally:
            login(self.portal, TEST_USER_NAME)

    def seen(self):
        """Return (serial of the list, {name: serial}) of everybody."""
        with self.nobody():
            found = list_with_serials(self.center)
            self.assertEqual(list_serial(self.center), found.serial)
        return found.serial, found.serials

    def set_state(self, name, state):
        set_state(self.center[name], PROJECT_WORKFLOW, state)
        transaction.commit()

    def test_list_has_the_largest_of_its_names(self):
        serial, serials = self.seen()
        self.assertEqual(list(serials), ["first", "second"])
        self.assertEqual(serial, serials["second"])
        self.assertGreater(serials["second"], serials["first"])

    def test_upload_moves_its_name_and_the_list(self):
        serial, serials = self.seen()
        self.publish("first", "1.1")
        new_serial, new_serials = self.seen()
        self.assertGreater(new_serial, serial)
        self.assertEqual(new_serials, {**serials, "first": new_serial})

    def test_name_that_comes_into_sight_is_newer_than_the_list_was(self):
        self.set_state("first", "unapproved")
        self.publish("second", "1.1")
        serial, serials = self.seen()
        self.assertEqual(list(serials), ["second"])
        self.set_state("first", "published")
        new_serial, new_serials = self.seen()
        self.assertGreater(new_serials["first"], serial)
        self.assertEqual(new_serial, new_serials["first"])

    def test_list_does_not_go_back_when_a_name_goes_out_of_sight(self):
        for what, step in (
            ("private", lambda: self.set_state("second", "unapproved")),
            ("deleted", lambda: api.content.delete(self.center["first"])),
        ):
            with self.subTest(what):
                serial, serials = self.seen()
                step()
                transaction.commit()
                new_serial, new_serials = self.seen()
                self.assertLess(len(new_serials), len(serials))
                self.assertGreater(new_serial, serial)

    def test_what_happens_to_a_private_project_moves_nothing(self):
        self.set_state("first", "unapproved")
        before = self.seen()
        self.publish("first", "1.1")
        self.assertEqual(self.seen(), before)
        api.content.delete(self.center["first"])
        transaction.commit()
        self.assertEqual(self.seen(), before)

    def test_who_sees_more_sees_its_serial(self):
        self.set_state("first", "unapproved")
        self.publish("first", "1.1")
        mine = list_with_serials(self.center)
        self.assertEqual(mine.serial, mine.serials["first"])
        self.assertGreater(mine.serial, self.seen()[0])

    def test_index_without_a_loss_has_no_stamp_of_one(self):
        index = center_index(self.center)
        self.assertIsNone(index.shrunk)
        self.seen()
        self.assertNotIn("shrunk", vars(index))

    def test_empty_center(self):
        for name in ("first", "second"):
            self.set_state(name, "unapproved")
        index = center_index(self.center)
        self.assertEqual(self.seen(), (index.shrunk.serial_number, {}))

    def test_names_that_are_not_committed_have_no_serial_yet(self):
        self.publish("third", "1.0")
        index = center_index(self.center)
        record = type(index.names["third"])("new", "new")
        self.assertEqual(record.serial_number, 0)
        self.assertEqual(project_body(record, V1_JSON).serial, 0)

    def test_pages_tell_their_serial(self):
        serial, serials = self.seen()
        with self.nobody():
            audience = audience_of(self.center)
            self.assertEqual(list_body(self.center, V1_JSON, audience).serial, serial)
            self.assertEqual(links_body(self.center, audience).serial, serial)
            self.assertIsNone(list_body(self.center, HTML, audience).serial)
        for media_type in (HTML, V1_JSON):
            page = project_body(find_record(self.center, "first"), media_type)
            self.assertEqual(page.serial, serials["first"])

    def test_names_in_html_are_another_page_only_when_they_are_others(self):
        def pages():
            audience = audience_of(self.center)
            return [list_body(self.center, kind, audience).etag for kind in (HTML, V1_JSON)]

        with self.nobody():
            html, json = pages()
        self.publish("first", "1.1")
        with self.nobody():
            new_html, new_json = pages()
        self.assertEqual(html, new_html)
        self.assertNotEqual(json, new_json)
