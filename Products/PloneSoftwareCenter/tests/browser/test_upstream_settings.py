"""Reserved names and the upstream, as managers set them: in the form."""

from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.PloneSoftwareCenter.tests.browser.test_forms import FormCase


UPSTREAM = "https://pypi.org/simple"


class TestForm(FormCase):
    def edit(self, **values):
        self.browser = self.browser_of(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        self.open_form(self.center, "edit")
        self.fill(**values)

    def test_both_are_kept_tidy(self):
        self.edit(reserved_names="acme-*\n\nAcme.Web\n", upstream=f" {UPSTREAM}/ ")
        self.assertEqual(self.center.reserved_names, ("acme-*", "Acme.Web"))
        self.assertEqual(self.center.upstream, UPSTREAM)

    def test_both_are_emptied_again(self):
        self.edit(reserved_names="acme-*", upstream=UPSTREAM)
        self.edit(reserved_names="", upstream="")
        self.assertEqual((self.center.reserved_names, self.center.upstream), ((), None))

    def test_line_that_is_no_name_is_refused(self):
        self.edit(reserved_names="acme*web")
        self.assertIn("nor what names begin with and a star", self.browser.contents)
        self.assertEqual(self.center.reserved_names, ())

    def test_address_with_a_password_is_refused(self):
        self.edit(upstream="https://ann:secret@pypi.org/simple")
        self.assertIn("Write the whole address of an index", self.browser.contents)
        self.assertIsNone(self.center.upstream)

    def test_center_itself_is_refused(self):
        self.edit(upstream=f"{self.center.absolute_url()}/simple")
        self.assertIn("This is an address of the center itself", self.browser.contents)
        self.assertIsNone(self.center.upstream)
