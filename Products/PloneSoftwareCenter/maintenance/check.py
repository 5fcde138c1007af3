"""Saying where records and content of a center differ, on a site in use."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from Products.PloneSoftwareCenter.index.consistency.difference import Difference
from Products.PloneSoftwareCenter.index.consistency.parts import Batch
from Products.PloneSoftwareCenter.index.consistency.parts import differences_in
from Products.PloneSoftwareCenter.index.consistency.survey import Survey

import transaction


@dataclass(frozen=True)
class Looked:
    """What a look at one batch has found."""

    batch: Batch
    found: tuple[Difference, ...]


def check(survey: Survey, batches: Iterable[Batch]) -> Iterator[Looked]:
    """Yield what each batch shows, as it is at the moment it is looked at.

    A new transaction begins with each batch, so that others' changes are seen, and
    what was read can be let go of; what was done in the current one before is dropped.
    """
    for batch in batches:
        yield Looked(batch, look(survey, batch))


def look(survey: Survey, batch: Batch) -> tuple[Difference, ...]:
    """Return where records and content differ in a batch right now."""
    transaction.begin()
    found = tuple(differences_in(survey, batch))
    survey.center._p_jar.cacheGC()
    return found
