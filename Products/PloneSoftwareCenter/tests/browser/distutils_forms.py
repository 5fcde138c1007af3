"""A center that is sent forms as setup.py register and upload send them."""

from Products.PloneSoftwareCenter.tests.forms import distutils_form
from Products.PloneSoftwareCenter.tests.forms import FORM
from Products.PloneSoftwareCenter.tests.served import ServedCenter


#: What ``register`` sends besides the action, in its order, with what it says for nothing.
FIELDS = {
    "metadata_version": "1.0",
    "name": "foo.bar",
    "version": "1.0",
    "summary": "A bar",
    "home_page": "https://example.org/bar",
    "author": "Jo",
    "author_email": "jo@example.org",
    "license": "UNKNOWN",
    "description": "One\ntwo",
    "keywords": "",
    "platform": "UNKNOWN",
    "download_url": "UNKNOWN",
}


class DistutilsForms(ServedCenter):
    """``self.send`` sends a form as ``register`` of every distutils does."""

    def send(self, action, fields=(), client=None, path="", content_type=FORM, **changes):
        """Send what FIELDS say, with some of them changed and further ones after them."""
        form = {":action": action, **FIELDS, **changes}
        body = distutils_form([*form.items(), *fields])
        return self.send_body(body, client, path, content_type)

    def send_body(self, body, client=None, path="", content_type=FORM):
        headers = {"Content-Type": content_type}
        return (client or self.owner).request("POST", path, body, headers)

    def assertAnswered(self, answer, *lines):
        found = (answer.status, answer.text.splitlines())
        self.assertEqual(found, (200, list(lines)))

    def assertRefused(self, answer, status, text):
        """See one plain sentence, and nothing stored."""
        self.assertEqual(answer.status, status, answer.text)
        self.assertEqual(answer.headers["Content-Type"], "text/plain; charset=utf-8")
        self.assertIn(text, answer.text)
        self.assertNotIn("Traceback", answer.text)
        self.assertNothingStored()
