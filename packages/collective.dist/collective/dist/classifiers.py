"""The classifiers that servers know."""

from __future__ import annotations

from collections.abc import Sequence
from collective.dist.answers import ask
from collective.dist.answers import sentence_of
from collective.dist.errors import Unreachable
from collective.dist.servers import Server
from collective.dist.twine_forms import open_session
from dataclasses import replace
from typing import TextIO


#: bytes of a list
LONGEST = 1024 * 1024


def print_classifiers(
    servers: Sequence[Server], timeout: float, out: TextIO, faults: TextIO
) -> bool:
    """Write down what each server knows; return whether all have told."""
    all_told = True
    for server in servers:
        told, text = known_to(server, timeout)
        if not told:
            all_told = False
            faults.write(f"{server.name}: {text}\n")
        elif len(servers) > 1:
            out.write(f"{server.name}:\n{text}\n")
        else:
            out.write(f"{text}\n")
    return all_told


def known_to(server: Server, timeout: float) -> tuple[bool, str]:
    """Whether a server tells its list, and the list, or why not."""
    # anybody may have the list: who is of another realm gets no password for it
    asked = replace(server, password=None) if server.realm else server
    url = f"{server.url}?:action=list_classifiers"
    with open_session(asked) as session:
        try:
            answer = ask(session, "GET", url, timeout, LONGEST)
        except Unreachable as error:
            return False, str(error)
    if not answer.is_good:
        return False, sentence_of(answer, server)
    lines = (line for line in answer.text.splitlines() if line.strip())
    return True, "\n".join("".join(filter(str.isprintable, line)) for line in lines)
