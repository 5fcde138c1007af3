"""Each failure of an index that a caller may want to tell apart.

The classes carry facts in attributes and say one English sentence in ``str()``;
they know nothing of HTTP (``browser/protocol.py`` has the one table from error to status).
"""

from collections.abc import Iterable


class PackageIndexError(Exception):
    """Any reason why an index can't do what it was asked to."""


class InvalidName(PackageIndexError, ValueError):
    """A distribution name that is none (core metadata, field Name)."""

    def __init__(
        self,
        name: str,
        reason: str = (
            "Start and end with a letter or numeral"
            " containing only ASCII numeric and '.', '_' and '-'."
        ),
    ) -> None:
        self.name = name
        self.reason = reason
        super().__init__(name, reason)

    def __str__(self) -> str:
        return f"'{shown(self.name)}' is an invalid value for Name. Error: {self.reason}"


class InvalidVersion(PackageIndexError, ValueError):
    """A version that PEP 440 can't read."""

    def __init__(self, version: str) -> None:
        self.version = version
        super().__init__(version)

    def __str__(self) -> str:
        return (
            f"'{shown(self.version)}' is an invalid value for Version."
            " Error: Start with a number and follow PEP 440, like 1.0, 1.0a2 or 1.0.post1."
        )


class InvalidQuery(PackageIndexError, ValueError):
    """Fields of an address that nobody understands."""


class InvalidHook(PackageIndexError, ValueError):
    """An address to which no webhook may lead, or an event that there is not."""


class InvalidFilename(PackageIndexError, ValueError):
    """A file name that is no distribution's, or not this distribution's."""

    def __init__(self, filename: str, reason: str) -> None:
        self.filename = filename
        self.reason = reason
        super().__init__(filename, reason)

    def __str__(self) -> str:
        return self.reason


class InvalidUpload(PackageIndexError, ValueError):
    """A request that lacks something or says something that can't be read."""


