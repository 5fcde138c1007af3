"""Limits of failed log-ins: for an address and an account, and wider ones for each of both.

Counts live in the memory of a process and are bounded in number. Nobody's data hangs on them: they
only slow down whoever guesses.

* 10 failures of an account from an address close that account to that address.
* 100 failures of an account from everywhere close it to addresses from which it has never logged
  in; whoever logs in from the usual place is not locked out by others who guess.
* 100 failures from an address close it to accounts that have never logged in from there.

Each until five minutes after the first of them. What comes meanwhile is not tried, and not counted.
"""

from collections import OrderedDict
from dataclasses import dataclass

import hashlib
import ipaddress
import threading
import time


#: seconds after the first failure in which others add up
WINDOW = 300
#: failures in that time
OF_PAIR = 10
OF_ACCOUNT = 100
OF_ADDRESS = 100
#: keys in each table
SIZE = 10_000


@dataclass(frozen=True)
class Origin:
    """An account and from where it is asked for, as keys that tell neither."""

    account: bytes
    address: bytes

    @property
    def pair(self) -> bytes:
        return self.account + self.address


def origin_of(account: str, address: str) -> Origin:
    """Return the keys of an account and an address.

    Of the account not even its name is kept: some people type their password there.
    """
    return Origin(_key(account.strip().lower()), _key(_network(address)))


class Limits:
    """Counts failures.

    :param clock: returns seconds
    """

    def __init__(self, clock=time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self.forget()

    def forget(self):
        """Begin anew."""
        with self._lock:
            #: key -> (failures, when the first was)
            self._pairs, self._accounts, self._addresses = (OrderedDict() for _ in range(3))
            #: pairs that have logged in, the latest last
            self._known = OrderedDict()

    def wait(self, origin: Origin) -> int:
        """Return for how many seconds nothing is tried; 0: try."""
        with self._lock:
            longest = self._left(self._pairs, origin.pair, OF_PAIR)
            if origin.pair not in self._known:
                longest = max(
                    longest,
                    self._left(self._accounts, origin.account, OF_ACCOUNT),
                    self._left(self._addresses, origin.address, OF_ADDRESS),
                )
        return longest

    def fail(self, origin: Origin) -> int:
        """Count a failure; return for how many seconds nothing is tried now."""
        with self._lock:
            self._count(self._pairs, origin.pair)
            self._count(self._accounts, origin.account)
            self._count(self._addresses, origin.address)
        return self.wait(origin)

    def succeed(self, origin: Origin) -> None:
        """Remember a log-in: earlier failures of the pair don't count any more."""
        with self._lock:
            self._pairs.pop(origin.pair, None)
            self._known[origin.pair] = None
            self._known.move_to_end(origin.pair)
            _bound(self._known)

    def _left(self, table, key, most):
        failures, first = table.get(key, (0, 0))
        left = first + WINDOW - self._clock()
        return max(0, int(left) + 1) if failures >= most and left > 0 else 0

    def _count(self, table, key):
        now = self._clock()
        failures, first = table.get(key, (0, now))
        if first + WINDOW <= now:
            failures, first = 0, now
        table[key] = (failures + 1, first)
        table.move_to_end(key)
        _bound(table)


def _bound(table):
    while len(table) > SIZE:
        table.popitem(last=False)


def _network(address):
    """Return what one client has: an address, or with IPv6 the network of 64 bits around it."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped or ipaddress.ip_network((found, 64), strict=False))


def _key(text):
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


#: of this process
LIMITS = Limits()
