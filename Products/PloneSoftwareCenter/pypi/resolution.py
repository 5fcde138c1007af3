"""What a release needs, inside one index: the newest versions that fit together.

The work is done by resolvelib, as in pip. What the index does not have is told, and not looked for:
it may come from elsewhere.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier
from packaging.specifiers import SpecifierSet
from packaging.version import Version
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.names import NormalizedName
from resolvelib import AbstractProvider
from resolvelib import BaseReporter
from resolvelib import ResolutionImpossible
from resolvelib import ResolutionTooDeep
from resolvelib import Resolver
from typing import Any

import re


#: How often a choice is made or taken back before it is given up, and names that are looked at.
MAX_ROUNDS = 2_000
MAX_NAMES = 1_000
#: Most sentences on what does not fit.
MAX_CAUSES = 10

_PYTHON = re.compile(r"3\.[0-9]{1,2}", re.ASCII)
#: Names that markers ask for -> what they are; see the specification of dependency specifiers.
Environment = dict[str, str]

#: What they are on each platform.
PLATFORMS: Mapping[str, Environment] = {
    "linux": {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"},
    "darwin": {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"},
    "win32": {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"},
}


class NoSetFits(PackageIndexError):
    """There are no versions that fit together, or they were not found in bounded time."""

    def __init__(self, causes: Sequence[str]) -> None:
        #: sentences
        self.causes = tuple(causes)
        super().__init__(*self.causes)

    def __str__(self) -> str:
        return "\n".join(("No versions in this index fit together.", *self.causes))


class InvalidEnvironment(PackageIndexError, ValueError):
    """A Python or a platform that nobody knows."""


@dataclass(frozen=True)
class Offer:
    """A release that an index has."""

    #: As its author writes it.
    name: str
    #: As the index writes it.
    version: str
    #: Whether only who asks for exactly this version gets it (PEP 592).
    is_yanked: bool
    requires_python: str | None
    #: Tells ``Requires-Dist``, as the archive says it; asked when it is needed only.
    requires: Callable[[], Sequence[str]] = field(compare=False)


#: Normalized name -> all releases of it with files, in any order; empty when the index has none.
Offers = Callable[[NormalizedName], Sequence[Offer]]


@dataclass(frozen=True)
class Resolution:
    """Versions that fit together."""

    #: In the order of their names.
    chosen: tuple[Offer, ...]
    #: Normalized name -> who wants it, and how, of what the index does not have.
    outside: Mapping[str, tuple[str, ...]]


def environment_of(python: str, platform: str = "linux") -> Environment:
    """The environment that markers are asked in.

    :param python: as ``3.12``, which stands for the newest of its bug fix releases
    :param platform: a key of ``PLATFORMS``
    :raises InvalidEnvironment: when one of them is none
    """
    if not _PYTHON.fullmatch(python):
        raise InvalidEnvironment(f"'{shown(python)}' is no version of Python like 3.12.")
    if platform not in PLATFORMS:
        known = ", ".join(PLATFORMS)
        raise InvalidEnvironment(f"'{shown(platform)}' is no platform: it is one of {known}.")
    full = f"{python}.99"
    return {
        "implementation_name": "cpython",
        "implementation_version": full,
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_version": "",
        "python_full_version": full,
        "python_version": python,
        **PLATFORMS[platform],
    }


def resolve(root: Offer, offers: Offers, environment: Environment) -> Resolution:
    """Choose the newest stable versions, none of them yanked, of all that a release needs.

    :param root: it is in, whether it is yanked or not.
    :raises NoSetFits: when there are none.
    """
    provider = _Provider(root, offers, environment)
    resolver: Resolver[Any, Any, Any] = Resolver(provider, BaseReporter())
    wanted = [_Wanted(normalize_name(root.name), "", _exactly(_chosen(root)), "the set")]
    try:
        found = resolver.resolve(wanted, max_rounds=MAX_ROUNDS)
    except ResolutionImpossible as error:
        raise NoSetFits(_causes(error.causes)) from error
    except ResolutionTooDeep as error:
        raise NoSetFits(["It was given up after too many attempts."]) from error
    chosen = {name: one.offer for (name, extra), one in found.mapping.items() if not extra}
    kept = {name for name, _extra in found.mapping}
    outside = {
        name: tuple(sorted(how for who, how in wants if who in kept))
        for name, wants in provider.outside.items()
    }
    return Resolution(
        tuple(chosen[name] for name in sorted(chosen)),
        {name: outside[name] for name in sorted(outside) if outside[name]},
    )


@dataclass(frozen=True)
class _Wanted:
    """A requirement: of the name itself, or of one of its extras."""

    name: NormalizedName
    #: normalized; empty: none
    extra: str
    specifier: SpecifierSet
    #: who wants it, for people
    by: str


@dataclass(frozen=True)
class _Chosen:
    """A candidate: a release, or one of its extras."""

    offer: Offer
    version: Version
    extra: str


class _Provider(AbstractProvider[Any, Any, Any]):
    """Answers resolvelib's questions; its identifiers are pairs of a name and an extra."""

    def __init__(self, root: Offer, offers: Offers, environment: Environment) -> None:
        self._root = normalize_name(root.name)
        self._offers = offers
        self._environment = environment
        self._python = environment["python_full_version"]
        self._known: dict[NormalizedName, list[_Chosen]] = {self._root: [_chosen(root)]}
        #: what each candidate needs, found once: a search comes back to it
        self._needed: dict[_Chosen, list[_Wanted]] = {}
        self._satisfied: dict[tuple[int, int], bool] = {}
        #: normalized name -> pairs of (normalized name of who wants it, sentence)
        self.outside: dict[str, set[tuple[str, str]]] = {}

    def identify(self, requirement_or_candidate: Any) -> tuple[str, str]:
        one = requirement_or_candidate
        name = one.name if isinstance(one, _Wanted) else normalize_name(one.offer.name)
        return name, one.extra

    def get_preference(  # type: ignore[override]
        self, identifier: Any, resolutions: Any, candidates: Any, information: Any, **_rest: Any
    ) -> Any:
        # What is pinned leaves the least to try; then always the same order.
        requirements = [one.requirement for one in information[identifier]]
        is_free = not any(
            specifier.operator in ("==", "===")
            for requirement in requirements
            for specifier in requirement.specifier
        )
        return is_free, identifier

    def find_matches(
        self, identifier: Any, requirements: Any, incompatibilities: Any
    ) -> list[_Chosen]:
        name, extra = identifier
        specifiers = [one.specifier for one in requirements[identifier]]
        refused = {one.version for one in incompatibilities[identifier]}
        fitting = [
            one
            for one in self._releases(name)
            if one.version not in refused
            and all(specifier.contains(one.version, True) for specifier in specifiers)
        ]
        stable = [one for one in fitting if not one.version.is_prerelease]
        # Pre-releases only where there is nothing else, or where one is named (PEP 440).
        if any(specifier.prereleases for specifier in specifiers):
            stable = fitting
        found = stable or fitting
        return [_Chosen(one.offer, one.version, extra) for one in found]

    def is_satisfied_by(self, requirement: _Wanted, candidate: _Chosen) -> bool:
        # Asked anew of all that is chosen after each choice; what is asked about stays in memory.
        key = (id(requirement), id(candidate.offer))
        if key not in self._satisfied:
            self._satisfied[key] = requirement.specifier.contains(candidate.version, True)
        return self._satisfied[key]

    def get_dependencies(self, candidate: _Chosen) -> list[_Wanted]:
        if candidate not in self._needed:
            self._needed[candidate] = list(self._dependencies(candidate))
        return self._needed[candidate]

    def _dependencies(self, candidate: _Chosen) -> Iterator[_Wanted]:
        offer = candidate.offer
        name = normalize_name(offer.name)
        by = f"{offer.name} {offer.version}"
        if candidate.extra:
            yield _Wanted(name, "", _exactly(candidate), by)
        for text in offer.requires():
            requirement = _read_requirement(text)
            if requirement is None or not self._applies(requirement, candidate.extra):
                continue
            wanted = normalize_name(requirement.name)
            if requirement.url or not self._releases(wanted):
                told = f"{str(requirement).partition(';')[0].strip()}, wanted by {by}"
                self.outside.setdefault(wanted, set()).add((name, told))
                continue
            for extra in ("", *sorted(map(normalize_name, requirement.extras))):
                yield _Wanted(wanted, extra, requirement.specifier, by)

    def _applies(self, requirement: Requirement, extra: str) -> bool:
        """Ask the marker; what an extra adds is not what the name itself needs."""
        if requirement.marker is None:
            return not extra
        if not extra:
            return requirement.marker.evaluate({**self._environment, "extra": ""})
        without = requirement.marker.evaluate({**self._environment, "extra": ""})
        return not without and requirement.marker.evaluate({**self._environment, "extra": extra})

    def _releases(self, name: NormalizedName) -> list[_Chosen]:
        """Releases that installers would choose from, newest first."""
        if name not in self._known:
            if len(self._known) >= MAX_NAMES:
                raise NoSetFits([f"More than {MAX_NAMES} names would have to be looked at."])
            offers = [one for one in self._offers(name) if not one.is_yanked and self._runs(one)]
            found = sorted(map(_chosen, offers), key=lambda one: one.version, reverse=True)
            self._known[name] = found
        return self._known[name]

    def _runs(self, offer: Offer) -> bool:
        try:
            return SpecifierSet(offer.requires_python or "").contains(self._python)
        except InvalidSpecifier:
            return True


def _chosen(offer: Offer) -> _Chosen:
    return _Chosen(offer, Version(offer.version), "")


def _exactly(one: _Chosen) -> SpecifierSet:
    return SpecifierSet(f"=={one.version}")


def _read_requirement(text: str) -> Requirement | None:
    """A requirement; what can't be read wants nothing that anybody could find."""
    try:
        return Requirement(text)
    except (InvalidRequirement, ValueError, RecursionError):
        return None


def _causes(causes: Any) -> list[str]:
    told = []
    for cause in causes:
        wanted = cause.requirement
        specifier = str(wanted.specifier) or " (any version)"
        told.append(f"{wanted.by} wants {wanted.name}{shown(specifier, 200)}.")
    return sorted(set(told))[:MAX_CAUSES]
