"""The marks that say "ours": the browser layer, and the events other add-ons may listen to."""

from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface
from zope.interface.interfaces import IObjectEvent
from zope.interface.interfaces import ObjectEvent
from zope.publisher.interfaces.browser import IDefaultBrowserLayer


class IPloneSoftwareCenterLayer(IDefaultBrowserLayer):
    """Requests to sites where this add-on is installed."""


class ICenterTask(Interface):
    """A page about a center that the site's control panel leads to, under *Software centers*.

    A named adapter of the center; whatever is registered appears there, by its name's order.
    """

    title = Attribute("What the link says: a short message.")
    url = Attribute("Where the page is, absolute.")
    told = Attribute("How things stand, in some words; empty: nothing to say.")
    permission = Attribute("Title of the permission that the page needs; else it is not shown.")


class IReleaseMadeEvent(IObjectEvent):
    """A register or an upload made a release.

    Such releases come without ``IObjectAddedEvent``; those made by hand have it.
    """


@implementer(IReleaseMadeEvent)
class ReleaseMadeEvent(ObjectEvent):
    """The object is the release, in its project."""


class ILinkSetEvent(IObjectEvent):
    """A register or an upload made a link to a download elsewhere, or gave it another address.

    Links made or edited by hand have the usual events.
    """

    before = Attribute("The address that it had; None: the link was made.")


@implementer(ILinkSetEvent)
class LinkSetEvent(ObjectEvent):
    """The object is the link, in its release."""

    def __init__(self, link, before=None):
        super().__init__(link)
        self.before = before


class IFilePublishedEvent(IObjectEvent):
    """A distribution file was stored, by whichever way; its record is in the index.

    Sent inside the transaction that stores it.
    """

    release = Attribute("The release that it belongs to.")


@implementer(IFilePublishedEvent)
class FilePublishedEvent(ObjectEvent):
    """The object is the file, in its release."""

    def __init__(self, file, release):
        super().__init__(file)
        self.release = release


class IFileReplacedEvent(IObjectEvent):
    """A file of a development release has got other bytes, where the center allows that.

    Sent after ``IFilePublishedEvent``, in the same transaction; the file tells the new digests.
    """

    release = Attribute("The release that it belongs to.")
    replaced = Attribute("The digests that it had before: algorithm -> hex, lower case.")


@implementer(IFileReplacedEvent)
class FileReplacedEvent(ObjectEvent):
    """The object is the file, in its release."""

    def __init__(self, file, release, replaced):
        super().__init__(file)
        self.release = release
        self.replaced = replaced


class IYankedEvent(IObjectEvent):
    """A release or a file was yanked, is no longer, or is for another reason, by whichever door.

    Only what installers see is told of: the object has a record in the index.
    """

    yanked = Attribute("``False``, ``True`` or a non-empty reason (PEP 592), as it is now.")
    before = Attribute("The same, as it was.")


@implementer(IYankedEvent)
class YankedEvent(ObjectEvent):
    """The object is the release or the file; its record is in the index already."""

    def __init__(self, content, yanked, before):
        super().__init__(content)
        self.yanked = yanked
        self.before = before


class IStatusSetEvent(IObjectEvent):
    """A project was archived, deprecated, quarantined or is active again (PEP 792)."""

    old_status = Attribute("The status that it had, one of ``pypi.status.STATUSES``.")
    new_status = Attribute("The status that it has now; may be the same, with another reason.")
    reason = Attribute("Why: one line of plain text, may be empty.")


@implementer(IStatusSetEvent)
class StatusSetEvent(ObjectEvent):
    """The object is the project, in its new status."""

    def __init__(self, project, old_status, new_status, reason):
        super().__init__(project)
        self.old_status = old_status
        self.new_status = new_status
        self.reason = reason


class INameMovedEvent(IObjectEvent):
    """A distribution name has gone from a project to another one, with its releases."""

    name = Attribute("The name, normalized.")
    source = Attribute("The project that has had it.")
    target = Attribute("The project that has it now.")


@implementer(INameMovedEvent)
class NameMovedEvent(ObjectEvent):
    """The object is the center."""

    def __init__(self, center, name, source, target):
        super().__init__(center)
        self.name = name
        self.source = source
        self.target = target


class INameFreedEvent(IObjectEvent):
    """A manager has let everybody have the name of a deleted project."""

    name = Attribute("The name, normalized.")


@implementer(INameFreedEvent)
class NameFreedEvent(ObjectEvent):
    """The object is the center."""

    def __init__(self, center, name):
        super().__init__(center)
        self.name = name


class IConfigurationChangedEvent(IObjectEvent):
    """A configuration file was attached to a release, or deleted, in the same transaction."""

    filename = Attribute("Its name.")
    sha256 = Attribute("Of its bytes, hex, lower case; empty: it was deleted.")


@implementer(IConfigurationChangedEvent)
class ConfigurationChangedEvent(ObjectEvent):
    """The object is the release."""

    def __init__(self, release, filename, sha256=""):
        super().__init__(release)
        self.filename = filename
        self.sha256 = sha256


class ITokenMadeEvent(IObjectEvent):
    """A user of a center has made an API token."""

    token = Attribute("What the center keeps of it, see ``tokens.store.Token``.")


@implementer(ITokenMadeEvent)
class TokenMadeEvent(ObjectEvent):
    """The object is the center."""

    def __init__(self, center, token):
        super().__init__(center)
        self.token = token


class ITokenRevokedEvent(IObjectEvent):
    """An API token was revoked: by its user, by a manager, or since its user is gone."""

    token = Attribute("What the center has kept of it, see ``tokens.store.Token``.")


@implementer(ITokenRevokedEvent)
class TokenRevokedEvent(ObjectEvent):
    """The object is the center."""

    def __init__(self, center, token):
        super().__init__(center)
        self.token = token


class IProtocolView(Interface):
    """A view that speaks to programs: plain text, never a redirect to a log-in form.

    API tokens log in while such a view is published, and only then.
    """


class IPartOfProject(Interface):
    """A release, a file or a link: part of a project, out of the catalog."""
