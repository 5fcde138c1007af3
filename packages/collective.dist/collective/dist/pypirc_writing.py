"""Writing a login into .pypirc, so that this reader and twine's read it again."""

from __future__ import annotations

from collections.abc import Sequence
from collective.dist.errors import PypircError
from collective.dist.pypirc import read_servers
from collective.dist.servers import Server
from pathlib import Path

import os
import re
import tempfile


def store_logins(path: Path, servers: Sequence[Server]) -> None:
    """Store what can be stored.

    :raises PypircError: when some can't be
    """
    faults = []
    for server in servers:
        try:
            store_login(path, server)
        except PypircError as error:
            faults.append(str(error))
    if faults:
        raise PypircError("\n".join(faults))


def store_login(path: Path, server: Server) -> None:
    """Add a server with its login to the file, or change its login there; all else stays.

    The file is readable by its owner alone, and is the old one or the new one at any moment.

    :raises PypircError: when what was written would be read differently
    """
    if "://" in server.name or not re.fullmatch(r"[\w.-]+", server.name):
        raise PypircError(f"{server.name} can't be the name of a section in {path}.")
    settings = {
        "repository": server.url,
        "username": server.username or "",
        "password": server.password or "",
    }
    if any(value != value.strip() or "\n" in value or "\r" in value for value in settings.values()):
        raise PypircError(f"{path} can't hold this login: it begins or ends with white space.")
    old = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    before = read_servers(path)
    # not splitlines: it knows ends of lines that the reader does not
    lines = old.rstrip("\n").split("\n") if old else []
    if find_section(lines, server.name) is None:
        lines = list_server(lines, server.name)
        lines += ["", f"[{server.name}]"]
    lines = set_values(lines, server.name, settings)
    replace(path, "\n".join(lines).lstrip("\n") + "\n", server, before)


def find_section(lines: list[str], name: str) -> int | None:
    """Where the heading of a section is."""
    found = (place for place, line in enumerate(lines) if line.startswith(f"[{name}]"))
    return next(found, None)


def end_of_section(lines: list[str], start: int) -> int:
    later = (place for place in range(start + 1, len(lines)) if lines[place].startswith("["))
    return next(later, len(lines))


def list_server(lines: list[str], name: str) -> list[str]:
    """Name a server in index-servers, and with it those that an older form did not need to."""
    start = find_section(lines, "distutils")
    if start is None:
        earlier = ["pypi"] if find_section(lines, "server-login") is not None else []
        earlier = earlier if name != "pypi" else []
        head = ["[distutils]", "index-servers ="]
        head += [f"    {each}" for each in [*earlier, name]]
        return [*head, *([""] if lines else []), *lines]
    for place in range(start + 1, end_of_section(lines, start)):
        if re.match(r"index-servers\s*[=:]", lines[place], re.IGNORECASE):
            return [*lines[: place + 1], f"    {name}", *lines[place + 1 :]]
    return [*lines[: start + 1], "index-servers =", f"    {name}", *lines[start + 1 :]]


def set_values(lines: list[str], name: str, settings: dict[str, str]) -> list[str]:
    """Have these settings in a section, in their old places where they have some."""
    start = find_section(lines, name)
    if start is None:  # it was just added
        raise PypircError(f"There is no section [{name}].")
    end = end_of_section(lines, start)
    body, missing = lines[start + 1 : end], dict(settings)
    for place, line in enumerate(body):
        key = re.split(r"\s*[=:]", line, maxsplit=1)[0].lower()
        if key in missing:
            body[place] = f"{key}: {missing.pop(key)}"
    body[:0] = [f"{key}: {value}" for key, value in missing.items()]
    return [*lines[: start + 1], *body, *lines[end:]]


def replace(path: Path, text: str, server: Server, before: dict[str, Server]) -> None:
    """Put a text in the place of the file, once it was read again.

    :param before: what the file says now; of other servers it must go on to say the same
    """
    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".pypirc-")  # mode 0600
    written = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            written.chmod(0o600)  # whatever the umask has left
            opened.write(text)
        found = read_servers(written)
        again = found.pop(server.name, None)
        before = {name: each for name, each in before.items() if name != server.name}
        if (
            found != before
            or again is None
            or (again.url, again.username, again.password)
            != (
                server.url,
                server.username,
                server.password,
            )
        ):
            raise PypircError(f"{path} can't hold the login of {server.name}.")
        os.replace(written, target)
    finally:
        written.unlink(missing_ok=True)
