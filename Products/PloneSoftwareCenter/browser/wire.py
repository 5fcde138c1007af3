"""What is done to a request before a view sees it, or when no view ever will.

Zope takes the body of a request apart before it looks for a view. Clients of an index send bodies
that it refuses or can't hold; and when it refuses one, it answers in JSON or HTML. Here such bodies
are mended or refused early, and each refusal is one plain English sentence.
"""

from http import HTTPStatus
from multipart import ParserLimitReached
from plone.rest.interfaces import IAPIRequest
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors_storage import NoSpace
from Products.PloneSoftwareCenter.pypi.multipart import HEAD_SIZE
from Products.PloneSoftwareCenter.pypi.multipart import lf_boundary
from Products.PloneSoftwareCenter.pypi.multipart import rewrite_line_ends
from Products.PloneSoftwareCenter.reading.answer import TEXT
from Products.PloneSoftwareCenter.reading.refusals import status_of
from Products.PloneSoftwareCenter.reading.routes import ADDRESS
from tempfile import gettempdir
from tempfile import SpooledTemporaryFile
from zope.component import adapter
from ZPublisher.BaseRequest import BaseRequest
from ZPublisher.HTTPRequest import HTTPRequest
from ZPublisher.interfaces import IPubBeforeAbort
from ZPublisher.interfaces import IPubStart

import errno
import json
import logging
import shutil
import traceback
import Zope2


logger = logging.getLogger(__name__)

#: A mended form up to this size, in bytes, is held in memory; above, in a temporary file.
IN_MEMORY = 1 << 19

#: What shall be left on a disk when a request is through, in bytes.
MARGIN = 1 << 24

TOO_LARGE = "The form in the request is larger than this server takes. Nothing was stored."
TOO_MANY = "The form in the request has more fields than this server reads. Nothing was stored."
CUT = "The form in the request ends before its closing boundary. Nothing was stored."
UNREADABLE = "The form in the request can't be read. Nothing was stored. Send it as RFC 7578 says."


class RefusedBody:
    """Stands in for a body that is refused: whoever reads it gets the error.

    The publisher has no answer for errors that are raised while it starts, but one for those
    that come up while it reads the body.
    """

    def __init__(self, error: PackageIndexError) -> None:
        self.error = error

    def read(self, size: int = -1) -> bytes:
        """Raise the error."""
        raise self.error

    def tell(self) -> int:
        """Return the beginning, always."""
        return 0

    def seek(self, position: int) -> None:
        """Go nowhere."""


@adapter(IPubStart)
def forget_unreadable_login(event):
    """Take credentials that nobody can read as none, so that the client is asked for better ones.

    Zope has no answer to them but 500.
    """
    request = event.request
    try:
        request._authUserPW()
    except ValueError:
        request._auth = None


@adapter(IPubStart)
def ask_free_space(event):
    """Refuse a form that the disks can't take, while there is room for a clear answer.

    The server has written the body to a disk once. The parts will be written to it again when the
    form is taken apart. Then the file goes to a storage, which may lie anywhere, and says itself
    when it is full.
    """
    request = event.request
    length = _content_length(request)
    if request.method != "POST" or length <= IN_MEMORY or not _is_multipart(request):
        return
    for folder, size in _needed(length):
        try:
            free = shutil.disk_usage(folder).free
        except OSError:
            # Whoever needs it will say that it is gone.
            continue
        if free < size + MARGIN:
            logger.warning("No space for a request of %d bytes in %s.", length, folder)
            request.stdin = RefusedBody(NoSpace())


@adapter(IPubStart)
def mend_line_ends(event):
    """Give a form with bare LF line ends, as each distutils registers, the CRLF that Zope wants.

    A retried request brings the mended body and is left alone. A form that is cut is refused.
    """
    request = event.request
    source = request.stdin
    if request.method != "POST" or not _is_multipart(request) or not hasattr(source, "seek"):
        return
    if isinstance(source, RefusedBody):
        return
    head = source.read(HEAD_SIZE)
    # Nobody has read before us, and not every server's input can tell where it is.
    source.seek(0)
    boundary = lf_boundary(request.environ["CONTENT_TYPE"], head)
    if boundary is None:
        return
    mended = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the publisher reads it
    try:
        rewrite_line_ends(source, boundary, mended)
    except InvalidUpload as error:
        mended.close()
        request.stdin = RefusedBody(error)
    else:
        mended.seek(0)
        request.stdin = mended


