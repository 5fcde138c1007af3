"""Are the bytes of each file where its record says? Asked for, not read."""

from collections.abc import Iterator
from Products.PloneSoftwareCenter.index.consistency.difference import Difference
from Products.PloneSoftwareCenter.index.consistency.parts import Part
from Products.PloneSoftwareCenter.index.consistency.parts import PARTS
from Products.PloneSoftwareCenter.index.consistency.survey import asleep_afterwards
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.moved import storage_of


def stored_differences(survey, normalized) -> Iterator[Difference]:
    """Yield the files of a name whose bytes are missing, or are not as many as they should be."""
    record = survey.index.names.get(normalized)
    for release in list(record.releases.values()) if record is not None else ():
        with asleep_afterwards(release):
            for filename, state in release.files.items():
                sentence = _fault(survey.center, state)
                if sentence:
                    yield Difference(
                        "bytes-missing",
                        filename,
                        f"The bytes of {filename}: {sentence} Put them back from a backup.",
                    )


def _fault(center, state):
    """Return what is wrong with the bytes of a file, or None."""
    try:
        storage, key = storage_of(center, state["storage"], state["key"])
        size = storage.size(key)
    except StorageError as error:
        return str(error)
    if size != state["size"]:
        return f"there are {size} and not {state['size']}."
    return None


BYTES = Part("bytes", lambda survey: survey.index.names, stored_differences)
#: all that is compared, the bytes last
ALL_PARTS = (*PARTS, BYTES)
