"""What is wrong with the stored bytes of a center, for who can do something about it."""

from functools import cached_property
from plone.app.layout.viewlets import ViewletBase
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_for
from Products.PloneSoftwareCenter.storage.telling import recent_faults


#: more would bury the page
SHOWN = 10


class StorageFaultsViewlet(ViewletBase):
    """Above the content of a center, for its managers; empty while all is well."""

    @cached_property
    def faults(self):
        """One English sentence each, as in the log."""
        return [*self._now(), *reversed(recent_faults(self.context))][:SHOWN]

    def _now(self):
        try:
            storage_for(self.context).check()
        except (StorageError, OSError) as error:
            return [str(error)]
        return []