@adapter(IPubBeforeAbort)
def say_it_plain(event):
    """Answer a program whose form Zope could not read with a status and a sentence that fit.

    Whatever goes wrong there is the body's fault, but for a full disk: never a 5xx with a stack.
    Browsers get Plone's page as ever, unless the sentence is ours.
    """
    request, error = event.request, event.exc_info[1]
    if event.retry or not (_failed_in_the_form(event.exc_info[2]) or _names_no_view(event)):
        return
    if not (_is_program(request) or isinstance(error, PackageIndexError)):
        return
    status, sentence = _verdict(error)
    logger.warning("Refused a form sent to %r: %r", request.get("PATH_INFO"), error)
    say(request, status, sentence)


def say(request: HTTPRequest, status: int, sentence: str) -> None:
    """Make one sentence the answer to a request that fails, whatever Zope has answered."""
    is_rest = IAPIRequest.providedBy(request)
    told = json.dumps({"type": HTTPStatus(status).phrase, "message": sentence})
    body = told.encode() if is_rest else f"{sentence}\n".encode()
    response = request.response
    if is_rest:
        # plone.rest has locked its own answer, which would have another length than we tell.
        response._locked_status = response._locked_body = 0
    # Locked: what transforms answers afterwards would set the status of the exception's class.
    response.setStatus(status, lock=True)
    response.setHeader("Content-Type", "application/json" if is_rest else TEXT)
    response.setHeader("X-Content-Type-Options", "nosniff")
    response.setHeader("Content-Length", str(len(body)))
    response.setBody(b"" if request.method == "HEAD" else body)


def _is_multipart(request: HTTPRequest) -> bool:
    content_type = request.environ.get("CONTENT_TYPE") or ""
    return content_type.lstrip().lower().startswith("multipart/form-data")


def _content_length(request: HTTPRequest) -> int:
    try:
        return int(request.environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _needed(length: int) -> list[tuple[str, int]]:
    """Return (folder, bytes) of what a body needs on its way; a margin shall be left of each disk.

    That of the database must not get full, also where the file goes elsewhere.
    """
    needed = [(gettempdir(), length)]
    storage = getattr(getattr(Zope2, "DB", None), "storage", None)
    blobs = getattr(storage, "temporaryDirectory", None)
    if blobs is not None:
        needed.append((blobs(), 0))
    return needed


def _is_program(request: HTTPRequest) -> bool:
    """Whether a program asks: browsers say that they read HTML, and log in with a cookie.

    What lies at the addresses of an index is for programs, whoever asks.
    """
    return (
        bool(request._auth)
        or "text/html" not in request.getHeader("Accept", "")
        or ADDRESS.search(request.environ.get("PATH_INFO", "")) is not None
    )


def _failed_in_the_form(trace) -> bool:
    reading = HTTPRequest.processInputs.__code__
    return any(frame.f_code is reading for frame, _ in traceback.walk_tb(trace))


def _names_no_view(event) -> bool:
    """Whether Zope could not even look for a view, since the form's action is not UTF-8."""
    looking = BaseRequest.traverse.__code__
    frames = (frame.f_code for frame, _ in traceback.walk_tb(event.exc_info[2]))
    return isinstance(event.exc_info[1], UnicodeEncodeError) and looking in frames


def _verdict(error: Exception) -> tuple[int, str]:
    """Return the status and the sentence for an error that came up while a form was read."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        error = NoSpace()
    if isinstance(error, PackageIndexError):
        return status_of(error), str(error)
    # Zope raises BadRequest around the parser's error, or with a text of its own.
    cause = error.args[0] if error.args else error
    text = str(cause)
    if isinstance(cause, ParserLimitReached) and "segment count" in text:
        return 400, TOO_MANY
    if text in ("Memory limit reached", "Disk limit reached") or "too much memory" in text:
        return 413, TOO_LARGE
    return 400, CUT if "Unexpected end" in text else UNREADABLE
