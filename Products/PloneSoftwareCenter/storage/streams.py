"""Streams of any size and what they cost, for tests of storage strategies."""

import contextlib
import hashlib
import io
import pathlib
import resource


BLOCK = bytes(range(256)) * 4096


class Repeated(io.RawIOBase):
    """A stream of many bytes that lie nowhere."""

    def __init__(self, size):
        self._left = size

    def readable(self):
        return True

    def readinto(self, buffer):
        count = min(len(buffer), self._left, len(BLOCK))
        buffer[:count] = BLOCK[:count]
        self._left -= count
        return count


def digest_of(stream):
    """Return the sha256 of a stream, hex, lower case."""
    digest = hashlib.sha256()
    while block := stream.read(len(BLOCK)):
        digest.update(block)
    return digest.hexdigest()


class Growth:
    """By how much the memory of this process grew, in bytes."""

    bytes = 0


@contextlib.contextmanager
def growth():
    """Give a ``Growth`` that knows the greatest growth when the block has ended."""
    grown = Growth()
    # Linux forgets the greatest size so far when it is told to.
    with contextlib.suppress(OSError):
        pathlib.Path("/proc/self/clear_refs").write_text("5")
    before = _peak()
    yield grown
    grown.bytes = _peak() - before


def _peak():
    try:
        status = pathlib.Path("/proc/self/status").read_text()
        [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
