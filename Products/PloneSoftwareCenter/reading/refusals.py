"""The one table from error to HTTP status, and answers that refuse."""

from Products.PloneSoftwareCenter.pypi.configuration import ConfigurationTooLarge
from Products.PloneSoftwareCenter.pypi.effort import NoSetFits
from Products.PloneSoftwareCenter.pypi.errors import Busy
from Products.PloneSoftwareCenter.pypi.errors import FileExists
from Products.PloneSoftwareCenter.pypi.errors import FilenameUsed
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors import RangeNotSatisfiable
from Products.PloneSoftwareCenter.pypi.errors_access import LoginRequired
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed
from Products.PloneSoftwareCenter.pypi.errors_access import TooManyLogins
from Products.PloneSoftwareCenter.pypi.errors_storage import FileBroken
from Products.PloneSoftwareCenter.pypi.errors_storage import FileTooLarge
from Products.PloneSoftwareCenter.pypi.errors_storage import FileUnreadable
from Products.PloneSoftwareCenter.pypi.errors_storage import NoSpace
from Products.PloneSoftwareCenter.pypi.errors_storage import SpaceUsedUp
from Products.PloneSoftwareCenter.pypi.errors_storage import StorageDown
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.answer import Headers
from Products.PloneSoftwareCenter.reading.answer import text_answer
from Products.PloneSoftwareCenter.reading.asked import Asked


#: from the most to the least particular; whatever is not named is the client's fault
STATUS_OF = (
    (LoginRequired, 401),
    (NotAllowed, 403),
    (SpaceUsedUp, 403),
    (NotFound, 404),
    (FileExists, 409),
    (FilenameUsed, 409),
    (NoSetFits, 409),
    (ConfigurationTooLarge, 413),
    (FileTooLarge, 413),
    (RangeNotSatisfiable, 416),
    (TooManyLogins, 429),
    (FileBroken, 500),
    (Busy, 503),
    (FileUnreadable, 503),
    (StorageDown, 503),
    (NoSpace, 507),
    (PackageIndexError, 400),
)

#: the realm that distutils' register waits for before it sends its password
CHALLENGE = 'Basic realm="pypi"'


def status_of(error: PackageIndexError) -> int:
    """Return the HTTP status that says what an error says."""
    return next(status for kind, status in STATUS_OF if isinstance(error, kind))


def refusal_headers(error: PackageIndexError) -> Headers:
    """Return the headers that belong to an error's status."""
    status = status_of(error)
    headers: list[tuple[str, str]] = []
    if status == 401:
        headers.append(("WWW-Authenticate", CHALLENGE))
    if isinstance(error, RangeNotSatisfiable):
        headers.append(("Content-Range", f"bytes */{error.size}"))
    if isinstance(error, TooManyLogins):
        headers.append(("Retry-After", str(error.wait)))
    if status == 503:
        headers.append(("Retry-After", "1"))
    if status in (401, 403, 404, 416, 429, 500, 503):
        headers.append(("Cache-Control", "private, no-cache"))
    return tuple(headers)


def refusal(asked: Asked, error: PackageIndexError) -> Answer:
    """Return the answer that says what an error says."""
    return text_answer(asked, str(error), status_of(error), refusal_headers(error))
