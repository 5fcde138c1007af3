"""The words of the command line."""

from .install import install
from .layout import TOP
from .programs import end_on_sigterm
from .programs import hold
from .programs import Refused
from .serve import check_address
from .serve import serve
from .settings import http_address
from .testing import read_words
from .testing import run_tests
from collections.abc import Callable
from collections.abc import Sequence

import os
import sys


def start(words: Sequence[str]) -> int:
    """Serve the site, on what PSC_HTTP_ADDRESS says."""
    refuse_words(words)
    address = http_address()
    check_address(address)
    prepare()
    install()
    return serve(address)


def test(words: Sequence[str]) -> int:
    """Run the tests."""
    read_words(words)
    prepare()
    install(tests=True)
    return run_tests(words)


def only_install(words: Sequence[str]) -> int:
    """Install, and nothing else."""
    refuse_words(words)
    prepare()
    install()
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "install": only_install,
    "start": start,
    "test": test,
}


def refuse_words(words: Sequence[str]) -> None:
    """Words that nobody reads are a misunderstanding."""
    if words:
        raise Refused(f"nothing is known about {' '.join(words)!r}.")


def prepare() -> None:
    """Be the only one that installs into this checkout."""
    end_on_sigterm()
    if not os.access(TOP, os.W_OK):
        raise Refused(f"{TOP} can't be written to: use a checkout of your own.")
    hold(TOP)


def main(words: Sequence[str]) -> int:
    """Do what the first word says; return the exit status."""
    known = ", ".join(sorted(COMMANDS))
    try:
        if not words:
            raise Refused(f"say what to do: python3 bootstrap.py with one of {known}.")
        if words[0] not in COMMANDS:
            raise Refused(f"{words[0]!r} is none of {known}.")
        return COMMANDS[words[0]](words[1:])
    except Refused as refused:
        sentence = str(refused)
    except OSError as error:
        sentence = f"{error.filename or 'the system'}: {error.strerror or error}."
    except KeyboardInterrupt:
        return 130
    print(f"bootstrap.py: {sentence}", file=sys.stderr)
    return 1
