"""What projects are filtered by, as tokens: ``python:3.12``, ``license:MIT``.

One keyword index holds the tokens of all facets. A new facet is a line here, and no new index.
"""

from collections.abc import Iterable
from functools import cache
from packaging.licenses import canonicalize_license_expression
from packaging.licenses import InvalidLicenseExpression
from packaging.specifiers import InvalidSpecifier
from packaging.specifiers import SpecifierSet
from Products.PloneSoftwareCenter.pypi.classifiers import list_classifiers
from Products.PloneSoftwareCenter.pypi.classifiers import python_versions
from Products.PloneSoftwareCenter.pypi.classifiers import topics
from Products.PloneSoftwareCenter.pypi.license_names import SPDX_OF_CLASSIFIERS

import re


CATEGORY = "category"
TOPIC = "topic"
FRAMEWORK = "framework"
PYTHON = "python"
LICENSE = "license"
MATURITY = "maturity"
KIND = "kind"
STATUS = "status"
#: in the order in which pages show them
FACETS = (CATEGORY, TOPIC, FRAMEWORK, PYTHON, LICENSE, MATURITY, KIND, STATUS)

#: characters of a licence that is no SPDX expression; a longer one is its text
LONGEST_LICENSE = 40
#: what tools write where nobody has said anything
NO_LICENSE = frozenset(("", "unknown", "none", "n/a", "other/proprietary license"))

_FRAMEWORK = re.compile(r"Framework :: (?P<name>[^:]+?)(?: :: (?P<version>[0-9][0-9.]*))?")
_LICENSE = "License :: "


def token(facet: str, value: str) -> str:
    """The token of one value of a facet."""
    return f"{facet}:{value}"


def read_token(text: str) -> tuple[str, str]:
    """The facet and the value of a token."""
    facet, _, value = text.partition(":")
    return facet, value


def frameworks(classifiers: Iterable[str]) -> tuple[str, ...]:
    """What something is made for, with and without versions: ``("Plone", "Plone 6.2")``."""
    found: dict[str, None] = {}
    for classifier in classifiers:
        if match := _FRAMEWORK.fullmatch(classifier):
            found[match["name"]] = None
            if match["version"]:
                found[f"{match['name']} {match['version']}"] = None
    return tuple(found)


def pythons(classifiers: Iterable[str], requires_python: str | None = None) -> tuple[str, ...]:
    """The Python versions that something is for, newest first: ``("3.12", "3.11")``.

    What the classifiers say counts; where they say nothing, ``requires_python`` does.
    """
    named = [version for version in python_versions(classifiers) if "." in version]
    if named or not requires_python:
        return tuple(named)
    try:
        wanted = SpecifierSet(requires_python)
    except InvalidSpecifier:
        # an old site's content may say anything
        return ()
    # A bound like >3.11.2 leaves out 3.11 itself, and not what came after it.
    return tuple(
        known
        for known in _known_pythons()
        if any(wanted.contains(f"{known}.{patch}") for patch in (0, 99))
    )


@cache
def _known_pythons() -> tuple[str, ...]:
    return tuple(v for v in python_versions(list_classifiers()) if v.startswith("3."))


def licenses(text: str | None, classifiers: Iterable[str]) -> tuple[str, ...]:
    """What its license is called: an SPDX expression, else what the classifiers say, else a name.

    A name that means one license of SPDX is that identifier: the same license is one choice.

    :param text: an SPDX expression, a name, or the whole license
    """
    text = " ".join((text or "").split())
    try:
        return (str(canonicalize_license_expression(text)),)
    except InvalidLicenseExpression:
        named = [name.rpartition(" :: ")[2] for name in classifiers if name.startswith(_LICENSE)]
    named = [name for name in named if name not in ("OSI Approved",)]
    if not named and text.lower() not in NO_LICENSE and len(text) <= LONGEST_LICENSE:
        named = [text]
    return tuple(dict.fromkeys(SPDX_OF_CLASSIFIERS.get(name, name) for name in named))


def facet_tokens(
    *,
    categories: Iterable[str] = (),
    classifiers: Iterable[str] = (),
    compatibility: Iterable[str] = (),
    license_text: str | None = None,
    requires_python: str | None = None,
    maturity: str | None = None,
    kinds: Iterable[str] = (),
    status: str | None = None,
) -> tuple[str, ...]:
    """All tokens of one project.

    :param compatibility: what its latest release was tested with, like ``Plone 6.2``
    :param maturity: state of its most mature release; None: there is none
    :param kinds: ``sdist``, ``bdist_wheel`` ...
    """
    classifiers = tuple(classifiers)
    values = {
        CATEGORY: categories,
        TOPIC: topics(classifiers),
        FRAMEWORK: dict.fromkeys([*compatibility, *frameworks(classifiers)]),
        PYTHON: pythons(classifiers, requires_python),
        LICENSE: licenses(license_text, classifiers),
        MATURITY: (maturity,) if maturity else (),
        KIND: kinds,
        STATUS: (status,) if status else (),
    }
    return tuple(token(facet, value) for facet in FACETS for value in values[facet])
