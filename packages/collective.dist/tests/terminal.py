"""A terminal of its own for a program, and somebody who types."""

from tests.calling import environment

import contextlib
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
import time


#: makes the terminal the one that Ctrl-C and getpass know, then runs the program
START = """\
import fcntl, runpy, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
# who started the tests may have told them to ignore it
signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.argv[1] == "setup.py":
    del sys.argv[0]
    sys.exit(runpy.run_path("setup.py", run_name="__main__") and 0)
runpy.run_module("collective.dist", run_name="__main__")
"""
#: longest wait for anything
PATIENCE = 300


class Terminal:
    """A program of collective.dist, or setup.py, at a terminal; it is killed at the end."""

    def __init__(self, home, *words, columns=100, lines=40, cwd=None, **further):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        further = {"TERM": "xterm", "COLUMNS": str(columns), "LINES": str(lines), **further}
        self.program = subprocess.Popen(
            [sys.executable, "-c", START, *map(str, words)],
            cwd=cwd or home,
            env=environment(home, **further),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self.raw = b""
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        # nothing, when it has ended: its number may be another program's by then
        self.program.kill()
        self.program.wait(PATIENCE)
        self.reader.join(PATIENCE)
        os.close(self.master)

    def read(self):
        # on Linux the end of the program is an error of the terminal
        with contextlib.suppress(OSError):
            while block := os.read(self.master, 65536):
                self.raw += block

    @property
    def text(self):
        """All that was written, without what moves the cursor or paints."""
        text = self.raw.decode("utf-8", "replace").replace("\r\n", "\n")
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)

    def wait_for(self, text, times=1):
        """Wait until something was written so often."""
        self.wait(lambda: self.text.count(text) >= times, text)

    def wait(self, happened, what):
        deadline = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < deadline, f"no {what!r} in {self.text!r}"
            time.sleep(0.01)

    def type(self, text):
        os.write(self.master, text.encode())

    def end(self):
        """Wait for the end and return the exit status."""
        status = self.program.wait(PATIENCE)
        self.reader.join(PATIENCE)
        return status
