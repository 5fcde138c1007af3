"""``psc migrate`` beside ``cp -r`` of the same files, in turn, and what memory it takes.

    .venv/bin/python benchmarks/migration.py            10,000 files of 50 kB, there and back
    .venv/bin/python benchmarks/migration.py --files 1000 --size 1000000
    .venv/bin/python benchmarks/migration.py --copies   as between two disks: files are copied

From the database's blobs to a directory (``collective.psc.externalstorage``) and back, in a site
that is made for it in a folder of its own, which is removed at the end. What counts is how long
``cp -r`` and ``sync -f`` of what it made take in relation to the migration, which sees its copies
on the disk, reads them, compares them and removes what was copied; how long ``cp -r`` takes
without it, which leaves all to the memory, is said as well. Both places are on one file system,
so files are given a second name and not copied, unless ``--copies`` is said. How much memory the
process has after each tenth is told, too.
"""

from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.users import SimpleUser
from collective.psc.externalstorage.settings import VARIABLE
from collective.psc.externalstorage.strategy import ExternalStorage
from content import add_file
from content import add_project
from content import add_release
from pathlib import Path
from Products.PloneSoftwareCenter.maintenance.fsck import fsck
from Products.PloneSoftwareCenter.maintenance.migrate import migrate
from Products.PloneSoftwareCenter.program.start import open_database
from Products.PloneSoftwareCenter.storage import together
from Products.PloneSoftwareCenter.storage.streams import growth
from Products.PloneSoftwareCenter.tests.program.database import Database
from zope.component import getGlobalSiteManager
from zope.component.hooks import setSite

import argparse
import gc
import os
import random
import statistics
import subprocess
import time
import transaction


FILES_OF_PROJECT = 100
BAR = 0.5


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--size", type=int, default=50_000, help="bytes of each")
    parser.add_argument("--rounds", type=int, default=1, help="there and back is one")
    parser.add_argument("--copies", action="store_true", help="give no file a second name")
    options = parser.parse_args()
    if options.copies:
        together._link = lambda path, staged: False
    database = Database()
    try:
        (database.folder / "archives").mkdir()
        database.make_site(database.folder / "archives")
        measure(database, options)
    finally:
        database.close()


def measure(database, options):
    directory = database.folder / "external"
    directory.mkdir()
    os.environ[VARIABLE] = str(directory)
    root = open_database(database.conf)
    getGlobalSiteManager().registerAdapter(ExternalStorage, name="external")
    setSite(root.Plone)
    newSecurityManager(None, SimpleUser("bench", "", ["Manager"], []).__of__(root.acl_users))
    center = root.Plone.software
    fill(center, options.files, options.size)
    # what filling leaves in memory is none of the migration's
    root._p_jar.cacheMinimize()
    gc.collect()
    blobs = database.folder / "blobs"
    ratios, unsynced = [], []
    for _round in range(options.rounds):
        for target, source in (("external", blobs), ("blob", directory)):
            copying, syncing = copied(source, database.folder / f"copy-{len(ratios)}")
            started = time.perf_counter()
            with growth() as grown:
                count, memory = moved(center, target, options.files)
            moving = time.perf_counter() - started
            if count != options.files:
                raise SystemExit(f"{count} files moved, not {options.files}")
            ratios.append((copying + syncing) / moving)
            unsynced.append(copying / moving)
            print(
                f"to {target}: cp -r {copying:.1f} s, sync -f {syncing:.1f} s, psc migrate"
                f" {moving:.1f} s, ratio {ratios[-1]:.2f}, without the sync {unsynced[-1]:.2f},"
                f" memory grew by {grown.bytes >> 20} MB ({' '.join(map(str, memory))})",
                flush=True,
            )
            # what the blobs have left behind is no part of the next copy
            root._p_jar.db().pack()
    with growth() as grown:
        started = time.perf_counter()
        found = [one for looked in fsck(center, seconds=0) for one in looked.found]
    print(
        f"psc fsck: {time.perf_counter() - started:.1f} s, {len(found)} found,"
        f" memory grew by {grown.bytes >> 20} MB"
    )
    median = statistics.median(ratios)
    print(
        f"median ratio {median:.2f}: {'reached' if median >= BAR else 'below'} {BAR};"
        f" without the sync {statistics.median(unsynced):.2f}"
    )


def moved(center, target, count):
    """Move all files; return how many moved, and the MB that the process had after each tenth."""
    found, memory = 0, []
    for found, _one in enumerate(migrate(center, target), 1):
        if found % (count // 10) == 0:
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            memory.append(pages * os.sysconf("SC_PAGE_SIZE") >> 20)
    return found, memory


def copied(source: Path, target: Path) -> tuple[float, float]:
    """Return the seconds that ``cp -r`` takes, and those that ``sync -f`` takes then."""
    os.sync()
    started = time.perf_counter()
    subprocess.run(["cp", "-r", source, target], check=True)
    copied = time.perf_counter()
    subprocess.run(["sync", "-f", target], check=True)
    synced = time.perf_counter()
    # The copy stays: some file systems are slow to make files when many were just removed.
    return copied - started, synced - copied


def fill(center, count, size):
    """Publish files whose bytes lie in the database."""
    for number in range(0, count, FILES_OF_PROJECT):
        name = f"project-{number:05}"
        release = add_release(add_project(center, name), "1.0")
        for part in range(min(FILES_OF_PROJECT, count - number)):
            filename = f"{name}-1.0-{part}-py3-none-any.whl"
            add_file(release, filename, random.Random(filename).randbytes(size))
        transaction.commit()
        center._p_jar.cacheGC()


if __name__ == "__main__":
    main()
