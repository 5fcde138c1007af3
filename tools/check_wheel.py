"""What is built from the checkout: whole, and usable in each of the ways that README describes.

    .venv/bin/python tools/check_wheel.py

An sdist is built, a wheel from it, and the wheel is compared with what git knows.  Then it is put
into a site in both of an administrator's own ways, a pip requirements file and a buildout; the
server is started, a site made, and the add-on installed over HTTP, as somebody would by hand.
With the requirements file come the wheels of the storages, too: each must be in the form of a
center by itself.
"""

from checkout.layout import TOP
from checkout.layout import VENV
from checkout.own_archives import build_own_archives
from checkout.settings import child_environment
from checkout.watch import status_of
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import base64
import json
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile


ADD_ON = "Products.PloneSoftwareCenter"
#: the storages of their own, by what a center's form calls them
STORAGES = {
    "external": "collective.psc.externalstorage",
    "mirroring": "collective.psc.mirroring",
    "s3": "collective.psc.s3storage",
}
#: seconds that a server may take until it answers, on a machine that is busy with something else
PATIENCE = 600
BUILDOUT = """\
[buildout]
extends = {top}/versions.cfg
versions = versions
find-links = {archives}
parts = instance

[instance]
recipe = plone.recipe.zope2instance
user = admin:{password}
http-address = 127.0.0.1:{port}
eggs =
    Plone
    Products.PloneSoftwareCenter

[versions]
products.plonesoftwarecenter = {version}
"""
BLOBS = """\
<blobstorage>
  blob-dir $INSTANCE/var/blobs
<filestorage>"""


class Broken(Exception):
    """What is built is not what it should be."""


def check_contents(wheel: Path) -> None:
    """Compare the wheel with the files that git knows below Products/."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "Products"],
        cwd=TOP,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.splitlines()
    with zipfile.ZipFile(wheel) as opened:
        packed = {name for name in opened.namelist() if name.startswith("Products/")}
    wanted = {name for name in listed if (TOP / name).exists()}
    wanted |= {f"{name.removesuffix('.po')}.mo" for name in wanted if name.endswith(".po")}
    if wanted != packed:
        raise Broken(
            f"{wheel.name}: missing are {sorted(wanted - packed)},"
            f" too much are {sorted(packed - wanted)}"
        )


def run(*command: str | Path, cwd: Path) -> None:
    """Run a program; what it said is shown when it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=child_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Broken(f"{' '.join(map(str, command))}\n{done.stdout}")


def install(python: Path, requirements: Path) -> None:
    """Install a requirements file of which each line has a digest."""
    command = [VENV / "bin" / "uv", "pip", "install", "-q", "--compile-bytecode"]
    run(*command, "--require-hashes", "--python", python, "-r", requirements, cwd=TOP)


def try_requirements(folder: Path, wheel: Path, python: Path) -> None:
    """The pip requirements file of an administrator, with a line for each wheel of ours."""
    wheels = {ADD_ON: wheel, **{name: wheel_of(name, wheel.parent) for name in STORAGES.values()}}
    lines = [f"-r {TOP / 'requirements.txt'}"]
    for name, path in wheels.items():
        digest = sha256(path.read_bytes()).hexdigest()
        lines.append(f"{name} @ {path.as_uri()} --hash=sha256:{digest}")
    lines += pins_of("boto3", "botocore", "jmespath", "s3transfer")
    requirements = folder / "requirements.txt"
    requirements.write_text("".join(f"{line}\n" for line in lines))
    install(python, requirements)
    password, port = secrets.token_urlsafe(12), free_port()
    instance = folder / "instance"
    make = python.with_name("mkwsgiinstance")
    run(python, make, "-d", instance, "-u", f"admin:{password}", cwd=folder)
    change(instance / "etc" / "zope.ini", "port = 8080", f"port = {port}")
    # archives are blobs, and the configuration that Zope makes has no place for them
    change(instance / "etc" / "zope.conf", "<filestorage>", BLOBS)
    change(instance / "etc" / "zope.conf", "</filestorage>", "</filestorage>\n</blobstorage>")
    configuration = instance / "etc" / "zope.ini"
    with served([python.with_name("runwsgi"), configuration], port, folder):
        install_add_on(port, password)
        require_storages(port, password)


def wheel_of(name: str, folder: Path) -> Path:
    """The wheel of one of the distributions."""
    return next(folder.glob(f"{name.replace('.', '_')}-*.whl"))


