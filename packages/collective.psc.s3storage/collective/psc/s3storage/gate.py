"""A store that says nothing keeps one thread at a time, and not all that an instance has.

A request to it takes as long as patience lasts. So once one was in vain, and nothing was answered
meanwhile, one request at a time finds out whether the store speaks again; all others are refused
at once, and the threads go on with what lies elsewhere.
"""

from botocore.exceptions import ConnectTimeoutError
from botocore.exceptions import EndpointConnectionError
from botocore.exceptions import ReadTimeoutError
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from typing import Any

import threading
import time


#: seconds after which a request that asks has ended, whatever became of it
LONGEST = 240
#: what means that nothing was said
SILENCE = (ConnectTimeoutError, ReadTimeoutError, EndpointConnectionError)
#: under which boto3 remembers when a request began, and whether it is the one that asks
BEGAN, ASKS = "psc_began", "psc_asks"


class Gate:
    """What this process knows of a store; boto3 tells it of each request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_silent = False
        #: of the monotonic clock: when something was answered, and how long one request asks
        self._answered = self._asks_until = float("-inf")

    def watch(self, client: Any) -> None:
        """Let the requests of a client through here."""
        events = client.meta.events
        events.register("before-call.s3", self.begin)
        events.register("after-call.s3", self.end)
        events.register("after-call-error.s3", self.fail)

    def begin(self, context: dict[str, Any], **_told: Any) -> None:
        """
        :raises StorageUnavailable: when the store says nothing, and another request asks it
        """
        now = time.monotonic()
        context[BEGAN] = now
        with self._lock:
            if not self._is_silent:
                return
            if now < self._asks_until:
                raise StorageUnavailable(
                    "The object store did not answer; it is asked by one request at a time until"
                    " it does."
                )
            self._asks_until = now + LONGEST
            context[ASKS] = True

    def end(self, **_told: Any) -> None:
        """Learn that the store has said something, if only that it refuses."""
        with self._lock:
            self._answered = time.monotonic()
            self._is_silent = False
            self._asks_until = float("-inf")

    def fail(self, exception: BaseException, context: dict[str, Any], **_told: Any) -> None:
        """Learn that there was no answer."""
        with self._lock:
            if isinstance(exception, SILENCE) and self._answered <= context[BEGAN]:
                self._is_silent = True
            if context.pop(ASKS, False):
                self._asks_until = float("-inf")
