"""What a release needs, inside one index: the newest versions that fit together.

The work is done by resolvelib, as in pip. What the index does not have is told, and not looked for:
it may come from elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.candidates import Environment
from Products.PloneSoftwareCenter.pypi.candidates import Offer
from Products.PloneSoftwareCenter.pypi.candidates import Offers
from Products.PloneSoftwareCenter.pypi.candidates import Provider
from Products.PloneSoftwareCenter.pypi.effort import Effort
from Products.PloneSoftwareCenter.pypi.effort import MAX_EFFORT
from Products.PloneSoftwareCenter.pypi.effort import NoSetFits
from Products.PloneSoftwareCenter.pypi.effort import PATIENCE
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors import shown
from resolvelib import BaseReporter
from resolvelib import ResolutionImpossible
from resolvelib import ResolutionTooDeep
from resolvelib import Resolver
from typing import Any

import re


#: How often a choice is made or taken back before it is given up.
MAX_ROUNDS = 2_000
#: Most sentences on what does not fit.
MAX_CAUSES = 10

_PYTHON = re.compile(r"3\.[0-9]{1,2}", re.ASCII)
#: What they are on each platform.
PLATFORMS: Mapping[str, Environment] = {
    "linux": {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"},
    "darwin": {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"},
    "win32": {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"},
}


class InvalidEnvironment(PackageIndexError, ValueError):
    """A Python or a platform that nobody knows."""


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
    provider = Provider(root, offers, environment, Effort(MAX_EFFORT, PATIENCE))
    resolver: Resolver[Any, Any, Any] = Resolver(provider, BaseReporter())
    try:
        found = resolver.resolve([provider.wanted], max_rounds=MAX_ROUNDS)
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


def _causes(causes: Any) -> list[str]:
    told = []
    for cause in causes:
        wanted = cause.requirement
        specifier = str(wanted.specifier) or " (any version)"
        told.append(f"{wanted.by} wants {wanted.name}{shown(specifier, 200)}.")
    return sorted(set(told))[:MAX_CAUSES]
