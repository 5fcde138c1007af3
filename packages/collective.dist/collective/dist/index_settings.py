"""What pip, uv and buildout need to read from several servers, the first one first."""

from __future__ import annotations

from collections.abc import Sequence
from collective.dist.errors import DistError
from collective.dist.servers import Server
from collective.dist.servers import with_slash
from pathlib import Path

import json
import os
import re
import tempfile


#: how a file begins that mindex made
MARK = "# Made by mindex (collective.dist)."
KINDS = ("pip", "uv", "buildout")
CONFUSION = """\
# Dependency confusion: pip asks all of these and takes the highest version, whoever has it. Who
# puts your private names on a public server is installed. Reserve them there, pin with digests
# (--require-hashes), or name one index that has or passes on all."""


def settings_for(kind: str, servers: Sequence[Server]) -> str:
    """Return the text of a configuration file, with no password in it."""
    lines = {"pip": pip_lines, "uv": uv_lines, "buildout": buildout_lines}[kind](servers)
    return "\n".join([MARK, *lines]) + "\n"


def pip_lines(servers: Sequence[Server]) -> list[str]:
    first, *others = (server.indexes()[0] for server in servers)
    lines = [CONFUSION] if others else []
    lines += ["[global]", f"index-url = {first}"]
    if others:
        lines += ["extra-index-url =", *(f"    {url}" for url in others)]
    return lines


def uv_lines(servers: Sequence[Server]) -> list[str]:
    lines = ["# uv.toml; in pyproject.toml the sections are [[tool.uv.index]]."]
    if len(servers) > 1:
        lines += ["# uv takes a name from the first of these that has it, and looks no further."]
    for place, server in enumerate(servers):
        name = re.sub(r"\W+", "-", server.name).strip("-").lower()
        lines += ["", "[[index]]", f"name = {json.dumps(name)}"]
        lines += [f"url = {json.dumps(server.indexes()[0])}"]
        # what is asked last, and instead of PyPI
        lines += ["default = true"] if place == len(servers) - 1 else []
    return lines


def buildout_lines(servers: Sequence[Server]) -> list[str]:
    first, *others = servers
    lines = [CONFUSION.replace("pip", "buildout").replace(" (--require-hashes)", "")]
    lines = lines if others else []
    lines += ["[buildout]", f"index = {first.indexes()[0]}"]
    if others:
        # buildout has one index; a center's links are one page of all its files
        lines += ["find-links =", *(f"    {with_slash(server.url)}links" for server in others)]
    return lines


def write_settings(path: Path, text: str) -> None:
    """Write a file, whole or not at all.

    :raises DistError: when there is one that mindex did not make
    """
    if path.is_symlink() or (path.exists() and not made_by_mindex(path)):
        raise DistError(f"{path} is there, and mindex did not make it: it stays as it is.")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".mindex-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
        Path(name).chmod(0o644)
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def made_by_mindex(path: Path) -> bool:
    return path.is_file() and path.read_bytes().startswith(MARK.encode())
