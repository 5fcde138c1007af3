"""The console script ``psc-mirror``."""

from argparse import ArgumentParser
from argparse import Namespace
from collections.abc import Sequence
from collective.psc.mirroring.client import Client
from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.follow import follow
from collective.psc.mirroring.follow import Outcome
from collective.psc.mirroring.progress import Progress
from collective.psc.mirroring.servers.write import Served
from collective.psc.mirroring.servers.write import SERVERS
from collective.psc.mirroring.servers.write import write_configuration
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.verify import verify
from importlib.metadata import entry_points
from pathlib import Path

import logging
import os
import sys
import time


#: what the program exits with
CLEAN, FINDINGS, COULD_NOT_RUN = 0, 1, 2
#: the entry points by which the site's part adds its commands
GROUP = "collective.psc.mirroring"
TOKEN = "PSC_MIRROR_TOKEN"  # noqa: S105 (the name of a variable)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; exit."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run a command; return what to exit with."""
    logging.basicConfig(format="psc-mirror: %(message)s", level=logging.WARNING)
    if arguments[:1] == ["sync"]:
        return _sync(arguments[1:])
    options = make_parser().parse_args(arguments)
    try:
        found: int = options.run(options)
        return found
    except (MirrorError, OSError) as error:
        print(f"psc-mirror: {error}", file=sys.stderr)  # noqa: T201 (a program)
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        return 130


def make_parser() -> ArgumentParser:
    """Return the parser of the command line."""
    parser = ArgumentParser(
        prog="psc-mirror",
        description="A software center's index as plain files.",
        epilog="Exits with 0 when all is right, 1 when something is not, 2 when it could not run.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    following = commands.add_parser(
        "follow", help="have a copy of a center that is on another host, over HTTP"
    )
    following.add_argument("url", help="the center's address")
    following.add_argument("path", type=Path, help="the folder of the mirror, absolute")
    following.add_argument(
        "--token-file",
        type=Path,
        metavar="FILE",
        help=f"an API token that may read is in this file; else in ${TOKEN}",
    )
    following.add_argument(
        "--every",
        type=float,
        metavar="SECONDS",
        help="do it again and again, with this pause",
    )
    following.add_argument("--dry-run", action="store_true", help="say what would be done")
    following.set_defaults(run=_follow)
    verifying = commands.add_parser(
        "verify", help="compare a mirror with its own pages, and take out what is damaged"
    )
    verifying.add_argument("path", type=Path, help="the folder of the mirror")
    verifying.add_argument("--dry-run", action="store_true", help="only say what is found")
    verifying.set_defaults(run=_verify)
    configuring = commands.add_parser(
        "configure", help="print the configuration of a web server in front of a site"
    )
    configuring.add_argument("server", choices=sorted(SERVERS))
    configuring.add_argument("path", type=Path, help="the folder of the mirror, absolute")
    configuring.add_argument("--address", required=True, help="the center's public address")
    configuring.add_argument(
        "--center", required=True, metavar="PATH", help="the center in its site: /Plone/software"
    )
    configuring.add_argument(
        "--zope", default=Served.zope, metavar="HOST:PORT", help="where Plone listens"
    )
    configuring.add_argument(
        "--listen", default=Served.listen, metavar="[HOST:]PORT", help="where the server listens"
    )
    configuring.add_argument(
        "--spare", type=int, default=Served.spare, help="a free port of this host, for Apache"
    )
    configuring.add_argument(
        "--overwrites-dev",
        action="store_true",
        help="files of development releases may be overwritten in this center",
    )
    configuring.set_defaults(run=_configure)
    # for the list of commands: its arguments are those of psc
    commands.add_parser("sync", help="have the trees of a site, on its host (needs Plone)")
    return parser


def _follow(options: Namespace) -> int:
    tree, client = Tree(options.path), Client(options.url, _token(options.token_file))
    while True:
        status = _follow_once(tree, client, options)
        if options.every is None or options.dry_run:
            return status
        time.sleep(options.every)


def _follow_once(tree: Tree, client: Client, options: Namespace) -> int:
    try:
        with Progress("following") as progress:
            outcome = follow(tree, client, dry_run=options.dry_run, tell=progress.tell)
    except (MirrorError, OSError) as error:
        if options.every is None:
            raise
        # the site may be up again by the next time
        _say(f"psc-mirror: {error}")
        return COULD_NOT_RUN
    _report(outcome, options.dry_run)
    return FINDINGS if outcome.refused else CLEAN


def _report(outcome: Outcome, dry_run: bool) -> None:
    for words, names in (("bring", outcome.brought), ("remove", outcome.removed)):
        for name in names:
            _say(f"{'would ' if dry_run else ''}{words} {name}")
    for sentence in outcome.refused:
        _say(f"refused: {sentence}")


def _verify(options: Namespace) -> int:
    with Progress("verifying") as progress:
        findings = verify(Tree(options.path), mend=not options.dry_run, tell=progress.tell)
    for finding in findings:
        _say(str(finding))
    return FINDINGS if findings else CLEAN


def _configure(options: Namespace) -> int:
    served = Served(
        tree=Tree(options.path),
        address=options.address,
        center=options.center,
        zope=options.zope,
        listen=options.listen,
        spare=options.spare,
        overwrites_dev=options.overwrites_dev,
    )
    _say(write_configuration(options.server, served))
    return CLEAN


def _sync(arguments: Sequence[str]) -> int:
    for entry in entry_points(group=GROUP, name="sync"):
        try:
            found: int = entry.load()(arguments)
        except ModuleNotFoundError as error:
            _say(f"psc-mirror: sync needs Plone: collective.psc.mirroring[site] ({error}).")
            return COULD_NOT_RUN
        return found
    _say("psc-mirror: sync is not installed.")
    return COULD_NOT_RUN


def _token(path: Path | None) -> str | None:
    text = path.read_text("utf-8") if path else os.environ.get(TOKEN, "")
    return text.strip() or None


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 (a program)
