"""How many bytes the files of a name and of a center have, kept ready.

::

    NameRecord.stored    of all files of a name, those that installers do not see, too
    CenterIndex.stored   a Length: of all names together

Whoever asks for a number takes ``counts``.

A name's number stands in its record, which each change of a file writes anyway; both resolve
conflicts, so uploads do not meet here. Core metadata and signatures are not counted.
"""

from BTrees.Length import Length


def stored_of_release(release) -> int:
    """Return the bytes of the files of a ``ReleaseRecord``; reads through them."""
    return sum(state["size"] for state in release.files.values())


def stored_of_name(record) -> int:
    """Return what ``NameRecord.stored`` should be; reads through all files of the name."""
    return sum(map(stored_of_release, record.releases.values()))


def count_stored(index, record, difference: int) -> None:
    """Keep the numbers; the caller touches the record."""
    if difference:
        record.stored += difference
        if index.stored is None:
            index.stored = Length()
        index.stored.change(difference)


def recount_stored(index, record) -> None:
    """Make the number of a name right; the caller touches the record."""
    count_stored(index, record, stored_of_name(record) - record.stored)
