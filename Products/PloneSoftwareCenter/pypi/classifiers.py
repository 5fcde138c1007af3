"""Trove classifiers: which there are, and what they tell about a project."""

from collections.abc import Iterable
from packaging.version import InvalidVersion
from packaging.version import Version
from trove_classifiers import all_classifiers
from trove_classifiers import deprecated_classifiers
from trove_classifiers import sorted_classifiers

import re


#: Whatever begins so is known: made for those who keep a distribution off public indexes.
PRIVATE = "Private ::"

_ALL = frozenset(all_classifiers)
_PLONE = re.compile(r"Framework :: Plone :: ([0-9.]+)")
_PYTHON = re.compile(r"Programming Language :: Python :: ([0-9.]+)")


def list_classifiers(extra: Iterable[str] = ()) -> tuple[str, ...]:
    """The classifiers to choose from: everybody's in their order, then a center's own.

    Deprecated ones are not offered.
    """
    return tuple(dict.fromkeys([*sorted_classifiers, *extra]))


def split_known(
    classifiers: Iterable[str], extra: Iterable[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The known and the unknown ones, each once and in their order.

    Deprecated ones are known: what was published with them stays readable.

    :param extra: classifiers that a center knows besides.
    """
    extra = frozenset(extra)
    known: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for classifier in classifiers:
        is_known = classifier in _ALL or classifier in extra or classifier.startswith(PRIVATE)
        (known if is_known else unknown)[classifier] = None
    return tuple(known), tuple(unknown)


def replaced_by(classifier: str) -> tuple[str, ...] | None:
    """What to write in place of a deprecated classifier, often nothing; ``None`` of all others."""
    successors = deprecated_classifiers.get(classifier)
    return None if successors is None else tuple(successors)


def plone_versions(classifiers: Iterable[str]) -> tuple[str, ...]:
    """The Plone versions that something is for, newest first: ``("Plone 6.2", "Plone 6.1")``."""
    return tuple(f"Plone {version}" for version in _versions(_PLONE, classifiers))


def python_versions(classifiers: Iterable[str]) -> tuple[str, ...]:
    """The Python versions that something is for, newest first: ``("3.12", "3.11", "3")``."""
    return _versions(_PYTHON, classifiers)


def topics(classifiers: Iterable[str]) -> tuple[str, ...]:
    """The classifiers that say what something is about, each once and in their order."""
    return tuple(dict.fromkeys(each for each in classifiers if each.startswith("Topic ::")))


def _versions(pattern: re.Pattern[str], classifiers: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, Version] = {}
    for classifier in classifiers:
        if match := pattern.fullmatch(classifier):
            try:
                found[match[1]] = Version(match[1])
            except InvalidVersion:
                continue
    return tuple(sorted(found, key=lambda text: found[text], reverse=True))
