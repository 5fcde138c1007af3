"""Start the site."""

from .layout import DATABASE
from .layout import FIRST_CONTENT
from .layout import INSTANCE
from .layout import TOP
from .layout import WSGI_INI
from .own_archives import build_own_archives
from .programs import ProgramFailed
from .programs import Refused
from .programs import release
from .programs import say
from .settings import Address
from .settings import child_environment
from .settings import wants_first_content
from .watch import watch

import fcntl
import os
import re
import socket


#: a database begins with four bytes; fewer are what a first start left that was killed at once
MAGIC_SIZE = 4


def serve(address: Address) -> int:
    """Become the server: signals then reach it without a go-between."""
    make_listen(address)
    check_database()
    environ = child_environment(
        # glibc else keeps memory for each thread after large downloads
        MALLOC_ARENA_MAX="1",
        PSC_AUTOSETUP="1",
    )
    if provide_first_content():
        environ["PSC_FIRST_CONTENT"] = str(FIRST_CONTENT)
    say("starting the server")
    watch(address, os.getpid())
    release()
    os.chdir(TOP)
    os.execve(INSTANCE, [str(INSTANCE), "console"], environ)  # noqa: S606 (no shell is needed)


def check_address(address: Address) -> None:
    """Ask for the address before minutes are spent on installing."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        raise Refused(
            f"Nothing can be served at {address} ({error.strerror}): end what listens there, or"
            f" choose another address, like PSC_HTTP_ADDRESS=127.0.0.1:{address.port + 1}."
        ) from error


def make_listen(address: Address) -> None:
    """Write the address into the server's configuration; a new one needs no new buildout."""
    text = WSGI_INI.read_text(encoding="utf-8")
    changed = re.sub(r"^((?:fast-)?listen) = .*$", rf"\g<1> = {address}", text, flags=re.MULTILINE)
    if changed != text:
        beside = WSGI_INI.with_suffix(".new")
        beside.write_text(changed, encoding="utf-8")
        beside.replace(WSGI_INI)


def check_database() -> None:
    """Nobody else may have the database open, and it is one or nothing."""
    lock = DATABASE.with_name(f"{DATABASE.name}.lock")
    if lock.exists():
        with lock.open() as opened:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Refused(
                    f"{DATABASE} is in use by another process: stop that one first."
                ) from error
    if DATABASE.exists() and DATABASE.stat().st_size < MAGIC_SIZE:
        DATABASE.unlink()


def provide_first_content() -> bool:
    """Whether archives wait for the database: just built for a new one, or left from a start
    that was interrupted (the server removes them when all are in)."""
    if not wants_first_content():
        return False
    if not DATABASE.exists() and not FIRST_CONTENT.exists():
        say("building this repository's own distributions")
        try:
            build_own_archives(FIRST_CONTENT)
        except ProgramFailed:
            say("they could not be built (var/log/bootstrap.log says why): starting without")
    return FIRST_CONTENT.exists()
