"""Configuration files beside a release: small texts that installers and buildouts read."""

from Products.PloneSoftwareCenter.pypi.errors import InvalidFilename
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError

import re
import tomllib


#: What may be attached.
EXTENSIONS = (".cfg", ".txt", ".toml")
#: Largest file, in bytes.
MAX_SIZE = 2**20
#: Most files of a release, those that were deleted among them.
MAX_FILES = 100

# No character that a URL, a shell or a file system would read in another way.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)
# What no editor writes, but for tabs, ends of lines and pages.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class ConfigurationTooLarge(PackageIndexError):
    """A configuration file above the limit."""

    def __str__(self) -> str:
        return f"File too large. A configuration file has at most {MAX_SIZE // 2**20} MB."


def check_configuration(filename: str, data: bytes) -> None:
    """See that a file may be attached to a release.

    :raises InvalidFilename: when its name is none of a configuration file.
    :raises ConfigurationTooLarge: when it is larger than ``MAX_SIZE``.
    :raises InvalidUpload: when it is empty, no text, or no TOML in spite of its name.
    """
    if not _NAME.fullmatch(filename):
        raise InvalidFilename(
            filename, "Call the file by letters, numerals and '.', '_', '-' only, at most 100."
        )
    if not filename.endswith(EXTENSIONS):
        raise InvalidFilename(
            filename, f"Invalid file extension: Use one of {', '.join(EXTENSIONS)}."
        )
    if len(data) > MAX_SIZE:
        raise ConfigurationTooLarge()
    text = _decode(data)
    if not text.strip():
        raise InvalidUpload("The file is empty.")
    if _CONTROL.search(text):
        raise InvalidUpload("The file is no text: it has control characters.")
    if filename.endswith(".toml"):
        _check_toml(text)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidUpload("The file is no text in UTF-8.") from error


def _check_toml(text: str) -> None:
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise InvalidUpload(f"The file is no TOML: {' '.join(str(error).split())[:200]}") from error
