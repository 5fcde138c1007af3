"""Plone itself from a center: our own pinned requirements imported, then installed from there.

    .venv/bin/python benchmarks/plone_from_center.py               downloads the archives first
    .venv/bin/python benchmarks/plone_from_center.py --stock DIR   takes those that are there

Each step says how long it took. Fails unless all archives are imported, pip and uv install all of
them with the hashes of requirements.txt and with those of a set, and a Plone site is made with what
was installed.
"""

from pathlib import Path
from peers.programs import Failed
from peers.programs import free_port
from peers.programs import plain_environment
from peers.programs import say

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time


TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))

REQUIREMENTS = TOP / "requirements.txt"
OWNER = "admin"
#: seconds that a step gets at most
PATIENCE = 3600

SERVE = """\
import sys
from waitress import serve
from Zope2.Startup.run import make_wsgi_app
serve(make_wsgi_app({}, sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), threads=4)
"""

MAKE_SET = """\
import pathlib, sys, transaction
from plone.dexterity.utils import createContentInContainer
from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.program.start import open_database
from zope.component.hooks import setSite
root = open_database(pathlib.Path(sys.argv[1]))
site = root.Plone
setSite(site)
members = "".join(
    f"{name}=={release.version}\\n"
    for name, record in site.software._psc_index.names.items()
    for release in record.releases.values()
)
fields = {"set_name": "plone", "version": "1.0", "members": members}
made = createContentInContainer(site.software, "PSCSet", checkConstraints=False, **fields)
getToolByName(site, "portal_workflow").doActionFor(made, "publish")
transaction.commit()
print(members.count("=="))
"""


def main() -> None:
    """Do it all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stock", type=Path, help="folder of archives that are there already")
    options = parser.parse_args()
    # a folder that ends with us
    with tempfile.TemporaryDirectory(prefix="psc-plone-") as folder:
        try:
            work(Path(folder), options.stock)
        except Failed as failed:
            sys.exit(str(failed))


def work(folder: Path, stock: Path | None) -> None:
    """
    :raises Failed: when a step does not do what it should
    """
    from Products.PloneSoftwareCenter.tests.program.database import Database

    if stock is None:
        stock = folder / "stock"
        timed("download", pip_of(make_environment(folder / "downloading")), "download", "-q",
              "--no-deps", "--require-hashes", "-r", REQUIREMENTS, "-d", stock)  # fmt: skip
    database = Database()
    database.patience = PATIENCE
    try:
        (folder / "none").mkdir()
        database.make_site(folder / "none")
        import_all(database, stock, "import")
        members = database.python("-c", MAKE_SET, str(database.conf), check=True).stdout.strip()
        say(f"made a set of {members} members")
        port = free_port()
        server = start(database, port)
        try:
            install_all(folder, f"http://127.0.0.1:{port}/Plone/software")
        finally:
            server.terminate()
            server.wait(30)
        import_all(database, stock, "import again")
    finally:
        database.close()


def import_all(database, stock: Path, turn: str) -> None:
    """Import; what is there already is found there."""
    count = sum(1 for path in stock.iterdir())
    started = time.monotonic()
    words = ("import", str(stock), "--owner", OWNER, "--json")
    document = json.loads(database.psc("--conf", str(database.conf), *words).stdout)
    if "error" in document:
        raise Failed(document["error"])
    (told,) = document["centers"]
    found = f"{told['imported']} imported, {told['there']} there, {len(told['refused'])} refused"
    say(f"{turn}: {count} archives, {found}: {time.monotonic() - started:.0f} s")
    for one in told["refused"]:
        say(f"    {one['place']}: {one['reason']}")
    done = database.psc("--conf", str(database.conf), "consistency")
    say(done.stdout.strip())


def start(database, port: int) -> subprocess.Popen[bytes]:
    """Serve the database; return the process once it answers."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(database.conf), str(port)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(240):
        time.sleep(0.5)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/Plone/software/health")
            if connection.getresponse().status == 200:
                return server
        except OSError:
            continue
        finally:
            connection.close()
    server.terminate()
    raise Failed("The server did not answer.")


def install_all(folder: Path, center: str) -> None:
    """Install in four environments, and make a site in two of them."""
    index = ("--index-url", f"{center}/simple/", "--require-hashes", "-r", REQUIREMENTS)
    of_set = ("--require-hashes", "-r", f"{center}/sets/plone/1.0/requirements.txt")
    uv = Path(sys.executable).with_name("uv")
    for what, words in (("requirements.txt", index), ("the set alone", of_set)):
        for installer in ("uv", "pip"):
            python = make_environment(folder / f"{installer}-{what.split()[0]}")
            if installer == "pip":
                command = (*pip_of(python), "install", "-q", "--no-cache-dir")
            else:
                command = (uv, "pip", "install", "-q", "--no-cache", "--python", python)
            timed(f"{installer}, {what}", *command, *words)
            told = run(python, "-m", "pip", "list", "--format=json")
            say(f"    {len(json.loads(told))} distributions are installed")
    for installer in ("pip", "uv"):
        make_site(folder, folder / f"{installer}-requirements.txt" / "bin" / "python")


def make_site(folder: Path, python: Path) -> None:
    """Make a Plone site with what was installed, and nothing else but this checkout."""
    from Products.PloneSoftwareCenter.tests.program import database

    made = database.Database()
    try:
        started = time.monotonic()
        run(python, "-c", database.MAKE, made.conf, folder / "none", PYTHONPATH=str(TOP))
        say(f"a site with {python.parents[1].name}: {time.monotonic() - started:.0f} s")
    finally:
        made.close()


def make_environment(folder: Path) -> Path:
    """Return the Python of a new environment."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder / "bin" / "python"


def pip_of(python: Path) -> tuple[Path | str, ...]:
    """Return how pip is called in an environment."""
    return (python, "-m", "pip", "--disable-pip-version-check")


def timed(what: str, *command: Path | str) -> None:
    """Run a step and say how long it took."""
    started = time.monotonic()
    run(*command)
    say(f"{what}: {time.monotonic() - started:.0f} s")


def run(*command: Path | str, **environ: str) -> str:
    """Run a program to its end and return what it wrote.

    :raises Failed: when it ends with an error
    """
    only = {"PIP_CONFIG_FILE": os.devnull, "UV_NO_CONFIG": "1", "NO_PROXY": "*", **environ}
    # Downloading needs the index that this machine is set up for.
    keep = "download" in command
    done = subprocess.run(
        [str(word) for word in command],
        env=os.environ | environ if keep else plain_environment(**only),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        raise Failed(f"{command[0]} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


if __name__ == "__main__":
    main()
