"""A mirror of a center: what it costs uploads, how long all of it takes, how fast it is served.

    .venv/bin/python benchmarks/mirror.py uploads               200 pairs, with and without
    .venv/bin/python benchmarks/mirror.py uploads --files 2000  the same, all to one large project
    .venv/bin/python benchmarks/mirror.py sync                  10,000 projects of five files each
    .venv/bin/python benchmarks/mirror.py sync --site FOLDER    the same, and the site is kept
    .venv/bin/python benchmarks/mirror.py serving               needs nginx and wrk, and no Plone

The first runs in a site of the tests, in memory: nothing waits for a disk, so uploads are
cheaper there than they are elsewhere, and the mirror's share is larger. The second takes some
minutes to make its site, on disk.
"""

from pathlib import Path
from statistics import median

import argparse
import contextlib
import gc
import os
import sys
import tempfile
import threading
import time


TOP = Path(__file__).resolve().parent.parent
PACKAGE = TOP / "packages" / "collective.psc.mirroring"
SIZE = 20_000
#: uploads before those that count
WARM = 10
PAIRS = 10


@contextlib.contextmanager
def mirrored_center():
    """Yield a test case whose center is served and mirrored."""
    from tests.plone.mirrored import HTTP
    from tests.plone.mirrored import MirroredCenter

    layers = []

    def set_up(layer):
        for base in layer.__bases__:
            if base is not object and base not in layers:
                set_up(base)
        if hasattr(layer, "setUp"):
            layer.setUp()
        layers.append(layer)

    set_up(HTTP)
    for layer in layers:
        if hasattr(layer, "testSetUp"):
            layer.testSetUp()
    case = MirroredCenter("keep")
    case.setUp()
    try:
        yield case
    finally:
        case.doCleanups()


def measure_uploads(options):
    from Products.PloneSoftwareCenter.testing import create_center
    from Products.PloneSoftwareCenter.testing import OWNER
    from Products.PloneSoftwareCenter.testing import PASSWORD
    from Products.PloneSoftwareCenter.tests.archives import make_wheel
    from Products.PloneSoftwareCenter.tests.client import Client

    with mirrored_center() as case:
        with case.changes():
            create_center(case.portal, "plain")
        # which brings the lists meanwhile, as in a process that serves
        keeper = threading.Thread(target=case.keeper.run, args=(case.db, 0), daemon=True)
        keeper.start()
        doors = {
            "with": case.owner,
            "without": Client(case.url.replace("/software", "/plain"), OWNER, PASSWORD),
        }
        kinds = ["each a new project", "ten releases of each project"]
        if options.files:
            kinds = [f"all to one project, that had {options.files} files"]
            fill_one(case, options.files)
        for kind in kinds:
            times = {name: [] for name in doors}
            for number in range(WARM + options.uploads):
                name, version = f"p{kind[0]}{number}", "1.0"
                if kind.startswith("ten"):
                    name, version = f"p{kind[0]}{number // 10}", f"1.{number % 10}"
                elif kind.startswith("all"):
                    name, version = "large", f"2.{number}"
                wheel = make_wheel(name, version, folder=case.folder, filling="x" * SIZE)
                for which in sorted(doors, reverse=bool(number % 2)):
                    started = time.perf_counter()
                    answer = doors[which].upload(wheel)
                    times[which].append(time.perf_counter() - started)
                    if answer.status != 200:
                        sys.exit(answer.text)
            ratios = [a / b for a, b in zip(times["with"], times["without"], strict=True)][WARM:]
            taken = {name: 1000 * median(found[WARM:]) for name, found in times.items()}
            print(
                f"{kind}: {taken['with']:.1f} ms with, {taken['without']:.1f} ms without;"
                f" ratio of the medians {taken['with'] / taken['without']:.2f},"
                f" median of the ratios {median(ratios):.2f}, {len(ratios)} pairs"
            )
        case.keeper.stop()
        keeper.join()


def fill_one(case, files):
    """Have a project with many files, ten a release, in both centers."""
    from content import add_project
    from content import add_release
    from Products.PloneSoftwareCenter.testing import OWNER

    with case.changes():
        for center in (case.center, case.portal["plain"]):
            project = add_project(center, "large")
            # whom the uploads are from
            project.manage_setLocalRoles(OWNER, ["Owner"])
            for number in range(0, files, 10):
                release = add_release(project, f"1.{number}")
                add_files(
                    release, [f"large-1.{number}-cp31{tag}-none-any.whl" for tag in range(10)]
                )


