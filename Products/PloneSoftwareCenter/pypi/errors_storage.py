"""Failures of ``errors`` that tell of sizes, of space, and of the place of the files."""

from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors import shown


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
