"""Where the numbers of a center begin, and where those of a name end."""

from Products.PloneSoftwareCenter.downloads.store import drop_name
from Products.PloneSoftwareCenter.downloads.store import writable_downloads


def center_added(center, event):
    """Subscriber: several processes would want to begin them at the same time."""
    writable_downloads(center)


def name_freed(center, event):
    """Subscriber: whoever gets a name now has nothing to do with who had it."""
    drop_name(center, event.name)
