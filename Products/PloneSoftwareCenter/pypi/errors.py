"""Each failure of an index that a caller may want to tell apart.

The classes carry facts in attributes and say one English sentence in ``str()``;
they know nothing of HTTP (``reading/refusals.py`` has the one table from error to status).
Who may not do something is told in ``errors_access``, what is wrong with the place of the files in
``errors_storage``.
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
