"""What it costs that files are compared with their digest before they are sent.

    .venv/bin/python benchmarks/verified.py [MB]

Sends a file over a pair of sockets as the fast road does, with ``sendfile``: just opened, compared
for the first time, and compared before. Prints medians of 10 rounds, and their ratio to the first.
"""

from pathlib import Path
from Products.PloneSoftwareCenter.storage.verified import MEMORY
from Products.PloneSoftwareCenter.storage.verified import verified_file

import hashlib
import os
import socket
import statistics
import sys
import tempfile
import threading
import time


ROUNDS = 10


class Local:
    """A strategy whose keys are paths."""

    def path(self, key):
        return key


def send(stream):
    """Send a stream to somebody who reads it and does nothing."""
    ours, theirs = socket.socketpair()

    def drain():
        buffer = bytearray(1 << 20)
        while theirs.recv_into(buffer):
            pass

    reader = threading.Thread(target=drain)
    reader.start()
    with ours, stream:
        offset = 0
        while sent := os.sendfile(ours.fileno(), stream.fileno(), offset, 1 << 24):
            offset += sent
        ours.shutdown(socket.SHUT_WR)
        reader.join()
    theirs.close()


def main(words):
    size = int(words[0] if words else 50) << 20
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        path.write_bytes(os.urandom(size))
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        # Later than a change that would not show.
        long_ago = time.time() - 3600
        os.utime(path, (long_ago, long_ago))
        time.sleep(3)

        def compared():
            send(verified_file(Local(), str(path), size, sha256).open())

        def compared_first():
            MEMORY.forget()
            compared()

        found = {}
        for _ in range(ROUNDS):
            for name, do in (
                ("opened", lambda: send(path.open("rb"))),
                ("compared for the first time", compared_first),
                ("compared before", compared),
            ):
                start = time.perf_counter()
                do()
                found.setdefault(name, []).append(time.perf_counter() - start)
    peer = statistics.median(found["opened"])
    for name, times in found.items():
        median = statistics.median(times)
        print(f"{name}: {median * 1000:.1f} ms, {median / peer:.2f} times")


if __name__ == "__main__":
    main(sys.argv[1:])
