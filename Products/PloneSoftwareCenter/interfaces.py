"""The marks that say "ours": the browser layer, and what other add-ons may listen to."""

from zope.publisher.interfaces.browser import IDefaultBrowserLayer


class IPloneSoftwareCenterLayer(IDefaultBrowserLayer):
    """Requests to sites where this add-on is installed."""
