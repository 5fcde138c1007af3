"""``psc mirror``, and ``psc-mirror sync``: the whole tree of each center that has one."""

from argparse import ArgumentParser
from collections.abc import Sequence
from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.site.answers import newest
from collective.psc.mirroring.site.bringing import bring
from collective.psc.mirroring.site.bringing import differences
from collective.psc.mirroring.site.settings import tree_of
from collective.psc.mirroring.tree import Tree
from Products.PloneSoftwareCenter.program.command import CLEAN
from Products.PloneSoftwareCenter.program.command import Command
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.command import FINDINGS
from Products.PloneSoftwareCenter.program.command import path_of
from Products.PloneSoftwareCenter.program.command import Task
from Products.PloneSoftwareCenter.program.main import main
from typing import Any

import gc


def add_arguments(parser: ArgumentParser) -> None:
    """Add the argument of the command."""
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be written, and write nothing"
    )


def run(task: Task) -> int:
    """Write the tree of each center; safe on a site in use, and as often as one likes."""
    task.report.document["trees"] = []
    # what Plone has loaded stays: looking through it again and again is a tenth of the time
    gc.freeze()
    try:
        return FINDINGS if sum([_sync(task, center) for center in task.centers()]) else CLEAN
    except (MirrorError, OSError) as error:
        raise CouldNotRun(str(error)) from error


def _sync(task: Task, center: Any) -> int:
    """Return how many names could not be written."""
    report, where, tree = task.report, path_of(center), tree_of(center)
    if tree is None:
        report.line(f"{where}: is not mirrored.")
        return 0
    db, path = center._p_jar.db(), center.getPhysicalPath()
    changed: list[str] = []
    failed: dict[str, str] = {}
    if task.options.dry_run:
        changed = _would_change(task, db, path, tree)
    else:
        brought = bring(db, path, everything=True, tell=report.progress)
        changed, failed = brought.changed, brought.failed
    verb = "would be written" if task.options.dry_run else "written"
    for name in changed:
        report.line(f"{where}: {verb}: {name}")
    for name, reason in failed.items():
        report.line(f"{where}: not written: {name}: {reason}")
    report.line(f"{where}: {len(changed)} {verb}, in {tree.www}.")
    report.document["trees"].append(
        {"center": where, "path": str(tree.path), "changed": changed, "failed": failed}
    )
    return len(failed)


def _would_change(task: Task, db: Any, path: tuple[str, ...], tree: Tree) -> list[str]:
    with newest(db, path) as center:
        return list(differences(center, tree, task.report.progress))


COMMAND = Command("write the mirrors of centers anew, as plain files", run, add_arguments)


def sync_command(arguments: Sequence[str]) -> int:
    """``psc-mirror sync``: as ``psc mirror``, which wants ``--conf`` before its command."""
    parser = ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--conf")
    found, others = parser.parse_known_args(arguments)
    main([*(["--conf", found.conf] if found.conf else []), "mirror", *others])
    return CLEAN
