"""Failures of ``errors`` that tell who may not do something, or what is closed."""

from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors import shown


class LoginRequired(PackageIndexError):
    """Nobody is logged in, and only somebody may do this."""

    def __str__(self) -> str:
        return "Log in to do this: send a user name and a password."


class TokenRefused(LoginRequired):
    """An API token was sent that logs nobody in."""

    def __init__(self, reason: str) -> None:
        #: a sentence
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return self.reason


class TooManyLogins(PackageIndexError):
    """Log-ins have failed so often that for a while none is tried."""

    def __init__(self, wait: int) -> None:
        #: seconds until one is
        self.wait = wait
        super().__init__(wait)

    def __str__(self) -> str:
        return f"Too many log-ins have failed. Try again in {self.wait} seconds."


class NotAllowed(PackageIndexError):
    """Somebody is logged in who may not do this."""


class NotCovered(NotAllowed):
    """The API token is for other projects; the text does not tell whether this one exists."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return f"The given token isn't allowed to upload to project '{shown(self.name)}'."


class NameNotAvailable(NotAllowed):
    """One text for a name that is taken, reserved or too similar.

    An upload does not tell who else is there.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return f"The name '{shown(self.name)}' is not available to you on this index."


class ProjectClosed(NotAllowed):
    """A project whose status lets nothing new in (PEP 792); only who may upload there is told."""

    def __init__(self, title: str, status: str) -> None:
        self.title = title
        #: archived or quarantined
        self.status = status
        super().__init__(title, status)

    def __str__(self) -> str:
        project = f"The project '{shown(self.title)}'"
        if self.status == "archived":
            return f"{project} is archived: it takes nothing new until an owner sets it active."
        return (
            f"{project} is {self.status}: it takes nothing new until the managers of this index"
            " lift that. Ask them."
        )


class ReleaseClosed(NotAllowed):
    """A release that takes no more files, by the rules of its center."""

    def __init__(self, name: str, version: str, days: int) -> None:
        self.name = name
        self.version = version
        #: for how many days after its first file it took more
        self.days = days
        super().__init__(name, version, days)

    def __str__(self) -> str:
        return (
            f"Release {shown(self.version)} of {shown(self.name)} takes no more files:"
            f" its first one is older than {self.days} {'day' if self.days == 1 else 'days'}."
            " Make a new version."
        )
