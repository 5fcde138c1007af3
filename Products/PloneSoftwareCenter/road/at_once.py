"""Sending kept answers from waitress' own loop, without handing them to a thread and back.

waitress reads and writes all connections in one loop and lets threads do the work. For an answer
that lies ready the way there and back takes longer than all else together. So connections of a
server in front of the fast road look first whether the answer is kept; whatever is not, or
is not plain, goes the usual way.

Nothing here may wait: while the loop does, nobody is served.
"""

from collections.abc import Callable
from collections.abc import Mapping
from functools import partial
from Products.PloneSoftwareCenter.road.sendfile import FileSendingChannel
from threading import get_ident
from typing import Any
from waitress.channel import HTTPChannel
from waitress.task import WSGITask
from waitress.utilities import build_http_date


#: bytes of the largest body that is sent at once; copying more would make others wait
LARGEST = 1 << 18

#: by these a server in front tells of the client, where it is trusted (``trusted_proxy``)
FORWARDED = (
    "FORWARDED",
    "X_FORWARDED_FOR",
    "X_FORWARDED_HOST",
    "X_FORWARDED_PORT",
    "X_FORWARDED_PROTO",
)

#: the key of the environ that leads to the connection
CLUE = "waitress.client_disconnected"


def take_over(environ: Mapping[str, Any], find: Callable[[Mapping[str, Any]], Any]) -> None:
    """See that new connections of the server that sent this request look for kept answers.

    :param environ: of WSGI; from another server than waitress, it changes nothing
    :param find: returns the kept ``Sent`` for an environ, or None; it never waits
    """
    channel = getattr(environ.get(CLUE), "__self__", None)
    if type(channel) is not HTTPChannel:
        return
    server, channel_class = channel.server, partial(Channel, find)
    # Connections that were there before go on asking, some at the same moment: it is done once.
    # Each further time would lie around the one before, until Python can go no deeper.
    if vars(server).setdefault("channel_class", channel_class) is channel_class:
        server.add_task = partial(_add_task, server.add_task)


def _add_task(add: Callable[[Any], None], channel: Any) -> None:
    """Have a request answered: by its own channel, where the loop itself has just read it."""
    if isinstance(channel, Channel) and channel.loop == get_ident():
        channel.has_read = True
    else:
        add(channel)


class Channel(FileSendingChannel):
    """A connection whose requests are answered at once where that is possible."""

    def __init__(self, find: Callable[[Mapping[str, Any]], Any], *args: Any, **kwargs: Any) -> None:
        self.find = find
        self.loop = get_ident()
        self.has_read = False
        super().__init__(*args, **kwargs)

    def received(self, data: bytes) -> bool:
        """Take what was read; called by the loop only."""
        taken: bool = super().received(data)
        if self.has_read:
            self.has_read = False
            if not self._answer():
                self.server.task_dispatcher.add_task(self)
        return taken

    def _answer(self) -> bool:
        """Answer the request that has come, or say that a thread must."""
        # A second request waits for the answer to the first, and so do bytes that are not sent yet.
        if len(self.requests) != 1 or self.total_outbufs_len:
            return False
        request = self.requests[0]
        connection = request.headers.get("CONNECTION", "keep-alive").lower()
        if request.error or request.version != "1.1" or connection not in ("keep-alive", "close"):
            return False
        if self.adj.trusted_proxy and any(name in request.headers for name in FORWARDED):
            return False
        environ = WSGITask(self, request).get_environment()
        sent = self.find(environ)
        if sent is None or len(sent.body) > LARGEST:
            return False
        sent.count(environ)
        with self.requests_lock:
            self.requests.clear()
            self.close_when_flushed = connection == "close"
        request.close()
        self._send(sent.head + self._variable_head() + sent.body)
        return True

    def _variable_head(self) -> bytes:
        lines = [f"Date: {build_http_date(self.last_activity)}"]
        if self.adj.ident:
            lines.append(f"Server: {self.adj.ident}")
        if self.close_when_flushed:
            lines.append("Connection: close")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _send(self, data: bytes) -> None:
        """Send what the client takes now, and leave the rest to the loop."""
        count = self.send(data)
        if count < len(data) and self.connected:
            self.write_soon(data[count:])
