"""Ports for servers that tests start, which are bound a while after they were chosen."""

import random
import socket


#: below those that the system gives to whoever asks for any port, and to connections (32768 and
#: above on Linux): what is free here is still free when the server has started, and nobody who
#: looks whether it has can meet his own connection
PLACES = range(20_000, 32_000)

_given = set()


def free_port():
    """Return a port of the loopback address at which nobody listens; never one twice."""
    # of its own, since tests set the seed of the other
    chosen = random.SystemRandom()
    while True:
        port = chosen.choice(PLACES)
        if port not in _given and not _is_taken(port):
            _given.add(port)
            return port


def listens(port):
    """Say whether somebody listens at a port of the loopback address."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _is_taken(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
        return False
