"""Signatures that gpg makes; twine's own would ask whether to overwrite, and write into --json."""

from __future__ import annotations

from collective.dist.errors import BadArchive
from pathlib import Path

import subprocess


def sign(path: Path, identity: str | None) -> Path:
    """Make a signature beside a file, instead of one that is there, and return its path.

    :param identity: whose key, None: gpg's default
    :raises BadArchive: when there is none
    """
    signature = path.with_name(f"{path.name}.asc")
    command = ["gpg", "--yes", "--armor", "--detach-sign", "--output", str(signature)]
    command += ["--local-user", identity] if identity else []
    try:
        # gpg's agent asks for a passphrase, at the terminal and not here
        done = subprocess.run(
            [*command, "--", str(path)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise BadArchive(f"{path.name} can't be signed: there is no gpg.") from None
    if done.returncode:
        words = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise BadArchive(f"{path.name} can't be signed: {words[-1]}.")
    return signature
