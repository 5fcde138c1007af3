"""Which answers are downloads."""

from Products.PloneSoftwareCenter.downloads.gather import Countable
from Products.PloneSoftwareCenter.downloads.gather import countable
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.stored import StoredPart


#: the bytes, all of them as a part, or where they are
STATUSES = (200, 206, 302)


def download_of(found: Answer, status: int) -> Countable | None:
    """Return the file that is downloaded by an answer; None: that is none, or is not counted.

    :param found: the answer with the bytes that are meant, whoever sends them in the end
    :param status: what is sent in the end
    """
    part = found.body
    if status not in STATUSES or not isinstance(part, StoredPart) or not part.is_whole:
        return None
    return countable(part.center, part.filename)