def pins_of(*names: str) -> Iterator[str]:
    """The lines that pin distributions in requirements-test.txt."""
    text = (TOP / "requirements-test.txt").read_text(encoding="utf-8")
    for name in names:
        found = re.search(rf"^{name}==[^\n]*(\n    [^\n]*)*", text, re.MULTILINE)
        if found is None:
            raise Broken(f"requirements-test.txt has no pin of {name}.")
        yield found[0]


def require_storages(port: int, password: str) -> None:
    """See that the form of a center offers each storage that is installed."""
    names = f"http://127.0.0.1:{port}/Plone/@vocabularies/plonesoftwarecenter.storage_strategies"
    terms = json.loads(get(names, password))["items"]
    missing = {"blob", *STORAGES} - {term["token"] for term in terms}
    if missing:
        raise Broken(f"The form of a center does not offer {sorted(missing)}.")


def change(path: Path, old: str, new: str) -> None:
    """Replace what stands once in a file."""
    before, after = path.read_text().split(old)
    path.write_text(before + new + after)


def try_buildout(folder: Path, wheel: Path, python: Path) -> None:
    """An administrator's buildout, with one more egg; Plone is in the environment it runs in."""
    password, port = secrets.token_urlsafe(12), free_port()
    (folder / "buildout.cfg").write_text(
        BUILDOUT.format(
            top=TOP,
            archives=wheel.parent,
            password=password,
            port=port,
            version=wheel.name.split("-")[1],
        )
    )
    run(python.with_name("buildout"), "-N", "-U", cwd=folder)
    if not list(folder.glob(f"eggs/*/{ADD_ON}-*")):
        raise Broken(f"buildout did not take {wheel.name} from find-links.")
    with served([folder / "bin" / "instance", "console"], port, folder):
        install_add_on(port, password)


@contextmanager
def served(command: list[str | Path], port: int, folder: Path) -> Iterator[None]:
    """A server that answers, ended afterwards."""
    log = folder / "server.log"
    with (
        log.open("w") as written,
        subprocess.Popen(
            command,
            cwd=folder,
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            deadline = time.monotonic() + PATIENCE
            while status_of(f"http://127.0.0.1:{port}/ok") is None:
                if server.poll() is not None or time.monotonic() > deadline:
                    raise Broken(f"The server does not answer.\n{log.read_text()[-3000:]}")
                time.sleep(0.2)
            yield
        except OSError as error:
            raise Broken(f"{error}\n{log.read_text()[-3000:]}") from error
        finally:
            server.terminate()


def install_add_on(port: int, password: str) -> None:
    """Make a site, install the add-on, make a center and read its index."""
    root = f"http://127.0.0.1:{port}"
    site = {"site_id": "Plone", "title": "Site", "setup_content": False}
    site |= {"default_language": "en", "portal_timezone": "UTC"}
    post(f"{root}/@sites/classic", password, site)
    post(f"{root}/Plone/@addons/{ADD_ON}/install", password, {})
    center = {"@type": "PloneSoftwareCenter", "id": "software", "title": "Software"}
    post(f"{root}/Plone", password, center)
    status = status_of(f"{root}/Plone/software/simple/")
    if status != 200:
        raise Broken(f"The index of a new center answers {status}.")


def post(url: str, password: str, data: Mapping[str, object]) -> None:
    """Send something as the administrator."""
    ask(url, password, json.dumps(data).encode())


def get(url: str, password: str) -> bytes:
    """Read something as the administrator."""
    return ask(url, password, None)


def ask(url: str, password: str, data: bytes | None) -> bytes:
    """Send one request as the administrator."""
    credentials = base64.b64encode(f"admin:{password}".encode()).decode()
    request = urllib.request.Request(  # noqa: S310 (a server of ours)
        url,
        data=data,
        headers={
            "Accept": "application/json",
            "Authorization": f"Basic {credentials}",
            "Content-Type": "application/json",
        },
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=PATIENCE) as answer:
        body: bytes = answer.read()
        return body


def free_port() -> int:
    """A port where nothing listens, of those that the system gives to nobody by chance."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        archives = Path(scratch) / "archives"
        build_own_archives(archives)
        wheel = next(archives.glob("products_plonesoftwarecenter-*.whl"))
        check_contents(wheel)
        python = Path(scratch) / "env" / "bin" / "python"
        uv = VENV / "bin" / "uv"
        run(uv, "venv", "-q", "--python", sys.executable, Path(scratch) / "env", cwd=TOP)
        install(python, TOP / "requirements.txt")
        for trial in (try_buildout, try_requirements):
            folder = Path(scratch) / trial.__name__
            folder.mkdir()
            trial(folder, wheel, python)


if __name__ == "__main__":
    try:
        main()
    except Broken as broken:
        sys.exit(str(broken))
