"""A served center, and what its journal tells."""

from Products.PloneSoftwareCenter.journal.store import walk
from Products.PloneSoftwareCenter.tests.tokens.case import TokenCase


class JournalCase(TokenCase):
    """``self.told()`` is what has happened, the oldest first."""

    def entries(self, **wanted):
        """Return the entries of the center, the oldest first."""
        self.refresh()
        return [entry for _key, entry in walk(self.center, **wanted)][::-1]

    def told(self, *names, kind=None):
        """Return the kinds of the entries, with some of their attributes or details."""
        return [
            (entry.kind, *(getattr(entry, name, entry.details.get(name, "")) for name in names))
            for entry in self.entries()
            if kind in (None, entry.kind)
        ]

    def last(self, kind):
        """Return the newest entry of a kind."""
        return [entry for entry in self.entries() if entry.kind == kind][-1]
