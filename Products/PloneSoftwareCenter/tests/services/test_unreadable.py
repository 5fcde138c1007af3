"""Bodies that Zope can't read, sent to services."""

from Products.PloneSoftwareCenter.tests.services.case import RestCase


class TestUnreadable(RestCase):
    def test_form_without_boundary_is_refused_in_json_of_its_length(self):
        # plone.rest had locked another body than the length was told of.
        headers = {"Accept": "application/json", "Content-Type": "multipart/form-data"}
        answer = self.owner.request("PATCH", "/demo-app", b"{}", headers)
        self.assertEqual(answer.status, 400, answer.text)
        self.assertEqual(int(answer.headers["Content-Length"]), len(answer.body))
        self.assertLessEqual({"type", "message"}, set(answer.json))

    def test_what_is_no_json(self):
        for body in (b"{", b"[]", b"\xff", b"3"):
            with self.subTest(body):
                headers = {"Accept": "application/json", "Content-Type": "application/json"}
                answer = self.owner.request("PATCH", "/demo-app/@status", body, headers)
                self.assertEqual(answer.status, 400, answer.text)
                self.assertIn("JSON", answer.json["message"])
