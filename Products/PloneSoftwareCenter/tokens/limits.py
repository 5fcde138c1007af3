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
from functools import lru_cache

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


class Limits:
    """Counts failures.

    Of accounts and addresses, hashes are kept that mean nothing in another process: some people
    type their password where their name belongs.

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
            #: when the last failure was; None: nothing is counted
            self._latest = None
            #: pairs that have logged in, the latest last
            self._known = OrderedDict()

    def wait(self, account: str, address: str) -> int:
        """Return for how many seconds nothing is tried; 0: try."""
        # As a rule nobody has failed lately. Each request with a password comes by here.
        if self._latest is None:
            return 0
        pair, account_key, address_key = _keys(account, address)
        with self._lock:
            if self._latest is None:
                # Another thread has found meanwhile that the last failure is too long ago.
                return 0
            if self._clock() - self._latest >= WINDOW:
                self._latest = None
                for table in (self._pairs, self._accounts, self._addresses):
                    table.clear()
                return 0
            longest = self._left(self._pairs, pair, OF_PAIR)
            if pair not in self._known:
                longest = max(
                    longest,
                    self._left(self._accounts, account_key, OF_ACCOUNT),
                    self._left(self._addresses, address_key, OF_ADDRESS),
                )
        return longest

    def fail(self, account: str, address: str) -> int:
        """Count a failure; return for how many seconds nothing is tried now."""
        pair, account_key, address_key = _keys(account, address)
        with self._lock:
            self._latest = self._clock()
            self._count(self._pairs, pair)
            self._count(self._accounts, account_key)
            self._count(self._addresses, address_key)
        return self.wait(account, address)

    def succeed(self, account: str, address: str) -> None:
        """Remember a log-in: earlier failures of the pair don't count any more."""
        pair = _keys(account, address)[0]
        if self._latest is None and pair in self._known:
            return
        with self._lock:
            self._pairs.pop(pair, None)
            self._known[pair] = None
            self._known.move_to_end(pair)
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


def _keys(account, address):
    """Return the keys of the pair, of the account and of the address."""
    account, address = account.strip().lower(), _network(address)
    return hash((account, address)), hash(account), hash(address)


@lru_cache(maxsize=1024)
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


#: of this process
LIMITS = Limits()
