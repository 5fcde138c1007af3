"""Names of distributions: what is one, and which of them are the same."""

from collections.abc import Iterable
from Products.PloneSoftwareCenter.pypi.errors import InvalidName
from typing import NewType

import re


#: A name in the one spelling by which names are compared and asked for (PEP 503).
NormalizedName = NewType("NormalizedName", str)

#: Nobody needs more, and file names, URLs and content ids are made of names.
MAX_LENGTH = 200

# packaging.python.org/specifications/name-normalization: letters and digits, inside also . _ -
NAME = re.compile(r"[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?", re.IGNORECASE | re.ASCII)
SEPARATORS = re.compile(r"[-_.]+")


def normalize_name(name: str) -> NormalizedName:
    """The spelling by which a name is compared: lower case, one ``-`` for each run of ``-_.``.

    Works on any text, so that a URL with nonsense in it can be looked up and not found.
    Source: PEP 503.

    >>> normalize_name("Products.Foo__Bar")
    'products-foo-bar'
    """
    return NormalizedName(SEPARATORS.sub("-", name).lower())


def check_name(name: str) -> None:
    """See to it that a name can be a distribution's.

    :raises InvalidName: when it has other characters than core metadata allows, or is
        longer than ``MAX_LENGTH``.
    """
    if len(name) > MAX_LENGTH:
        raise InvalidName(name, f"Use at most {MAX_LENGTH} characters.")
    # IGNORECASE lets the Kelvin sign pass as a k in spite of ASCII in some Pythons.
    if not (name.isascii() and NAME.fullmatch(name)):
        raise InvalidName(name)


def check_pattern(pattern: str) -> None:
    """See to it that a pattern of reserved names is a name, or the beginning of names and ``*``.

    :raises InvalidName: when it is neither
    """
    begin = pattern.removesuffix("*")
    # What names begin with may end in a separator, other than a name.
    check_name(begin if begin == pattern else f"{begin}x")
    if not begin:
        raise InvalidName(pattern, "Write what the names begin with before the '*'.")


def is_reserved(name: str, patterns: Iterable[str]) -> bool:
    """Say whether one of the patterns means a name, in whichever spelling of either.

    :param patterns: names, and beginnings of names with ``*`` behind; see ``check_pattern``

    >>> is_reserved("Acme.Web", ["acme-*"])
    True
    """
    normalized = normalize_name(name)
    return any(
        normalized.startswith(normalize_name(pattern[:-1]))
        if pattern.endswith("*")
        else normalized == normalize_name(pattern)
        for pattern in patterns
    )
