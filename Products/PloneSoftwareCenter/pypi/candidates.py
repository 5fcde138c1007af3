"""What a resolution chooses from, as resolvelib asks for it."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier
from packaging.specifiers import SpecifierSet
from packaging.version import Version
from Products.PloneSoftwareCenter.pypi.effort import Effort
from Products.PloneSoftwareCenter.pypi.effort import NoSetFits
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.names import NormalizedName
from resolvelib import AbstractProvider
from typing import Any


#: names that are looked at
MAX_NAMES = 1_000
#: what is counted for a release that is looked at, for one whose metadata are read, for a
#: requirement and each of its characters, and for a version that is compared with a specifier
RELEASE, METADATA, REQUIREMENT, CHARACTER, COMPARED = 20, 300, 30, 2, 3

#: Names that markers ask for -> what they are; see the specification of dependency specifiers.
Environment = dict[str, str]


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


@dataclass(frozen=True, eq=False)
class Wanted:
    """A requirement: of the name itself, or of one of its extras."""

    name: NormalizedName
    #: normalized; empty: none
    extra: str
    specifier: SpecifierSet
    #: who wants it, for people
    by: str
    #: the places of the releases that it takes, as bits
    fits: int
    #: whether it names one version, or a pre-release
    is_pin: bool
    names_prerelease: bool


@dataclass(frozen=True, eq=False)
class Candidate:
    """A release, or one of its extras."""

    name: NormalizedName
    offer: Offer
    version: Version
    #: among the releases of its name, the newest first
    place: int
    extra: str = ""


class Provider(AbstractProvider[Any, Any, Any]):
    """Answers resolvelib's questions; its identifiers are pairs of a name and an extra."""

    def __init__(
        self, root: Offer, offers: Offers, environment: Environment, effort: Effort
    ) -> None:
        name = normalize_name(root.name)
        self._offers = offers
        self._environment = environment
        self._python = environment["python_full_version"]
        self._effort = effort
        # The release itself is in, whether it is yanked, and runs, or not.
        self._known = {name: [Candidate(name, root, Version(root.version), 0)]}
        #: normalized name -> the places of its stable releases, as bits
        self._stable: dict[NormalizedName, int] = {}
        self._runs: dict[str, bool] = {}
        self._fitting: dict[tuple[NormalizedName, str], int] = {}
        #: what each candidate needs, found once: a search comes back to it
        self._needed: dict[tuple[NormalizedName, int, str], list[Wanted]] = {}
        #: normalized name -> pairs of (normalized name of who wants it, sentence)
        self.outside: dict[str, set[tuple[str, str]]] = {}
        #: the root, as it is wanted
        self.wanted = self._wanted(self._known[name][0], "the set")

    def identify(self, requirement_or_candidate: Any) -> tuple[str, str]:
        return requirement_or_candidate.name, requirement_or_candidate.extra

    def narrow_requirement_selection(  # type: ignore[override]
        self, identifiers: Any, resolutions: Any, candidates: Any, information: Any, **_rest: Any
    ) -> list[Any]:
        # What is pinned leaves the least to try; then always the same order. Here, and not as a
        # preference, which resolvelib would ask for one by one, at several times the cost.
        chosen, is_free, looked_at = None, True, 0
        for one in sorted(identifiers):
            if chosen is None:
                chosen = one
            for wish in information[one]:
                looked_at += 1
                if wish.requirement.is_pin:
                    chosen, is_free = one, False
                    break
            if not is_free:
                break
        self._effort.spend(len(resolutions) + looked_at)
        return [chosen]

    def get_preference(self, identifier: Any, *_rest: Any, **_more: Any) -> Any:
        return identifier

    def find_matches(
        self, identifier: Any, requirements: Any, incompatibilities: Any
    ) -> Callable[[], Iterator[Candidate]]:
        name, extra = identifier
        fitting, names_prerelease, looked_at = -1, False, 1
        for one in requirements[identifier]:
            fitting &= one.fits
            names_prerelease = names_prerelease or one.names_prerelease
            looked_at += 1
        for one in incompatibilities[identifier]:
            fitting &= ~(1 << one.place)
            looked_at += 1
        self._effort.spend(looked_at)
        # Pre-releases only where there is nothing else, or where one is named (PEP 440).
        found = fitting if names_prerelease else fitting & self._stable_of(name) or fitting
        releases = self._releases(name)
        return lambda: (
            replace(one, extra=extra) if extra else one
            for one in releases
            if found >> one.place & 1
        )

    def is_satisfied_by(self, requirement: Wanted, candidate: Candidate) -> bool:
        # Asked anew of all that is chosen after each choice.
        self._effort.spend(1)
        return bool(requirement.fits >> candidate.place & 1)

    def get_dependencies(self, candidate: Candidate) -> list[Wanted]:
        self._effort.look_at_the_clock()
        key = (candidate.name, candidate.place, candidate.extra)
        if key not in self._needed:
            self._needed[key] = list(self._dependencies(candidate))
        found = self._needed[key]
        self._effort.spend(len(found))
        return found

    def _dependencies(self, candidate: Candidate) -> Iterator[Wanted]:
        offer = candidate.offer
        by = f"{offer.name} {offer.version}"
        if candidate.extra:
            yield self._wanted(candidate, by)
        self._effort.spend(METADATA)
        for text in offer.requires():
            self._effort.spend(REQUIREMENT + CHARACTER * len(text))
            requirement = _read_requirement(text)
            if requirement is None or not self._applies(requirement, candidate.extra):
                continue
            name = normalize_name(requirement.name)
            if requirement.url or not self._releases(name):
                told = f"{str(requirement).partition(';')[0].strip()}, wanted by {by}"
                self.outside.setdefault(name, set()).add((candidate.name, told))
                continue
            for extra in ("", *sorted(map(normalize_name, requirement.extras))):
                yield self._want(name, extra, requirement.specifier, by)

    def _wanted(self, candidate: Candidate, by: str) -> Wanted:
        """Return the wish for exactly one release, without extras."""
        return self._want(candidate.name, "", SpecifierSet(f"=={candidate.version}"), by)

    def _want(self, name: NormalizedName, extra: str, specifier: SpecifierSet, by: str) -> Wanted:
        return Wanted(
            name,
            extra,
            specifier,
            by,
            fits=self._fits(name, specifier),
            is_pin=any(one.operator in ("==", "===") for one in specifier),
            names_prerelease=bool(specifier.prereleases),
        )

    def _fits(self, name: NormalizedName, specifier: SpecifierSet) -> int:
        key = (name, str(specifier))
        if key not in self._fitting:
            releases = self._releases(name)
            self._effort.spend(COMPARED * len(releases) * (1 + len(specifier)))
            self._fitting[key] = sum(
                1 << one.place for one in releases if specifier.contains(one.version, True)
            )
        return self._fitting[key]

    def _stable_of(self, name: NormalizedName) -> int:
        if name not in self._stable:
            releases = self._releases(name)
            self._stable[name] = sum(
                1 << one.place for one in releases if not one.version.is_prerelease
            )
        return self._stable[name]

    def _applies(self, requirement: Requirement, extra: str) -> bool:
        """Ask the marker; what an extra adds is not what the name itself needs."""
        if requirement.marker is None:
            return not extra
        if not extra:
            return requirement.marker.evaluate({**self._environment, "extra": ""})
        without = requirement.marker.evaluate({**self._environment, "extra": ""})
        return not without and requirement.marker.evaluate({**self._environment, "extra": extra})

    def _releases(self, name: NormalizedName) -> list[Candidate]:
        """Releases that installers would choose from, newest first."""
        if name not in self._known:
            if len(self._known) >= MAX_NAMES:
                raise NoSetFits([f"More than {MAX_NAMES} names would have to be looked at."])
            offers = self._offers(name)
            self._effort.spend(RELEASE * (1 + len(offers)))
            found = [
                (Version(one.version), one)
                for one in offers
                if not one.is_yanked and self._runs_here(one.requires_python or "")
            ]
            found.sort(key=lambda pair: pair[0], reverse=True)
            self._known[name] = [
                Candidate(name, one, version, place) for place, (version, one) in enumerate(found)
            ]
        return self._known[name]

    def _runs_here(self, requires_python: str) -> bool:
        if requires_python not in self._runs:
            try:
                found = SpecifierSet(requires_python).contains(self._python)
            except InvalidSpecifier:
                found = True
            self._runs[requires_python] = found
        return self._runs[requires_python]


def _read_requirement(text: str) -> Requirement | None:
    """A requirement; what can't be read wants nothing that anybody could find."""
    try:
        return Requirement(text)
    except (InvalidRequirement, ValueError, RecursionError):
        return None
