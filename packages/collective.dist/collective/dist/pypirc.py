"""Reading .pypirc, in its form of today and in the one before it.

The format is that of twine (packaging.python.org/specifications/pypirc), and further keys of ours:
``index`` (the root of the simple pages) and ``protocol: historic``.
"""

from __future__ import annotations

from collections.abc import Sequence
from collective.dist.errors import PypircError
from collective.dist.errors import UnknownServer
from collective.dist.servers import make_server
from collective.dist.servers import PYPI
from collective.dist.servers import Server
from collective.dist.servers import WELL_KNOWN
from collective.dist.servers import without_login
from pathlib import Path

import configparser
import os


def default_path() -> Path:
    """Where the file of this user is."""
    return Path(os.environ.get("PYPIRC") or Path.home() / ".pypirc")


def parse(path: Path) -> configparser.RawConfigParser:
    """Read the file; without one, nothing is known.

    :raises PypircError: when it can't be read.  A line of it is never told: it may be a password.
    """
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return parser
    except OSError as error:
        sentence = f"{path} can't be read: {error.strerror}."
    except UnicodeDecodeError:
        sentence = f"{path} is not in UTF-8."
    except configparser.DuplicateSectionError as error:
        sentence = f"{path}, line {error.lineno}: there is a second section [{error.section}]."
    except configparser.DuplicateOptionError as error:
        where = f"[{error.section}] says {error.option} a second time."
        sentence = f"{path}, line {error.lineno}: {where}"
    except configparser.MissingSectionHeaderError as error:
        sentence = f"{path}, line {error.lineno}: there is no section above it, like [distutils]."
    except configparser.ParsingError as error:
        lines = ", ".join(str(number) for number, _line in error.errors)
        sentence = f"{path}, line {lines}: this is neither a section nor a setting."
    else:
        return parser
    # without the cause, which quotes the line
    raise PypircError(sentence) from None


def read_servers(path: Path) -> dict[str, Server]:
    """Return the servers that the file lists, in its order.

    :raises PypircError: when it lists one that it does not describe
    """
    parser = parse(path)
    if parser.has_option("distutils", "index-servers"):
        names = parser.get("distutils", "index-servers").split()
        missing = [name for name in names if not parser.has_section(name)]
        missing = [name for name in missing if name not in WELL_KNOWN]
        if missing:
            raise PypircError(
                f"{path} lists {missing[0]} in index-servers, and has no section [{missing[0]}]."
            )
        if len(names) != len(set(names)):
            raise PypircError(f"{path} lists a server twice in index-servers.")
        if names:
            return {name: read_server(parser, name) for name in names}
    if parser.has_section("pypi"):
        return {"pypi": read_server(parser, "pypi")}
    if parser.has_section("server-login"):
        return {"pypi": read_server(parser, "server-login")}
    return {}


def read_server(parser: configparser.RawConfigParser, section: str) -> Server:
    """Return what one section says."""
    said = dict(parser.items(section)) if parser.has_section(section) else {}
    name = "pypi" if section == "server-login" else section
    login = dict(parser.items("server-login")) if parser.has_section("server-login") else {}
    if name == "pypi":
        said = {**login, **said}
    protocol = said.get("protocol", "")
    if protocol not in ("", "historic"):
        raise PypircError(f"[{name}]: protocol is historic, or not there.")
    return make_server(
        name,
        said.get("repository") or WELL_KNOWN.get(name, PYPI),
        username=said.get("username") or None,
        password=said.get("password") or None,
        realm=said.get("realm") or None,
        index=said.get("index") or None,
        historic=protocol == "historic",
        ca_cert=said.get("ca_cert") or None,
        client_cert=said.get("client_cert") or None,
    )


def choose_servers(path: Path, wanted: Sequence[str] = ()) -> list[Server]:
    """Return the servers of these names or addresses, once each; all of the file without any.

    :raises UnknownServer: when one is neither in the file nor an address
    """
    known = read_servers(path)
    if not wanted:
        if not known:
            raise UnknownServer(f"{path} names no server: write one into it, or say -r ADDRESS.")
        return list(known.values())
    parser = parse(path)
    chosen: dict[str, Server] = {}
    for word in wanted:
        server = find_server(word, known, parser)
        if server is None:
            told = without_login(word)
            raise UnknownServer(f"{told} not found in {path}: it has {', '.join(known) or 'none'}.")
        chosen.setdefault(server.url, server)
    return list(chosen.values())


def find_server(
    word: str, known: dict[str, Server], parser: configparser.RawConfigParser
) -> Server | None:
    """Return the server of a name, of an address in the file, or of an address."""
    if word in known:
        return known[word]
    if "://" in word:
        plain = make_server(word, word)
        same = [each for each in known.values() if each.url.rstrip("/") == plain.url.rstrip("/")]
        return same[0] if same and not plain.username else plain
    if word in WELL_KNOWN or (parser.has_section(word) and parser.has_option(word, "repository")):
        return read_server(parser, word)
    return None
