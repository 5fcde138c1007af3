"""Rendering in a process of its own, which ends when it takes too long or too much.

A text of a stranger can keep a parser busy for minutes, and one that is written in C keeps all
threads of its process waiting. No bound inside of a process helps against that.

``python -m Products.PloneSoftwareCenter.pypi.apart`` is that process: a JSON object on standard
input, one on standard output.
"""

from contextlib import suppress
from Products.PloneSoftwareCenter.pypi.markup import to_html
from threading import BoundedSemaphore

import json
import logging
import os
import subprocess
import sys


logger = logging.getLogger(__name__)

#: How long a text may take, in seconds of its processor, and by the clock on a busy machine.
MAX_SECONDS = 4
MAX_WAIT = 10

#: How much memory the process may take, in bytes.
MAX_MEMORY = 2**30

#: How many texts are rendered at once; more would only slow each other.
_places = BoundedSemaphore(2)


class Busy(Exception):
    """Too many other texts are being rendered: nothing is known of this one."""


def to_html_apart(text: str, content_type: str | None) -> str | None:
    """What ``to_html`` returns, and ``None`` where that takes too long.

    :raises Busy: when no place was free in time.
    """
    if not _places.acquire(timeout=MAX_WAIT):
        raise Busy()
    try:
        return _run(text, content_type)
    finally:
        _places.release()


def _run(text: str, content_type: str | None) -> str | None:
    asked = json.dumps({"text": text, "content_type": content_type})
    try:
        done = subprocess.run(
            [sys.executable, "-S", "-m", __spec__.name],
            input=asked.encode("ascii"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "0"},
            timeout=MAX_WAIT,
            check=True,
        )
        html = json.loads(done.stdout)["html"]
    except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
        logger.warning("A description of %d characters is not rendered: %r", len(text), error)
        return None
    return html if isinstance(html, str) else None


def main() -> None:
    """Render what standard input says."""
    with suppress(ImportError):
        # Windows has none; there the clock of whoever waits ends it.
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    asked = json.loads(sys.stdin.buffer.read())
    html = to_html(asked["text"], asked["content_type"])
    sys.stdout.write(json.dumps({"html": html}))


if __name__ == "__main__":
    main()
