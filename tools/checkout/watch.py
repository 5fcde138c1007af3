"""Tell the address when the server really answers there."""

from .programs import say
from .settings import Address

import http.client
import os
import sys
import time
import urllib.error
import urllib.request


CENTER = "/Plone/software"
#: seconds between two questions, and until nobody waits any more
PAUSE, PATIENCE = 0.2, 600


def watch(address: Address, server: int) -> None:
    """Leave a process behind that asks the server (by its process id) until it answers.

    The server replaces the process that calls this, so the one that asks is a grandchild:
    nobody need wait for its end.
    """
    sys.stdout.flush()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    if os.fork() == 0:
        try:
            announce(address, server)
        finally:
            os._exit(0)
    os._exit(0)


def announce(address: Address, server: int) -> None:
    """Wait for an answer, and tell about it."""
    started = time.monotonic()
    while is_running(server) and time.monotonic() - started < PATIENCE:
        status = status_of(address.url + CENTER)
        if status == 200:
            say(f"the software center is at {address.url}{CENTER}")
            return
        if status is not None:
            say(f"the server is at {address.url}, and answers {status} for {CENTER}")
            return
        time.sleep(PAUSE)


def is_running(process: int) -> bool:
    """Whether there is still such a process."""
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def status_of(url: str) -> int | None:
    """The status of a GET; nothing when nobody answers."""
    # no proxy stands between us and ourselves
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, http.client.HTTPException):
        return None
