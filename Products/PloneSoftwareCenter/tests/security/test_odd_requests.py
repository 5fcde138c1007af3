"""Requests that no client sends, but that anybody can: an answer, and never a server error."""

from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter


class TestFormat(ServedCenter):
    def test_format_that_is_no_text_counts_as_none(self):
        for query in ("format=a&format=b", "format:int=3", "format:list=x", "format:record=x"):
            with self.subTest(query):
                answer = self.nobody.get(f"/simple/?{query}")
                self.assertEqual(answer.status, 200)
                self.assertEqual(answer.headers["Content-Type"], "text/html; charset=utf-8")


class TestAction(ServedCenter):
    def test_action_that_is_not_utf_8_is_the_clients_fault(self):
        for client in (self.owner, self.nobody):
            with self.subTest(client.user):
                answer = client.post([(":action", b"file\xffupload"), ("name", "demo")])
                self.assertEqual(answer.status, 400, answer.body)
                self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))


class TestDownloadLink(ServedCenter):
    def test_address_that_no_page_may_link_is_refused(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        answer = self.owner.upload(wheel, [("download_url", "javascript:alert(1)")])
        self.assertEqual(answer.status, 400, answer.body)
        self.assertIn("is not a valid url", answer.text)
        self.assertNothingStored()
