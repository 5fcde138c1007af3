"""The console script ``psc``, and ``bin/instance psc``."""

from argparse import ArgumentParser
from importlib.metadata import entry_points
from Products.PloneSoftwareCenter.program import consistency
from Products.PloneSoftwareCenter.program import counts
from Products.PloneSoftwareCenter.program import expire
from Products.PloneSoftwareCenter.program import fsck
from Products.PloneSoftwareCenter.program import importing
from Products.PloneSoftwareCenter.program import journal
from Products.PloneSoftwareCenter.program import migrate
from Products.PloneSoftwareCenter.program import rebuild
from Products.PloneSoftwareCenter.program import webhooks
from Products.PloneSoftwareCenter.program.centers import find_places
from Products.PloneSoftwareCenter.program.command import COULD_NOT_RUN
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.command import Task
from Products.PloneSoftwareCenter.program.report import Report
from Products.PloneSoftwareCenter.program.start import find_configuration
from Products.PloneSoftwareCenter.program.start import open_database

import subprocess
import sys
import transaction


#: the entry points by which other distributions add commands
GROUP = "plonesoftwarecenter.psc"
OWN = {
    "consistency": consistency.COMMAND,
    "counts": counts.COMMAND,
    "expire": expire.COMMAND,
    "fsck": fsck.COMMAND,
    "import": importing.COMMAND,
    "journal": journal.COMMAND,
    "migrate": migrate.COMMAND,
    "rebuild": rebuild.COMMAND,
    "webhooks": webhooks.COMMAND,
}


def main(arguments=None):
    """Run a command on the database that the site's configuration names; exit."""
    sys.exit(_main(arguments, sys.stdout, sys.stderr))


def in_instance(control, _line):
    """``bin/instance psc ...``: the same, with the instance's own configuration and interpreter.

    A method of the recipe's control script, which knows its commands by entry points.
    """
    options = control.options
    # The instance's interpreter takes every option for one of its own, so ours stand in the code.
    arguments = ["--conf", options.configfile, *options.args[1:]]
    code = f"from {__name__} import main; main({arguments!r})"
    done = subprocess.run(
        [options.python, options.interpreter, "-c", code], env=control.environment(), check=False
    )
    # The control script itself makes 1 of every other number.
    sys.exit(done.returncode)


def _main(arguments, out, err):
    commands = find_commands()
    options = make_parser(commands).parse_args(arguments)
    report = Report(out, err, as_json=options.json)
    try:
        root = open_database(find_configuration(options.conf))
        try:
            return run(root, commands[options.command], options, report)
        finally:
            transaction.abort()
            root._p_jar.close()
    except CouldNotRun as error:
        report.error(str(error))
        return COULD_NOT_RUN
    finally:
        report.close()


def run(root, command, options, report):
    """Run a command on an open database; return what to exit with.

    :raises CouldNotRun: with a sentence
    """
    places = find_places(root, site=options.site, centers=options.center)
    return command.run(Task(places, options, report))


def find_commands():
    """Return the commands by name: our own, and those of other distributions."""
    others = {entry.name: entry.load() for entry in entry_points(group=GROUP)}
    return {**others, **OWN}


def make_parser(commands):
    """Return the parser of the command line."""
    parser = ArgumentParser(
        prog="psc",
        description="Tasks for administrators of software centers.",
        epilog="Exits with 0 when all is right, 1 when something is not, 2 when it could not run.",
    )
    parser.add_argument(
        "--conf",
        metavar="FILE",
        help="the site's zope.conf; else $ZOPE_CONF, else parts/instance/etc/zope.conf",
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in sorted(commands.items()):
        subparser = subparsers.add_parser(name, help=command.summary, description=command.summary)
        subparser.add_argument("--site", metavar="PATH", help="all centers of this site only")
        subparser.add_argument(
            "--center",
            metavar="PATH",
            action="append",
            help="this center only, as /Plone/software; may be repeated",
        )
        subparser.add_argument("--json", action="store_true", help="print one JSON document")
        command.add_arguments(subparser)
    return parser


if __name__ == "__main__":
    main()
