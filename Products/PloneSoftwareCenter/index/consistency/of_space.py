"""How many bytes a name and a center are said to have."""

from BTrees.Length import Length
from Products.PloneSoftwareCenter.index.consistency.difference import Difference
from Products.PloneSoftwareCenter.index.consistency.survey import asleep_afterwards
from Products.PloneSoftwareCenter.index.names import touch
from Products.PloneSoftwareCenter.index.space import recount_stored
from Products.PloneSoftwareCenter.index.space import stored_of_release


def space_difference(survey, record):
    """Yield whether a name counts the bytes of its files right."""
    wanted = 0
    for release in record.releases.values():
        with asleep_afterwards(release):
            wanted += stored_of_release(release)
    if record.stored == wanted:
        return

    def mend():
        index = survey.writable
        recount_stored(index, record)
        touch(index, record)

    yield Difference(
        "space-of-name",
        record.normalized_name,
        f"The index counts {record.stored} bytes of files of {record.normalized_name};"
        f" there are {wanted}.",
        mend,
    )


def space_of_center(survey, total):
    """Yield whether the center counts what its names count.

    :param total: of the names, in bytes
    """
    stored = survey.index.stored
    found = stored() if stored is not None else 0
    if found == total:
        return

    def mend():
        index = survey.writable
        if index.stored is None:
            index.stored = Length()
        index.stored.change(_total(index) - index.stored())

    yield Difference(
        "space-of-center",
        "stored",
        f"The index counts {found} bytes of files; its names have {total}.",
        mend,
    )


def _total(index):
    total = 0
    for record in index.names.values():
        with asleep_afterwards(record):
            total += record.stored
    return total
