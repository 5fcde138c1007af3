"""Sending one delivery over HTTP: bounded in time and bytes, and to no address that is refused."""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.errors import InvalidHook
from Products.PloneSoftwareCenter.pypi.hooks import check_url
from Products.PloneSoftwareCenter.pypi.hooks import is_allowed
from Products.PloneSoftwareCenter.pypi.hooks import NOT_THERE
from Products.PloneSoftwareCenter.pypi.hooks import port_of
from Products.PloneSoftwareCenter.pypi.hooks import sign
from Products.PloneSoftwareCenter.webhooks.networks import allowed_networks

import contextlib
import http.client
import socket
import ssl
import threading
import time


#: seconds for an answer to begin, and for all of it
TIMEOUT = 10
PATIENCE = 15
#: bytes of an answer that are read and kept
MOST_READ = 500
TOO_SLOW = f"There was no whole answer within {PATIENCE} seconds."
AGENT = "PloneSoftwareCenter-Webhook/1"


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt."""

    #: of the answer; 0: there was none
    status: int
    #: its first bytes, or why there was none: a sentence
    text: str

    @property
    def is_delivered(self) -> bool:
        """Was it taken? Whatever is not 2xx says no; redirects are not followed."""
        return 200 <= self.status < 300


def send(url: str, secret: str, event: str, delivery_id: str, body: bytes, now=time.time):
    """Send a delivery once; return the ``Outcome``, whatever the other side does."""
    try:
        parts = check_url(url)
        address = _pinned_address(parts)
    except InvalidHook as error:
        return Outcome(0, str(error))
    except (OSError, UnicodeError) as error:
        return Outcome(0, f"The host is not known: {_reason(error)}")
    headers = {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "X-PSC-Event": event,
        "X-PSC-Delivery": delivery_id,
        "X-PSC-Signature": sign(secret, int(now()), body),
        "Connection": "close",
    }
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    watch = _Watch()
    connection = _connection(parts, address, watch)
    try:
        connection.request("POST", target, body=body, headers=headers)
        answer = connection.getresponse()
        text = answer.read(MOST_READ).decode("utf-8", "replace")
        if watch.has_cut:
            return Outcome(0, TOO_SLOW)
        return Outcome(answer.status, "".join(c if c.isprintable() else " " for c in text))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Outcome(0, TOO_SLOW if watch.has_cut else f"There was no answer: {_reason(error)}")
    finally:
        watch.cancel()
        with contextlib.suppress(OSError):
            connection.close()


class _Watch:
    """Ends a connection after PATIENCE: a server may send a byte now and then, for ever."""

    def __init__(self):
        self.has_cut = False
        self._timer = self._socket = None

    def start(self, sock):
        # TLS takes the socket over, and the connection lets go of it when the answer begins.
        self._socket = sock.dup()
        self._timer = threading.Timer(PATIENCE, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self):
        if self._timer is not None:
            self._timer.cancel()
            # one that cuts at this moment has to be through before its socket is closed
            self._timer.join()
            self._socket.close()

    def _cut(self):
        self.has_cut = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)


def _pinned_address(parts):
    """Return the IP address to connect to: the one that was looked at, whatever DNS says next.

    :raises InvalidHook: when any address of the host is refused
    """
    allowed = allowed_networks()
    port = port_of(parts)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = [entry[4][0] for entry in found]
    if not addresses or not all(is_allowed(address, allowed) for address in addresses):
        raise InvalidHook(NOT_THERE)
    return addresses[0]


def _connection(parts, address, watch):
    host, port = parts.hostname, port_of(parts)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)

    def connect(_place, timeout, source=None):
        # The name stays that of the header Host, and of the certificate.
        sock = socket.create_connection((address, port), timeout, source)
        watch.start(sock)
        return sock

    connection._create_connection = connect
    return connection


def _reason(error):
    return str(error) or type(error).__name__
