"""A center that takes uploads with API tokens only."""

from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.tokens.case import TokenCase


class TestPasswordUploads(TokenCase):
    def setUp(self):
        super().setUp()
        with self.changes():
            self.center.password_uploads = False
        self.sentence = (
            "This index takes uploads with an API token only, not with a password. Make a token at"
            f" {self.url}/tokens and send it with the user name __token__.\n"
        )

    def test_password_is_told_how_to_make_a_token(self):
        answer = self.owner.upload(self.wheel())
        self.assertEqual((answer.status, answer.text), (403, self.sentence))
        self.assertNothingStored()

    def test_register_too(self):
        fields = [("metadata_version", "1.0"), ("name", "demo"), ("version", "1.0")]
        self.assertEqual(self.owner.action("submit", fields).text, self.sentence)

    def test_managers_too(self):
        self.assertEqual(self.manager.upload(self.wheel()).status, 403)

    def test_wrong_password_is_told_nothing(self):
        answer = Client(self.url, OWNER, "wrong").upload(self.wheel())
        self.assertEqual(answer.status, 401)

    def test_token(self):
        answer = self.client_with(self.make_token()).upload(self.wheel())
        self.assertEqual(answer.status, 200, answer.text)

    def test_reading_with_a_password(self):
        self.make_private()
        self.assertEqual(self.owner.get("/simple/").status, 200)