def add_files(release, filenames, strategy="blob"):
    """Have files of some hundred bytes each."""
    from content import add_file

    for filename in filenames:
        add_file(release, filename, filename.encode() * 20, strategy)


def measure_sync(options):
    """Write the tree of a site on disk, which is made first if it is not there, twice."""
    from collective.psc.mirroring.site.bringing import bring
    from collective.psc.mirroring.site.settings import tree_of
    from Products.PloneSoftwareCenter.program.start import open_database

    with contextlib.ExitStack() as stack:
        folder = options.site or Path(stack.enter_context(tempfile.TemporaryDirectory())) / "site"
        is_new = not folder.exists()
        conf = site_in(folder)
        root = open_database(conf)
        center = root.Plone.software
        if is_new:
            fill_site(center, folder / "mirror", options.projects)
        tree = tree_of(center)
        if tree.www.exists():
            # removed later, if at all: ext4 is slow to give away what was freed a moment ago
            tree.www.rename(folder / f"www-{time.time():.0f}")
        os.sync()
        gc.freeze()
        for what in ("all of it", "nothing is left to do"):
            before, started = os.times(), time.perf_counter()
            brought = bring(root._p_jar.db(), center.getPhysicalPath(), everything=True)
            taken, after = time.perf_counter() - started, os.times()
            print(
                f"{what}: {taken:.1f} s, {after.user - before.user:.1f} s of processor time and"
                f" {after.system - before.system:.1f} s of the system's,"
                f" {len(brought.changed)} written, {len(brought.failed)} failed"
            )
        names = list(tree.names())
        found = tree.file(names[0], f"{names[0].replace('-', '_')}-1.0-cp310-none-any.whl")
        print(f"{len(names)} projects; links of an archive: {found.stat().st_nlink}")
        root._p_jar.close()


def site_in(folder):
    """Have a site with a center on disk; return the path of its zope.conf."""
    from Products.PloneSoftwareCenter.tests.program import database

    ours = "Products.PloneSoftwareCenter"
    made = object.__new__(database.Database)
    made.folder = folder
    is_new = not folder.exists()
    if is_new:
        (folder / "etc").mkdir(parents=True)
        (folder / "archives").mkdir()
        (folder / "mirror").mkdir()
        include = '<include package="{}" />'
        both = include.format(ours) + include.format("collective.psc.mirroring.site")
        zcml = database.SITE_ZCML.replace(include.format(ours), both)
        (folder / "etc" / "site.zcml").write_text(zcml)
    conf = made.conf = made.write_conf("zope.conf", database.ON_DISK)
    if is_new:
        made.make_site(folder / "archives")
    return conf


def fill_site(center, path, projects):
    from collective.psc.mirroring.site.settings import set_path
    from types import SimpleNamespace
    from zope.component.hooks import setSite

    import transaction

    setSite(center.aq_parent)
    center.public_address = "http://localhost:8080/Plone/software"
    set_path(center, str(path))
    transaction.commit()
    fill(SimpleNamespace(center=center), projects)
    setSite(None)


def fill(case, projects):
    """Make projects with five files of some bytes each, in the store of the tree."""
    from collective.psc.mirroring.site.strategy import MirroringStorage
    from content import add_project
    from content import add_release
    from unittest import mock

    import transaction

    storage = MirroringStorage(case.center)
    storage.prepare()
    # what is measured comes later
    with mock.patch.object(os, "fsync"):
        for number in range(projects):
            name = f"project-{number:05}"
            beginning = name.replace("-", "_")
            names = [f"{beginning}-1.0-cp31{tag}-none-any.whl" for tag in range(5)]
            add_files(add_release(add_project(case.center, name), "1.0"), names, "mirroring")
            if number % 100 == 99:
                transaction.commit()
        transaction.commit()


def main():
    parser = argparse.ArgumentParser(description="Measure a mirror.")
    parser.add_argument("what", choices=("uploads", "sync", "serving"))
    parser.add_argument("--uploads", type=int, default=200)
    parser.add_argument("--files", type=int, help="uploads go to one project that has so many")
    parser.add_argument("--projects", type=int, default=10_000)
    parser.add_argument("--site", type=Path, help="of an earlier run, or where to make it")
    parser.add_argument("--pairs", type=int, default=PAIRS)
    options = parser.parse_args()
    sys.path[:0] = [str(PACKAGE), str(TOP)]
    if options.what == "uploads":
        measure_uploads(options)
    elif options.what == "sync":
        measure_sync(options)
    else:
        from mirror_served import measure_serving

        measure_serving(options.pairs)


if __name__ == "__main__":
    main()
