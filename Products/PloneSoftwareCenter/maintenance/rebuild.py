"""Making the records of a center right, on a site in use.

Content decides. What is right is not written, so a page that is right keeps its serial and its
entity tag, and whoever is interrupted begins again: what is done is found right. What content
can't tell any more (file names that were used, names that were held) is kept.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from Products.PloneSoftwareCenter.index.consistency.difference import Archive
from Products.PloneSoftwareCenter.index.consistency.difference import Difference
from Products.PloneSoftwareCenter.index.consistency.parts import Batch
from Products.PloneSoftwareCenter.index.consistency.parts import differences_in
from Products.PloneSoftwareCenter.index.consistency.survey import Survey
from Products.PloneSoftwareCenter.maintenance.check import look
from Products.PloneSoftwareCenter.maintenance.metadata import metadata_of
from Products.PloneSoftwareCenter.upload.write import write

import logging


logger = logging.getLogger(__name__)

#: A missing name hides its releases, and a missing release its files and their metadata.
LEVELS = 6
#: how often a batch is looked at; others may write what meets what we have read
LOOKS = 10


@dataclass(frozen=True)
class Rebuilt:
    """What became of one batch."""

    batch: Batch
    mended: tuple[Difference, ...]
    #: what a person has to decide
    left: tuple[Difference, ...]


def rebuild(survey: Survey, batches: Iterable[Batch]) -> Iterator[Rebuilt]:
    """Make the records in each batch right; yield what was mended and what could not be.

    Commits, each batch for itself. What was done in the current transaction before is dropped.

    :raises Busy: when others were quicker each time; what came before is done
    :raises NoSpace: when the database can't be written
    """
    for batch in batches:
        yield _rebuild_batch(survey, batch)


def _rebuild_batch(survey, batch):
    """Look, write, and look again.

    Somebody may have changed what we only read, while we wrote: no conflict tells that, but
    the next look does. It writes nothing where it finds nothing.
    """
    metadata: dict[Archive, bytes | None] = {}
    mended: list[Difference] = []
    for _ in range(LOOKS):
        found = look(survey, batch)
        # Archives are read here, and not while others wait for the write step to end.
        for archive in {one.archive for one in found if one.archive is not None} - set(metadata):
            metadata[archive] = metadata_of(survey.center, archive)
        if not _possible(found, metadata):
            break
        mended += write(
            lambda: _mend(survey, batch, metadata), note=f"rebuild {batch.part.name} of the index"
        )
    for one in mended:
        logger.info("%s: mended: %s", survey.center.getId(), one.sentence)
    return Rebuilt(batch, tuple(mended), found)


def _mend(survey, batch, metadata):
    """The write step: reads all it decides by."""
    mended = []
    for _ in range(LEVELS):
        possible = _possible(tuple(differences_in(survey, batch)), metadata)
        for one in possible:
            if one.archive is None:
                one.mend()
            else:
                one.mend(metadata[one.archive])
        if not possible:
            break
        mended += possible
    return mended


def _possible(found, metadata):
    """Return what can be mended with the core metadata that was read."""
    return [
        one
        for one in found
        if one.can_be_mended and (one.archive is None or metadata.get(one.archive) is not None)
    ]
