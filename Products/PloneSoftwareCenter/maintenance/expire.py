"""Deleting development releases that a center does not keep any longer.

Nothing but this deletes them, and no reader sets it off. The names of their files stay used.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.index.files import upload_time
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.pypi.policy import Policy
from Products.PloneSoftwareCenter.pypi.rules import is_development
from Products.PloneSoftwareCenter.pypi.rules import is_expired
from Products.PloneSoftwareCenter.pypi.status import QUARANTINED
from Products.PloneSoftwareCenter.upload.policy import policy_of
from Products.PloneSoftwareCenter.upload.write import write

import itertools
import logging


logger = logging.getLogger(__name__)

#: how many names are looked at before the walk lets go of what it has read
BATCH = 50
#: how many releases go in one transaction
AT_ONCE = 10


@dataclass(frozen=True)
class Expired:
    """A development release that is too old."""

    #: normalized
    name: str
    version: str
    #: its key in the record of the name
    key: str
    #: how many files go with it
    files: int
    #: of the newest of them, aware, UTC
    last_upload: datetime


def find_expired(center, now: datetime | None = None) -> Iterator[Expired]:
    """Yield the development releases that the rules of a center do not keep any longer. Only reads.

    One without files is kept: nobody has uploaded it, and installers don't see it. So are those
    of a quarantined project, where somebody may have to look into them.
    """
    policy = policy_of(center)
    now = now or datetime.now(UTC)
    if policy.days_dev_kept is None:
        return
    last = None
    while names := _names_after(center, last):
        for name in names:
            record = center_index(center).names.get(name)
            if record is not None:
                yield from _of_name(record, now, policy)
        last = names[-1]
        center._p_jar.cacheGC()


def _names_after(center, last):
    names = center_index(center).names
    found = names.keys() if last is None else names.keys(min=last, excludemin=True)
    return tuple(itertools.islice(found, BATCH))


def _of_name(record, now: datetime, policy: Policy) -> Iterator[Expired]:
    if record.project_uid is None or record.status == QUARANTINED:
        return
    for key in list(record.releases.keys()):
        # a key tells it, and most releases need not be loaded
        if is_development(key):
            found = _expired(record, key, now, policy)
            if found is not None:
                yield found


def _expired(record, key: str, now: datetime, policy: Policy) -> Expired | None:
    release = record.releases[key]
    times = [upload_time(state) for state in release.files.values()]
    if not times or not is_expired(key, max(times), now, policy):
        return None
    return Expired(record.normalized_name, release.version, key, len(times), max(times))


def expire(center, now: datetime | None = None) -> Iterator[Expired]:
    """Delete them, some at a time; yield what is deleted and committed.

    Commits. What was done in the current transaction before is dropped.

    :raises Busy: when others were quicker each time; what came before is done
    """
    now = now or datetime.now(UTC)
    found = find_expired(center, now)
    while batch := tuple(itertools.islice(found, AT_ONCE)):
        deleted = write(
            lambda batch=batch: [one for one in batch if _delete(center, one, now)],
            note=f"expire {len(batch)} development releases",
        )
        for one in deleted:
            logger.info(
                "deleted %s %s of %s, it was too old", one.name, one.version, center.getId()
            )
            yield one


def _delete(center, expired: Expired, now: datetime) -> bool:
    """Delete a release, unless somebody was quicker, or has uploaded a file meanwhile."""
    record = center_index(center).names.get(expired.name)
    if record is None or expired.key not in record.releases:
        return False
    current = [one.key for one in _of_name(record, now, policy_of(center))]
    if expired.key not in current or not center.has_key(record.project_id):
        return False
    project = center._getOb(record.project_id)
    release_id = record.releases[expired.key].release_id
    if not project.has_key(release_id):
        return False
    project._delObject(release_id)
    return True
