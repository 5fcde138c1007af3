"""The names of deleted projects, which a manager may give free."""

from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.claims import names_of_deleted
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.upload.reserved import give_free

import itertools


#: how many names one page shows
SHOWN = 200


class ReservedNamesPage(BrowserView):
    """``<center>/reserved-names``."""

    message = None
    error = None

    def __call__(self):
        """Show the page; after a button, give the name free first."""
        self.request.response.setHeader("Cache-Control", "no-store")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self._free(self._text("free"))
        return self.index()

    @property
    def begin(self):
        """What the names that are shown begin with."""
        return self._text("begin")

    @cached_property
    def names(self):
        """The names, at most ``SHOWN``."""
        return self._found[:SHOWN]

    @property
    def has_more(self):
        """Are there more than are shown?"""
        return len(self._found) > SHOWN

    @cached_property
    def _found(self):
        found = names_of_deleted(self.context, normalize_name(self.begin))
        return list(itertools.islice(found, SHOWN + 1))

    def _free(self, name):
        try:
            give_free(self.context, name)
        except PackageIndexError as error:
            self.error = str(error)
        else:
            self.message = _(
                "msg_name_freed",
                default="Whoever may make projects can have the name ${name} now.",
                mapping={"name": name},
            )

    def _text(self, name):
        value = self.request.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""
