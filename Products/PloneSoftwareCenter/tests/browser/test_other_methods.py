"""Methods and URLs that nobody means, and that must not end in a server error."""

from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter


class TestOtherMethods(ServedCenter):
    def setUp(self):
        super().setUp()
        self.wheel = make_wheel("demo.app", "1.0", folder=self.folder)
        self.owner.upload(self.wheel)

    def test_methods_that_are_not_supported_are_405(self):
        for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "MKCOL"):
            for path in ("/simple/", "/simple/demo-app/", f"/simple/demo-app/{self.wheel.name}"):
                for client in (self.nobody, self.owner):
                    with self.subTest(method=method, path=path, user=client.user):
                        answer = client.request(method, path)
                        self.assertEqual(answer.status, 405, answer.body)
                        self.assertEqual(answer.headers["Allow"], "GET, HEAD")

    def test_form_without_an_action_is_told_what_is_missing(self):
        for path in ("", "/"):
            answer = self.owner.post([("name", "demo")], path)
            self.assertEqual(answer.status, 400)
            self.assertIn(":action", answer.text)

    def test_what_lies_behind_a_page_without_anything_behind_it(self):
        for path in ("/links/x", "/list_classifiers/x"):
            with self.subTest(path):
                answer = self.nobody.get(path)
                self.assertEqual(answer.status, 404)
                self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))

    def test_file_under_a_name_that_is_not_normalized(self):
        answer = self.nobody.get(f"/simple/Demo.App/{self.wheel.name}")
        self.assertEqual(answer.status, 301)
        self.assertEqual(answer.headers["Location"], f"../demo-app/{self.wheel.name}")
