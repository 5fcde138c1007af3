"""What a webhook is: who signs what, where it may lead, when it is tried again."""

from collections.abc import Sequence
from Products.PloneSoftwareCenter.pypi.errors import InvalidHook
from typing import Any
from urllib.parse import SplitResult
from urllib.parse import urlsplit

import hashlib
import hmac
import ipaddress
import json
import socket


#: what is told of
EVENTS = ("upload", "release", "yank", "status")

#: seconds from each failed attempt to the next one; after the last of them it is given up, which
#: is more than a day later
PAUSES = (10, 60, 300, 1800, 7200, 21_600, 43_200, 43_200)

#: seconds for which a hook rests at most after a failure, whatever waits for it
LONGEST_REST = 1800

#: seconds after which a hook is switched off, when nothing at all has come through
GIVEN_UP = sum(PAUSES)

#: seconds for which a signature shall be believed by who checks it
TOLERANCE = 300

#: what is told of an address that ``is_allowed`` refuses
NOT_THERE = "This address leads to a loopback, private or reserved network: nothing is sent there."

#: characters of an address
LONGEST_URL = 2000

#: where further networks are allowed, for the administrators of the server; see ``networks_of``
VARIABLE = "PSC_WEBHOOK_NETWORKS"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: global by their numbers, but what they lead to is an IPv4 address in them (RFC 6052, 3056, 4380)
_TRANSLATED = tuple(
    ipaddress.ip_network(text)
    for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
_SCHEMES = {"http": 80, "https": 443}
#: below this, ports are those of other services
_LOWEST_PORT = 1024


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """Return the value of the header ``X-PSC-Signature``.

    :param timestamp: seconds since 1970, when it is sent; signed too, so that nobody sends it again
    """
    signed = f"{timestamp}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


def is_signed(secret: str, header: str, body: bytes, now: float) -> bool:
    """Say whether a body was signed with a secret a moment ago: what a receiver has to do."""
    fields = dict(part.partition("=")[::2] for part in header.split(","))
    timestamp = fields.get("t", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 20):
        return False
    if abs(now - int(timestamp)) > TOLERANCE:
        return False
    return hmac.compare_digest(sign(secret, int(timestamp), body), header)


def payload(delivery_id: str, event: str, moment: str, about: dict[str, Any]) -> bytes:
    """Return what is sent, as JSON.

    :param moment: ISO 8601, when it happened
    """
    told = {"id": delivery_id, "event": event, "time": moment, **about}
    return json.dumps(told, ensure_ascii=True, sort_keys=True).encode()


def subject_of(body: bytes) -> str:
    """Return what a message is about, in a line: ``demo 1.0 demo-1.0.tar.gz``."""
    told = json.loads(body)
    release, file = told.get("release"), told.get("file")
    if release is None:
        words = [told["project"]["title"], told.get("status", "")]
    else:
        words = [release["name"], release["version"], file["filename"] if file else ""]
    return " ".join(filter(None, words))


def pause_after(attempts: int) -> int | None:
    """Return how many seconds to wait after so many failed attempts; None: it is given up."""
    return PAUSES[attempts - 1] if 0 < attempts <= len(PAUSES) else None


def rest_after(failures: int) -> int:
    """Return for how many seconds a hook rests after so many failures in a row, of whatever."""
    return min(pause_after(failures) or LONGEST_REST, LONGEST_REST)


def check_url(url: str) -> SplitResult:
    """Return the parts of an address to which something may be sent, wherever it leads.

    :raises InvalidHook: when it is none; ``check_addresses`` asks where it leads
    """
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise InvalidHook("Write the address in ASCII, without blanks, in 2000 characters or less.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise InvalidHook("This is no address.") from error
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise InvalidHook("Write an address that begins with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        raise InvalidHook("Leave user name and password out: what is sent is signed.")
    if parts.fragment:
        raise InvalidHook("Leave out what stands behind #: it is never sent.")
    if port is not None and port not in _SCHEMES.values() and port < _LOWEST_PORT:
        raise InvalidHook("Use port 80 or 443, or one from 1024 on.")
    return parts


def check_host(host: str, allowed: Sequence[Network] = ()) -> None:
    """See to it that a host that is an address by itself is an allowed one; no name is looked up.

    :raises InvalidHook: when it is none
    """
    address = _address_of(host)
    if address is not None and not is_allowed(address, allowed):
        raise InvalidHook(NOT_THERE)


def _address_of(host: str) -> str | None:
    """The IP address that a host says it is, in any way of writing it; None: it is a name."""
    if host == "localhost" or host.endswith(".localhost"):
        # RFC 6761
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        # 10.1, 0x0a000001 and 167772161 are one address.
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def port_of(parts: SplitResult) -> int:
    """Return the port that an address means."""
    return parts.port or _SCHEMES[parts.scheme]


def networks_of(text: str) -> tuple[Network, ...]:
    """Return the networks that VARIABLE allows: ``10.1.0.0/16, fd00::/8``.

    :raises ValueError: when one is none
    """
    return tuple(ipaddress.ip_network(part) for part in text.replace(",", " ").split())


def is_allowed(address: str, allowed: Sequence[Network] = ()) -> bool:
    """Say whether something may be sent to an IP address.

    Only to those that are everybody's: no loopback, private, link-local (where clouds tell
    machines their secrets), shared, reserved or multicast ones, however they are written.
    """
    try:
        found: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if any(found.version == network.version and found in network for network in allowed):
        return True
    if any(found.version == network.version and found in network for network in _TRANSLATED):
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved
