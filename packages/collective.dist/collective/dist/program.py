"""The programs ``mupload``, ``mregister`` and ``mindex``."""

from __future__ import annotations

from collections.abc import Sequence
from collective.dist.archives import find_files
from collective.dist.classifiers import print_classifiers
from collective.dist.errors import DistError
from collective.dist.errors import PypircError
from collective.dist.index_settings import KINDS
from collective.dist.index_settings import settings_for
from collective.dist.index_settings import write_settings
from collective.dist.job import Job
from collective.dist.job import one_of_each_release
from collective.dist.job import run
from collective.dist.pypirc import choose_servers
from collective.dist.pypirc import default_path
from collective.dist.pypirc_writing import store_logins
from collective.dist.report import as_json
from collective.dist.report import exit_status
from collective.dist.report import INTERRUPTED
from collective.dist.report import show_table
from collective.dist.report import wide_console
from collective.dist.results import Options
from collective.dist.results import positive
from collective.dist.results import tries
from collective.dist.servers import Server
from collective.dist.twine_forms import read_archive
from dataclasses import replace
from pathlib import Path

import argparse
import io
import logging
import os
import sys


#: the exit status of a call that could not be understood or done
UNUSABLE = 2


def parser_of(name: str, what: str) -> argparse.ArgumentParser:
    """What all three have in common."""
    parser = argparse.ArgumentParser(prog=name, description=what)
    parser.add_argument(
        "-r",
        "--repository",
        action="append",
        default=[],
        metavar="NAME_OR_URL",
        help="a server of .pypirc or an address; may be said several times (default: all"
        " index-servers)",
    )
    parser.add_argument("--config-file", type=Path, help="instead of ~/.pypirc")
    parser.add_argument("--debug", action="store_true", help="tell what happens")
    return parser


def sending_parser(name: str, what: str) -> argparse.ArgumentParser:
    """What mupload and mregister have in common."""
    parser = parser_of(name, what)
    parser.add_argument("files", nargs="*", help="archives; usually dist/*")
    parser.add_argument("--json", action="store_true", help="results for machines")
    parser.add_argument("--timeout", type=positive, default=60.0, help="seconds (60)")
    parser.add_argument("--no-input", action="store_true", help="never ask for a password")
    parser.add_argument("--store-login", action="store_true", help="keep logins in .pypirc")
    parser.add_argument("--dry-run", "-n", action="store_true", help="verify; store nothing")
    parser.add_argument("--historic", action="store_true", help="send what distutils sent")
    return parser


def mupload(words: Sequence[str] | None = None) -> int:
    """Send archives to several servers at once."""
    parser = sending_parser("mupload", "Send archives to several package indexes at once.")
    parser.add_argument("--skip-existing", action="store_true", help="a file that is there is fine")
    parser.add_argument("--retry", type=tries, default=2, help="tries again (2)")
    parser.add_argument("--verify", action="store_true", help="read the indexes back and compare")
    parser.add_argument("-s", "--sign", action="store_true", help="sign with gpg")
    parser.add_argument("-i", "--identity", help="the key to sign with; needs --sign")
    parser.add_argument("-c", "--comment", help="sent with each file")
    said = parser.parse_args(words)
    if not said.files:
        parser.error("say which files, like dist/*")
    if said.identity and not said.sign:
        parser.error("--identity needs --sign")
    options = Options(said.skip_existing, said.retry, said.timeout, said.verify, said.dry_run)
    return guarded(said, lambda: send(said, options, register=False))


def mregister(words: Sequence[str] | None = None) -> int:
    """Tell several servers of a release, without its files."""
    parser = sending_parser("mregister", "Tell package indexes of releases, by their metadata.")
    parser.add_argument("--list-classifiers", action="store_true", help="those that servers know")
    said = parser.parse_args(words)
    if said.list_classifiers:
        return guarded(said, lambda: list_classifiers(said))
    if not said.files:
        parser.error("say which files, like dist/*")
    options = Options(timeout=said.timeout, dry_run=said.dry_run)
    return guarded(said, lambda: send(said, options, register=True))


def mindex(words: Sequence[str] | None = None) -> int:
    """Print what installers need to read from several servers."""
    parser = parser_of("mindex", "Print settings to read from servers, the first one first.")
    parser.add_argument("--kind", choices=KINDS, default="pip", help="whose settings (pip)")
    parser.add_argument("--output", type=Path, help="write a file, never over somebody else's")
    said = parser.parse_args(words)
    return guarded(said, lambda: print_settings(said))


def guarded(said: argparse.Namespace, work: object) -> int:
    """Call it; a fault is one sentence."""
    logging.basicConfig(level=logging.DEBUG if said.debug else logging.ERROR)
    # it logs headers, where a log-in is
    logging.getLogger("urllib3").setLevel(logging.INFO)
    for stream in (sys.stdout, sys.stderr):
        # a server's sentence may have letters that a terminal has not
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return work()  # type: ignore[operator, no-any-return]
    except DistError as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE
    except OSError as error:
        sys.stderr.write(f"{error.filename or 'the system'}: {error.strerror or error}.\n")
        return UNUSABLE
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return INTERRUPTED


def chosen(said: argparse.Namespace) -> list[Server]:
    path = said.config_file or default_path()
    if said.config_file and not path.exists():
        raise PypircError(f"There is no file {path}.")
    servers = choose_servers(path, said.repository)
    if getattr(said, "historic", False):
        servers = [replace(server, historic=True) for server in servers]
    return servers


def send(said: argparse.Namespace, options: Options, register: bool) -> int:
    """Read the files, send them, and tell how it went."""
    servers = chosen(said)
    paths, signatures = find_files(said.files)
    sign, identity = getattr(said, "sign", False), getattr(said, "identity", None)
    comment = getattr(said, "comment", None)
    archives = [read_archive(path, signatures, sign, identity, comment) for path in paths]
    if register:
        archives = one_of_each_release(archives)
    asking = sys.stdin.isatty() and not said.no_input
    job = Job(servers, archives, options, register)
    found, interrupted, able = run(job, os.environ, asking, wide_console(stderr=True))
    if said.json:
        sys.stdout.write(f"{as_json(found)}\n")
    else:
        show_table(found, wide_console())
    if said.store_login:
        good = {result.server for result in found if result.is_good}
        path = said.config_file or default_path()
        store_logins(path, [server for server in able if server.name in good])
    return exit_status(found, interrupted)


def list_classifiers(said: argparse.Namespace) -> int:
    """Print the classifiers that each server knows."""
    told = print_classifiers(chosen(said), said.timeout, sys.stdout, sys.stderr)
    return 0 if told else 1


def print_settings(said: argparse.Namespace) -> int:
    servers = chosen(said)
    text = settings_for(said.kind, servers)
    if said.output:
        write_settings(said.output, text)
    else:
        sys.stdout.write(text)
    return 0


def main(words: Sequence[str] | None = None) -> int:
    """``python -m collective.dist mupload dist/*`` and so on."""
    programs = {"mupload": mupload, "mregister": mregister, "mindex": mindex}
    said = sys.argv[1:] if words is None else list(words)
    if not said or said[0] not in programs:
        sys.stderr.write(f"Say one of {', '.join(programs)}, like: mupload dist/*\n")
        return UNUSABLE
    return programs[said[0]](said[1:])
