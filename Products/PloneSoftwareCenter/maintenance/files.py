"""All files of a center as its records tell them, on a site in use and without waking content."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.storage.moved import is_at
from Products.PloneSoftwareCenter.storage.moved import moved_places
from Products.PloneSoftwareCenter.storage.moved import Place

import itertools
import transaction


#: how many files, and bytes, are taken together at most
FILES, BYTES = 100, 64 << 20
#: how many names are looked at before the walk lets go of what it has read
NAMES = 50


@dataclass(frozen=True)
class StoredFile:
    """A file, and where its bytes lie."""

    #: normalized, and the key of the release in the record of the name
    name: str
    release: str
    filename: str
    #: (strategy, key) of its bytes as it was stored, by which its records know it
    origin: Place
    #: the strategy it lies in now, and its key there
    storage: str
    key: str
    #: in bytes, and hex, lower case
    size: int
    sha256: str


def stored_files(center) -> Iterator[StoredFile]:
    """Yield the files of a center, name by name. Only reads.

    The transaction may end between two of them: what comes then is as it is by then.
    """
    last = None
    while names := _names_after(center, last):
        for name in names:
            record = center_index(center).names.get(name)
            for release in list(record.releases.keys()) if record is not None else ():
                yield from _of_release(center, record, name, release)
        last = names[-1]
        center._p_jar.cacheGC()


def _names_after(center, last):
    names = center_index(center).names
    found = names.keys() if last is None else names.keys(min=last, excludemin=True)
    return tuple(itertools.islice(found, NAMES))


def _of_release(center, record, name, release):
    found = record.releases.get(release)
    moved = moved_places(center)
    for filename, state in list(found.files.items()) if found is not None else ():
        digest = state["digests"]["sha256"]
        origin = (state["storage"], state["key"])
        where = moved.get(origin) or origin
        yield StoredFile(name, release, filename, origin, *where, state["size"], digest)


def batches_of(
    files: Iterable[StoredFile], most: int = FILES, most_bytes: int = BYTES
) -> Iterator[list[StoredFile]]:
    """Yield files some at a time."""
    batch: list[StoredFile] = []
    size = 0
    for one in files:
        batch.append(one)
        size += one.size
        if len(batch) == most or size >= most_bytes:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def total_of(files: Iterable[StoredFile]) -> tuple[int, int]:
    """Return how many files there are, and how many bytes they have together."""
    count = size = 0
    for one in files:
        count += 1
        size += one.size
    return count, size


def is_recorded(center, one: StoredFile) -> bool:
    """Tell whether the index still says the same of a file, and its bytes are where they were."""
    record = center_index(center).names.get(one.name)
    release = record.releases.get(one.release) if record is not None else None
    state = release.files.get(one.filename) if release is not None else None
    return (
        state is not None
        and (state["storage"], state["key"]) == one.origin
        and is_at(center, one.origin, (one.storage, one.key))
    )


def newest(center) -> None:
    """Begin a transaction that sees all that was committed before, elsewhere too."""
    # A client of a ZEO server may hear of a commit a moment after it; what it heard of before
    # an answer comes before that.
    ping = getattr(center._p_jar.db().storage, "ping", None)
    if ping is not None:
        ping()
    transaction.begin()