class InvalidMetadata(PackageIndexError, ValueError):
    """Core metadata with one or more faults, all of them told together."""

    def __init__(self, faults: Iterable[Exception]) -> None:
        #: every fault found, in the order in which they shall be read
        self.faults = tuple(faults)
        super().__init__(*self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class InvalidArchive(PackageIndexError, ValueError):
    """A distribution file that is not what its name says."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return f"Invalid distribution file. {self.reason}"


class DigestMismatch(PackageIndexError, ValueError):
    """A digest that was sent differs from the file's."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        super().__init__(algorithm)

    def __str__(self) -> str:
        return (
            f"The {self.algorithm} digest supplied does not match a digest calculated"
            " from the uploaded file."
        )


class FileTooLarge(PackageIndexError):
    """A file above the center's limit (in bytes)."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(limit)

    def __str__(self) -> str:
        return f"File too large. Limit for this center is {self.limit // 2**20} MB."


class SpaceUsedUp(PackageIndexError):
    """A file for which a project or its center has no space left (all in bytes).

    :param whose: ``project`` or ``center``
    """

    def __init__(self, whose: str, used: int, limit: int, size: int) -> None:
        self.whose = whose
        self.used = used
        self.limit = limit
        self.size = size
        super().__init__(whose, used, limit, size)

    def __str__(self) -> str:
        limit, used, size = map(_megabytes, (self.limit, self.used, self.size))
        if self.whose == "project":
            said = f"The files of this project may take {limit} MB together; {used} MB are used"
        else:
            # how much of it is used tells of projects that not everybody may see
            said = f"The files of this center may take {limit} MB together; there is less left"
        return (
            f"{said}, and this upload needs {size} MB. Delete what nobody needs, or ask the"
            " managers of this center for more space."
        )


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f}".removesuffix(".0")


class NoSpace(PackageIndexError):
    """The server's disk can't take the file."""

    def __str__(self) -> str:
        return "There is not enough free space on the server to take this upload."


class StorageDown(PackageIndexError):
    """The place of the files can't take one at the moment."""

    def __str__(self) -> str:
        return (
            "The storage of files can't be written at the moment, nothing was stored."
            " Send the same request again later; its administrators find the reason in the log."
        )


class FileUnreadable(PackageIndexError):
    """The place of the files does not give one at the moment."""

    def __init__(self, filename: str) -> None:
        self.filename = filename
        super().__init__(filename)

    def __str__(self) -> str:
        return (
            f"The storage of files does not give {shown(self.filename)} at the moment."
            " Ask again later; its administrators find the reason in the log."
        )


class FileBroken(PackageIndexError):
    """The stored bytes of a file are not those that were uploaded."""

    def __init__(self, filename: str) -> None:
        self.filename = filename
        super().__init__(filename)

    def __str__(self) -> str:
        return (
            f"The stored bytes of {shown(self.filename)} are damaged, so they are not sent."
            " Tell the administrators of this index."
        )


class FileExists(PackageIndexError):
    """The file name is there with other bytes (clients match the first words)."""

    def __init__(self, filename: str, spelled: str | None = None) -> None:
        #: as it was sent
        self.filename = filename
        #: the name of the same file that is there, where it is spelled otherwise
        self.spelled = spelled
        super().__init__(filename, spelled)

    def __str__(self) -> str:
        how = f"as '{shown(self.spelled)}'" if self.spelled else "with other contents"
        return (
            f"File already exists ('{shown(self.filename)}', {how})."
            " A published file never changes: make a new version."
        )


class FilenameUsed(PackageIndexError):
    """The file name was there once; names of files are never free again."""

    def __init__(self, filename: str) -> None:
        self.filename = filename
        super().__init__(filename)

    def __str__(self) -> str:
        return "This filename was previously used by a file that has since been deleted."


class ReleaseExists(PackageIndexError):
    """A second release of the same name and version."""

    def __init__(self, name: str, version: str) -> None:
        self.name = name
        self.version = version
        super().__init__(name, version)

    def __str__(self) -> str:
        return f"There is a release {shown(self.version)} of {shown(self.name)} already."


class ReleaseFixed(PackageIndexError, ValueError):
    """Another name or version for a release that has files: theirs can't change."""

    def __init__(self, name: str, version: str) -> None:
        self.name = name
        self.version = version
        super().__init__(name, version)

    def __str__(self) -> str:
        return (
            f"Release {shown(self.version)} of {shown(self.name)} has files:"
            " its name and its version stay as they are."
        )


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


class InvalidStatus(PackageIndexError, ValueError):
    """A status of a project that there is not, or a reason that is no line of text."""


class NameHasReleases(PackageIndexError, ValueError):
    """A name that its project can't be without, since it has releases of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"The name '{shown(self.name)}' has releases in this project."
            " Move it to another project instead of leaving it out."
        )


class NotFound(PackageIndexError, LookupError):
    """There is no such thing, or none that the asker may know of."""

    def __str__(self) -> str:
        return "Not found."


class PasswordAtRisk(NotFound):
    """A name that only the upstream may have, asked for by a client that hands passwords on."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"This index has no '{shown(self.name)}'. Its upstream may have it, but this client"
            " would send your password there. Ask without a password where none is needed, install"
            " with pip or uv, or make the upstream your index and find links on the 'links' page"
            " of this one."
        )


class RangeNotSatisfiable(PackageIndexError):
    """A Range header that names no byte of the file (RFC 9110, section 15.5.17)."""

    def __init__(self, size: int) -> None:
        #: of the whole file, in bytes
        self.size = size
        super().__init__(size)

    def __str__(self) -> str:
        return f"The range lies outside of the file, which has {self.size} bytes."


class Busy(PackageIndexError):
    """Too many others wrote at the same moment; the same request may go through later."""

    def __str__(self) -> str:
        return "The index is busy, nothing was stored. Send the same request again."


def shown(text: str, limit: int = 60) -> str:
    """Client text for a sentence: one printable line, the middle of long ones left out."""
    text = text.encode("ascii", "backslashreplace").decode("ascii")
    text = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]}...{text[-half:]}"
