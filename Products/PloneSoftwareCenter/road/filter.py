"""``egg:Products.PloneSoftwareCenter#fast``: the entry of PasteDeploy.

It stands first in the pipeline of an instance. Leave it out, and Zope answers everything
in the same words, only slower.
"""

from collections.abc import Callable
from collections.abc import Iterable
from Products.PloneSoftwareCenter.reading.handing import note_web_server
from Products.PloneSoftwareCenter.reading.routes import ADDRESS
from Products.PloneSoftwareCenter.reading.simple import is_forgetful
from Products.PloneSoftwareCenter.road.answers import answer_from
from Products.PloneSoftwareCenter.road.answers import Sent
from Products.PloneSoftwareCenter.road.at_once import take_over
from Products.PloneSoftwareCenter.road.memory import KEY_LENGTH
from Products.PloneSoftwareCenter.road.memory import Memory
from Products.PloneSoftwareCenter.road.unanswerable import refuse_unanswerable
from typing import Any
from ZODB.interfaces import IMVCCStorage

import logging
import Zope2


logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Application = Callable[..., Iterable[bytes]]

#: all of a request that an answer may depend on
DEPENDS_ON = (
    "PATH_INFO",
    "REQUEST_METHOD",
    "HTTP_ACCEPT",
    "HTTP_IF_NONE_MATCH",
    "QUERY_STRING",
    "HTTP_HOST",
    "HTTPS",
    "SCRIPT_NAME",
    "wsgi.url_scheme",
    "SERVER_NAME",
    "SERVER_PORT",
)

#: kept for a request that Zope must answer
PASSED_ON = object()


class FastRoad:
    """A WSGI application in front of another.

    :param app: who answers what this one does not
    :param database: returns Zope's database, None before there is one
    """

    def __init__(self, app: Application, database: Callable[[], Any] = lambda: Zope2.DB) -> None:
        self.app = app
        self.database = database
        self.memory = Memory()

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        refused = refuse_unanswerable(environ, start_response)
        if refused is not None:
            return refused
        note_web_server(environ)
        if is_for_everybody(environ) and ADDRESS.search(environ["PATH_INFO"]):
            take_over(environ, self.at_hand)
            answered = self.answer(environ, start_response)
            if answered is not None:
                return answered
        answered = self.app(environ, start_response)
        return _without_body(answered) if environ["REQUEST_METHOD"] == "HEAD" else answered

    def answer(self, environ: Environ, start_response: Callable) -> Iterable[bytes] | None:
        """Answer, or return None for Zope to do it."""
        db = self.database()
        if db is None:
            return None
        storage = db.storage
        if "HTTP_RANGE" in environ or IMVCCStorage.providedBy(storage):
            # Such a storage (RelStorage) tells the last transaction to open connections only.
            return self._send(self._make(db, environ), environ, start_response)
        key = tuple(map(environ.get, DEPENDS_ON))
        tid = _newest(storage)
        sent = self.memory.get(storage, tid, key)
        if sent is PASSED_ON:
            return None
        if sent is not None:
            try:
                return sent(environ, start_response)
            except OSError:
                # A pack or a cache of the client has taken the file away.
                sent = None
        sent = self._make(db, environ)
        length = sum(len(part) for part in key if part)
        if length < KEY_LENGTH and (sent is None or sent.can_be_kept):
            size = length + (sent.weight if sent is not None else 0)
            self.memory.put(storage, tid, key, PASSED_ON if sent is None else sent, size)
        return self._send(sent, environ, start_response)

    def at_hand(self, environ: Environ) -> Sent | None:
        """Return a kept answer whose bytes lie ready, or None; it waits for nothing and nobody."""
        db = self.database()
        if db is None or "HTTP_RANGE" in environ or not is_for_everybody(environ):
            return None
        storage = db.storage
        if IMVCCStorage.providedBy(storage) or getattr(storage, "server_sync", False):
            return None
        key = tuple(map(environ.get, DEPENDS_ON))
        sent = self.memory.get(storage, storage.lastTransaction(), key)
        is_ready = isinstance(sent, Sent) and isinstance(sent.body, bytes) and sent.head is not None
        return sent if is_ready else None

    def _make(self, db: Any, environ: Environ) -> Any:
        try:
            return answer_from(db, environ)
        except Exception:
            # Whatever it was: Zope has the means to retry, to answer and to tell.
            logger.exception("Left to Zope: %r", environ["PATH_INFO"])
            return None

    def _send(self, sent: Any, environ: Environ, start_response: Callable) -> Any:
        if sent is None:
            return None
        try:
            return sent(environ, start_response)
        except OSError:
            return None


def is_for_everybody(environ: Environ) -> bool:
    """Say whether a request is one to read that nobody in particular sends.

    A log-in comes in the header Authorization, in a cookie, or by word of a server in front.
    """
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and "HTTP_AUTHORIZATION" not in environ
        and "HTTP_COOKIE" not in environ
        and "REMOTE_USER" not in environ
        # No kept answer says who asked.
        and not ("HTTP_IF_NONE_MATCH" in environ and is_forgetful(environ.get("HTTP_USER_AGENT")))
    )


def make_filter(app: Application, global_conf: object = None, **options: str) -> FastRoad:
    """Return the filter; it has no options."""
    if options:
        raise ValueError(f"The fast road knows no option {', '.join(sorted(options))}.")
    return FastRoad(app)


def _newest(storage: Any) -> bytes:
    """Return the id of the newest transaction that this process can know of."""
    # A ZEO client asks its server here, where it is told to.
    sync = getattr(storage, "sync", None)
    if sync is not None:
        sync()
    tid: bytes = storage.lastTransaction()
    return tid


def _without_body(answered: Iterable[bytes]) -> Iterable[bytes]:
    """Drop the body of an answer to HEAD.

    Zope sends that of its error pages, and the client would take it for the beginning of
    the next answer.
    """
    try:
        # Some applications start their answer when they are asked for its body.
        next(iter(answered), None)
    finally:
        close = getattr(answered, "close", None)
        if close is not None:
            close()
    return ()
