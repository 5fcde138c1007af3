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
import http.server
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time


TOP = Path(__file__).resolve().parent.parent
PACKAGE = TOP / "packages" / "collective.psc.mirroring"
SIZE = 20_000
#: uploads before those that count
WARM = 10
PAIRS, SECONDS = 10, 2
AROUND = """\
{user}
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/1;
    proxy_temp_path {folder}/2;
    fastcgi_temp_path {folder}/3;
    uwsgi_temp_path {folder}/4;
    scgi_temp_path {folder}/5;
    {included}
}}
"""
BY_HAND = """\
    types {{ text/html html; }}
    default_type application/octet-stream;
    server {{ listen 127.0.0.1:{port}; root {root}; }}
"""


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
    from Products.PloneSoftwareCenter.testing import OWNER

    with case.changes():
        for center in (case.center, case.portal["plain"]):
            project = add_project(center, "large")
            # whom the uploads are from
            project.manage_setLocalRoles(OWNER, ["Owner"])
            for number in range(0, files, 10):
                names = [f"large-1.{number}-cp31{tag}-none-any.whl" for tag in range(10)]
                add_release("blob", project, f"1.{number}", names)


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
            add_release("mirroring", add_project(case.center, name), "1.0", names)
            if number % 100 == 99:
                transaction.commit()
        transaction.commit()


def add_project(center, name):
    from Products.PloneSoftwareCenter.content.project import PSCProject
    from Products.PloneSoftwareCenter.content.states import set_state
    from Products.PloneSoftwareCenter.index.update import sync_project

    project = put(center, PSCProject(), "PSCProject", name)
    project.title, project.distributions = name, (name,)
    set_state(project, "psc_package_workflow", "published")
    sync_project(project)
    return project


def add_release(strategy, project, version, filenames):
    from datetime import datetime
    from datetime import UTC
    from Products.PloneSoftwareCenter.content.file import PSCFile
    from Products.PloneSoftwareCenter.content.release import PSCRelease
    from Products.PloneSoftwareCenter.content.states import set_state
    from Products.PloneSoftwareCenter.index.update import sync_file
    from Products.PloneSoftwareCenter.storage.lookup import storage_named

    import hashlib
    import io

    storage = storage_named(project.aq_parent, strategy)
    release = put(project, PSCRelease(), "PSCRelease", version)
    release.version, release.distribution = version, project.distributions[0]
    set_state(release, "psc_release_workflow", "final")
    for filename in filenames:
        data = filename.encode() * 20
        file = put(release, PSCFile(), "PSCFile", filename)
        file.filename, file.packagetype, file.python_version = filename, "bdist_wheel", "py3"
        file.size, file.upload_time = len(data), datetime.now(UTC)
        sha256, md5 = (hashlib.new(kind, data).hexdigest() for kind in ("sha256", "md5"))
        file.digests = {"sha256": sha256, "md5": md5}
        file.storage = strategy
        file.storage_key = storage.store(io.BytesIO(data), size=len(data), sha256=sha256)
        sync_file(file)


def put(container, content, portal_type, content_id):
    from plone.uuid.interfaces import ATTRIBUTE_NAME

    import uuid

    content.portal_type, content.id = portal_type, content_id
    setattr(content, ATTRIBUTE_NAME, uuid.uuid4().hex)
    container._setOb(content_id, content)
    return container._getOb(content_id)


def measure_serving(options):
    from collective.psc.mirroring.client import Client
    from collective.psc.mirroring.follow import follow
    from collective.psc.mirroring.servers.write import Served
    from collective.psc.mirroring.servers.write import write_configuration
    from collective.psc.mirroring.tree import Tree
    from Products.PloneSoftwareCenter.tests.reading.web_servers import free_port
    from tests.sites import Site

    with tempfile.TemporaryDirectory() as scratch, contextlib.ExitStack() as stack:
        top = Path(scratch)
        top.chmod(0o755)
        tree = Tree(top / "mirror")
        tree.path.mkdir()
        with Site() as site:
            files = {f"_{number}_0": b"x" * SIZE for number in range(20)}
            site.publish("alpha", **files)
            follow(tree, Client(site.url))
        by_hand = top / "by-hand"
        shutil.copytree(tree.simple, by_hand / "simple")
        asked, zope = count_requests(stack)
        ports = {"mirror": free_port(), "by hand": free_port()}
        served = Served(
            tree=tree,
            address=f"http://127.0.0.1:{ports['mirror']}/software",
            center="/Plone/software",
            zope=f"127.0.0.1:{zope}",
            listen=f"127.0.0.1:{ports['mirror']}",
        )
        start_nginx(stack, top / "nginx-1", write_configuration("nginx", served))
        start_nginx(stack, top / "nginx-2", BY_HAND.format(port=ports["by hand"], root=by_hand))
        time.sleep(1)
        for path in ("simple/alpha/", "simple/alpha/alpha-3.0.tar.gz"):
            found = {name: [] for name in ports}
            for number in range(options.pairs + 1):
                for name in sorted(ports, reverse=bool(number % 2)):
                    prefix = "software/" if name == "mirror" else ""
                    url = f"http://127.0.0.1:{ports[name]}/{prefix}{path}"
                    rates = load(url, top / ("nginx-1" if name == "mirror" else "nginx-2"))
                    if number:
                        found[name].append(rates)
            for which, word in enumerate(("a second", "a second of the server's CPU")):
                ours, theirs = ([rates[which] for rates in found[name]] for name in ports)
                ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
                print(
                    f"{path}: {median(ours):.0f} {word}, by hand {median(theirs):.0f}; median of"
                    f" the ratios {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}),"
                    f" {len(ratios)} pairs"
                )
        print(f"the site was asked {len(asked)} times")


def count_requests(stack):
    """Start what stands for the site; return (what it was asked, its port)."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(500)

        def log_message(self, *words):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stack.callback(server.shutdown)
    return asked, server.server_port


def start_nginx(stack, folder, included):
    folder.mkdir(mode=0o755)
    user = "user root root;" if os.geteuid() == 0 else ""
    written = folder / "nginx.conf"
    written.write_text(AROUND.format(user=user, folder=folder, included=included), "utf-8")
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    command = ["timeout", "600", program, "-p", folder, "-e", "stderr", "-c", written]
    server = subprocess.Popen(command)
    stack.callback(server.wait, 20)
    stack.callback(server.terminate)


def load(url, folder):
    """Return (requests a second, requests a second of the server's own CPU time); all with 200."""
    before = cpu_of(folder)
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        sys.exit(told)
    number = int(re.search(r"(\d+) requests in", told)[1])
    rate = float(re.search(r"Requests/sec:\s*([0-9.]+)", told)[1])
    return rate, number / (cpu_of(folder) - before)


def cpu_of(folder):
    """Return the seconds of CPU that the worker of an nginx has used."""
    parent = (folder / "pid").read_text().strip()
    [worker] = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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
    globals()[f"measure_{options.what}"](options)


if __name__ == "__main__":
    main()
