"""Dropping addresses from the journal of a center that are older than it wants to keep them."""

from collections.abc import Iterator
from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.journal.forget import drop
from Products.PloneSoftwareCenter.journal.forget import find_old
from Products.PloneSoftwareCenter.journal.forget import note_done
from Products.PloneSoftwareCenter.upload.write import write


def forget(center, now: datetime | None = None) -> Iterator[int]:
    """Drop them, some at a time; yield how many are dropped and committed.

    Commits. What was done in the current transaction before is dropped.

    :raises Busy: when others were quicker each time; what came before is done
    """
    now = now or datetime.now(UTC)
    for batch in find_old(center, now):
        yield write(lambda batch=batch: drop(center, batch), note="drop old addresses")
    write(lambda: note_done(center, now), note="drop old addresses")
