"""Walking through all of a center, in batches, so that a large one needs neither memory nor haste.

A walk can be left after each batch and gone on with later, by another process, too: it knows
nothing but the last key it looked at.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from Products.PloneSoftwareCenter.index.consistency.difference import Difference
from Products.PloneSoftwareCenter.index.consistency.of_project import project_differences
from Products.PloneSoftwareCenter.index.consistency.of_records import count_differences
from Products.PloneSoftwareCenter.index.consistency.of_records import filename_differences
from Products.PloneSoftwareCenter.index.consistency.of_records import listing_differences
from Products.PloneSoftwareCenter.index.consistency.of_records import name_differences
from Products.PloneSoftwareCenter.index.consistency.of_records import table_differences
from Products.PloneSoftwareCenter.index.consistency.survey import names_listed
from Products.PloneSoftwareCenter.index.consistency.survey import Survey
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from typing import Any

import itertools


#: how many keys are compared before the walk lets go of what it has read
BATCH = 50


@dataclass(frozen=True)
class Part:
    """One of the things that are compared key by key."""

    name: str
    #: the tree whose keys are walked through, in their order
    tree: Callable[[Survey], Any]
    compare: Callable[[Survey, str], Iterator[Difference]]


#: Projects come first: what content says takes its names before what is left is cleared away.
PARTS = (
    Part("projects", lambda survey: survey.content, project_differences),
    Part("filenames", lambda survey: survey.index.filenames, filename_differences),
    Part("names", lambda survey: survey.index.names, name_differences),
    Part("listing", lambda survey: survey.index.listing, listing_differences),
    Part("table", lambda survey: survey.index.projects, table_differences),
    Part("counts", lambda survey: OOBTree({"all": None}), count_differences),
)


@dataclass(frozen=True)
class Cursor:
    """How far a walk is: the part, and the last key of it that was looked at."""

    part: str
    key: str


@dataclass(frozen=True)
class Batch:
    """Some keys of one part."""

    part: Part
    keys: tuple[str, ...]

    @property
    def end(self) -> Cursor:
        """The cursor after this batch."""
        return Cursor(self.part.name, self.keys[-1])


def batches(
    survey: Survey, parts: tuple[Part, ...] = PARTS, after: Cursor | None = None
) -> Iterator[Batch]:
    """Yield what there is to compare, each batch read from the trees as they are by then.

    :param after: where an earlier walk ended; None: at the beginning
    """
    if after is not None:
        parts = tuple(itertools.dropwhile(lambda part: part.name != after.part, parts))
    for part in parts:
        last = after.key if after is not None and part.name == after.part else None
        while keys := _keys_after(part.tree(survey), last):
            yield Batch(part, keys)
            last = keys[-1]


def _keys_after(tree, last):
    found = tree.keys() if last is None else tree.keys(min=last, excludemin=True)
    return tuple(itertools.islice(found, BATCH))


def batches_of_name(survey: Survey, name: str) -> tuple[Batch, ...]:
    """Return what there is to compare of one distribution name; empty if nobody knows it."""
    normalized = str(normalize_name(name))
    index = survey.index
    record = index.names.get(normalized)
    project = survey.project(record.project_id) if record is not None else None
    if project is not None and normalized in names_listed(project):
        ids = (project.getId(),)
    else:
        ids = survey.ids_of_name(normalized)
    keys = {"projects": ids}
    if record is not None:
        keys["names"] = (normalized,)
    if normalized in index.listing:
        keys["listing"] = (normalized,)
    return tuple(Batch(part, keys[part.name]) for part in PARTS if keys.get(part.name))


def differences_in(survey: Survey, batch: Batch) -> Iterator[Difference]:
    """Yield where records and content differ in a batch."""
    for key in batch.keys:
        yield from batch.part.compare(survey, key)


def differences(center, parts: tuple[Part, ...] = PARTS) -> Iterator[Difference]:
    """Yield where records and content of a center differ. Only reads."""
    survey = Survey(center)
    for batch in batches(survey, parts):
        yield from differences_in(survey, batch)
        if center._p_jar is not None:
            center._p_jar.cacheGC()


def count_keys(survey: Survey, parts: tuple[Part, ...] = PARTS) -> int:
    """Return how many keys a whole walk looks at."""
    return sum(len(part.tree(survey)) for part in parts)
