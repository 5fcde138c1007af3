"""What a distribution requires, taken apart for people and for an index of who uses what."""

from collections.abc import Iterable
from dataclasses import dataclass
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.names import NormalizedName

import re


#: How many names of one distribution an index remembers; nobody writes as many by hand.
MAX_NAMES = 500

# The clause by which build tools say that a requirement is one of an extra.
_EXTRA = re.compile(r"""\bextra\s*==\s*["']([^"']*)["']""")
_JOINT = re.compile(r"^\s*and\s+|\s+and\s*$")


@dataclass(frozen=True)
class Dependency:
    """One entry of ``Requires-Dist``."""

    #: As written; all that there is where it can't be read.
    text: str
    #: As written; empty where it can't be read.
    name: str = ""
    #: Extras of the other one, in order.
    extras: tuple[str, ...] = ()
    #: Like ``>=1.0,<2``; empty: any version.
    specifier: str = ""
    #: When it is needed, like ``python_version < "3.12"``; empty: always.
    marker: str = ""
    #: The extra that asks for it; empty: it is required in any case.
    extra: str = ""

    @property
    def normalized_name(self) -> NormalizedName:
        """The name as installers compare it; empty where it can't be read."""
        return normalize_name(self.name)


def read_dependency(text: str) -> Dependency:
    """Take one entry of ``Requires-Dist`` apart.

    Source: packaging.python.org/specifications/dependency-specifiers.
    """
    try:
        found = Requirement(text)
    except InvalidRequirement:
        return Dependency(text)
    marker = str(found.marker or "")
    extra = _EXTRA.search(marker)
    return Dependency(
        text,
        name=found.name,
        extras=tuple(sorted(found.extras)),
        specifier=str(found.specifier),
        marker=_without_extra(marker) if extra else marker,
        extra=extra[1] if extra else "",
    )


def required_names(requires_dist: Iterable[str]) -> tuple[str, ...]:
    """The normalized names in ``Requires-Dist``, those of extras too; sorted, each once."""
    names = {read_dependency(text).normalized_name for text in requires_dist}
    return tuple(sorted(names - {""}))[:MAX_NAMES]


def _without_extra(marker: str) -> str:
    left = _EXTRA.sub("", marker, count=1)
    if left.count("(") != left.count(")") or re.search(r"\bor\b|\(\s*\)", left):
        # What stands around the clause would mean something else without it.
        return marker
    return _JOINT.sub("", left).strip()
