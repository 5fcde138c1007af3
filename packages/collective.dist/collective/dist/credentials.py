"""Who we are to a server: from the environment, the file, a keyring, or somebody who is asked."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from collective.dist.errors import NoCredentials
from collective.dist.servers import Server
from dataclasses import replace

import getpass
import keyring
import logging
import re
import sys


logger = logging.getLogger(__name__)


def variable(server: Server, what: str) -> str:
    """The name of the environment's variable for one server.

    Each server has its own, so that no password goes to a server that it is not for.
    """
    return f"MUPLOAD_{re.sub('[^A-Z0-9]', '_', server.name.upper())}_{what}"


def complete(
    servers: Sequence[Server], environ: Mapping[str, str], ask: bool = True
) -> tuple[list[Server], dict[str, str]]:
    """Return the servers with user and password, and why others have none, by their names.

    :param ask: whether there is somebody who can type
    """
    able, unable = [], {}
    names = [variable(server, "PASSWORD") for server in servers]
    for server in servers:
        shared = variable(server, "PASSWORD")
        if shared in environ and names.count(shared) > 1:
            unable[server.name] = f"{shared} may be meant for another server: rename one of them."
            continue
        try:
            able.append(log_in(server, environ, ask, alone=len(servers) == 1))
        except NoCredentials as error:
            unable[server.name] = str(error)
    return able, unable


def log_in(server: Server, environ: Mapping[str, str], ask: bool, alone: bool) -> Server:
    """Return a server with user and password.

    :param alone: whether it is the only one, and twine's variables are meant for it
    :raises NoCredentials: when they can't be found
    """
    username, password = from_environment(server, environ, alone)
    username = username or server.username or user_in_keyring(server)
    if not username:
        username = prompt_username(server, ask)
    password = password or (server.password if username == server.username else None)
    password = password or from_keyring(server, username) or prompt_password(server, username, ask)
    return replace(server, username=username, password=password)


def from_environment(
    server: Server, environ: Mapping[str, str], alone: bool
) -> tuple[str | None, str | None]:
    """User and password, as far as the environment has them; a pair is never mixed of two."""
    username = environ.get(variable(server, "USERNAME"))
    password = environ.get(variable(server, "PASSWORD"))
    if alone and not username and not password:
        username, password = environ.get("TWINE_USERNAME"), environ.get("TWINE_PASSWORD")
    return username or None, password or None


def from_keyring(server: Server, username: str) -> str | None:
    """The password that a keyring has under the address, as twine keeps it there."""
    try:
        return keyring.get_password(server.url, username) or None
    except Exception as error:  # noqa: BLE001 (backends raise what they like)
        # the message might hold anything
        logger.info("No keyring for %s: %s", server.name, type(error).__name__)
        return None


def user_in_keyring(server: Server) -> str | None:
    """Whom a keyring knows under the address, if it can tell."""
    try:
        found = keyring.get_credential(server.url, None)
    except Exception as error:  # noqa: BLE001 (the same)
        logger.info("No keyring for %s: %s", server.name, type(error).__name__)
        return None
    return found.username if found else None


def prompt_username(server: Server, ask: bool) -> str:
    username = ""
    if ask:
        sys.stderr.write(f"User name for {server.name} ({server.url}): ")
        sys.stderr.flush()
        username = sys.stdin.readline().strip()
    if not username:
        raise NoCredentials(f"No user name: set {variable(server, 'USERNAME')} or write it down.")
    return username


def prompt_password(server: Server, username: str, ask: bool) -> str:
    password = ""
    if ask:
        try:
            password = getpass.getpass(f"Password of {username} for {server.name}: ")
        except EOFError:
            sys.stderr.write("\n")
    if not password:
        raise NoCredentials(
            f"No password: set {variable(server, 'PASSWORD')}, or keep it in .pypirc or a keyring."
        )
    return password
