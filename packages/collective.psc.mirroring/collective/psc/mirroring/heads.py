"""Answers whose head comes in time, as a whole.

A limit of time is that of the next bytes: a server that sends a few of them every now and then
would keep whoever reads its head for ever.
"""

from http.client import HTTPResponse
from requests.adapters import HTTPAdapter
from typing import Any
from urllib3 import HTTPConnectionPool
from urllib3 import HTTPSConnectionPool
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection
from urllib3.connection import HTTPSConnection

import io
import socket
import time


#: seconds in which the whole head of an answer must come
LONGEST = 120.0


class _Arriving(io.RawIOBase):
    """The bytes of a connection; after a moment that is set none are waited for."""

    def __init__(self, connected: socket.socket, stream: io.RawIOBase) -> None:
        self._socket = connected
        self._stream = stream
        self._usual = connected.gettimeout()
        self._until: float | None = None

    def set_limit(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def forget_limit(self) -> None:
        self._until = None
        self._socket.settimeout(self._usual)

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._stream.fileno()

    def readinto(self, buffer: Any) -> int | None:
        if self._until is not None:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError("the head of the answer comes too slowly")
            self._socket.settimeout(left if self._usual is None else min(left, self._usual))
        return self._stream.readinto(buffer)

    def close(self) -> None:
        super().close()
        self._stream.close()


class _Answer(HTTPResponse):
    def __init__(self, connected: socket.socket, *arguments: Any, **named: Any) -> None:
        super().__init__(connected, *arguments, **named)
        self._arriving = _Arriving(connected, self.fp.detach())
        self.fp = io.BufferedReader(self._arriving)

    def begin(self) -> None:
        self._arriving.set_limit(LONGEST)
        super().begin()
        self._arriving.forget_limit()


class _Connection(HTTPConnection):
    response_class = _Answer


class _TLSConnection(HTTPSConnection):
    response_class = _Answer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _TLSConnection


class HeadsInTime(HTTPAdapter):
    """For a session of requests."""

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        super().init_poolmanager(*arguments, **named)
        _let_use(self.poolmanager)

    def proxy_manager_for(self, *arguments: Any, **named: Any) -> PoolManager:
        return _let_use(super().proxy_manager_for(*arguments, **named))


def _let_use(manager: PoolManager) -> PoolManager:
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _TLSPool}
    return manager
