"""Running a client as its user does, cut off from this machine and from other indexes."""

from dataclasses import dataclass
from pathlib import Path
from plone import api
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from tools.checkout.clients import provide_client
from tools.checkout.programs import Refused
from urllib.parse import quote

import functools
import hashlib
import os
import re
import shutil
import subprocess
import sys
import unittest


#: where the clients are that the tests' own environment has
BIN = Path(sys.executable).parent

#: what a terminal takes for a colour
COLOURS = re.compile(r"\x1b\[[0-9;]*m")

#: seconds that a client gets at most
PATIENCE = 600

#: as which clients know how long they wait for an answer; some give up after 15 seconds
WAITS = (
    "PIP_DEFAULT_TIMEOUT",
    "POETRY_REQUESTS_TIMEOUT",
    "UV_HTTP_CONNECT_TIMEOUT",
    "UV_HTTP_TIMEOUT",
)


@dataclass(frozen=True)
class Ran:
    """How a program ended, and all that it wrote."""

    status: int
    output: str

    @property
    def text(self):
        """What it wrote on one line, since clients break their lines where the terminal ends."""
        return " ".join(COLOURS.sub("", self.output).split())


class ClientTest(ServedCenter):
    """``self.run_program`` runs a client; ``self.home`` is its user's home."""

    def setUp(self):
        super().setUp()
        self.home = self.folder / "home"
        self.home.mkdir()
        self.simple = f"{self.url}/simple/"

    def environment(self):
        """Return all of the environment that a client gets."""
        return {
            "HOME": str(self.home),
            "PATH": os.pathsep.join([str(BIN), os.defpath]),
            "LANG": "C.UTF-8",
            "NO_COLOR": "1",
            "COLUMNS": "200",
            "NO_PROXY": "*",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_CACHE_DIR": "1",
            "PIP_NO_INPUT": "1",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "UV_CACHE_DIR": str(self.home / "uv-cache"),
            "UV_KEYRING_PROVIDER": "disabled",
            "UV_NO_CONFIG": "1",
            "UV_PYTHON_DOWNLOADS": "never",
            **dict.fromkeys(WAITS, "300"),
        }

    def run_program(self, *command, cwd=None, said="", **environ):
        """Run a program to its end and return how it ended.

        :param said: what somebody types into it
        """
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd or self.folder,
            env={**self.environment(), **environ},
            input=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
        return Ran(done.returncode, done.stdout)

    def succeed(self, *command, **options):
        """Run a program that ends well."""
        ran = self.run_program(*command, **options)
        self.assertEqual(ran.status, 0, ran.output)
        return ran

    def fail_with(self, texts, *command, **options):
        """Run a program that fails and says each of certain texts."""
        ran = self.run_program(*command, **options)
        self.assertNotEqual(ran.status, 0, ran.output)
        for text in (texts,) if isinstance(texts, str) else texts:
            self.assertIn(text, ran.text)
        return ran

    def write_pypirc(self, *sections, user=OWNER, password=PASSWORD):
        """Write the file in which people name their indexes.

        :param sections: (name, URL) pairs; ``center`` and this center else
        """
        sections = sections or (("center", self.url),)
        lines = ["[distutils]", "index-servers ="]
        lines += [f"    {name}" for name, _ in sections]
        for name, url in sections:
            lines += ["", f"[{name}]", f"repository: {url}"]
            lines += [f"username: {user}", f"password: {password}"]
        (self.home / ".pypirc").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def write_netrc(self, user=OWNER, password=PASSWORD, name=".netrc"):
        """Write the file in which curl and others keep passwords, and return its path."""
        path = self.home / name
        path.write_text(
            f"machine {self.layer['host']}\nlogin {user}\npassword {password}\n", encoding="utf-8"
        )
        path.chmod(0o600)
        return path

    def with_credentials(self, url, user=OWNER, password=PASSWORD):
        """Return a URL that holds user name and password, or the name alone."""
        login = user if password is None else f"{user}:{quote(password, safe='')}"
        return url.replace("://", f"://{login}@", 1)

    def make_private(self):
        """Let nobody read the center but its managers and the owner of the tests."""
        with self.changes():
            self.center.manage_setLocalRoles(OWNER, ["Reader", "Contributor"])
            api.content.transition(self.center, "make_private")
        self.assertEqual(self.nobody.get("/simple/").status, 401)

    def publish(self, *archives):
        """Have archives in the center, quickly."""
        for archive in archives:
            answer = self.owner.upload(archive)
            self.assertEqual(answer.status, 200, answer.text)

    def assertArrived(self, *archives):
        """See that the center shows and gives these archives byte for byte, and only these."""
        names = {describe_name(archive) for archive in archives}
        shown = {file["filename"]: file for name in names for file in self.files(name)}
        self.assertEqual(set(shown), {archive.name for archive in archives})
        for archive in archives:
            content = archive.read_bytes()
            name = describe_name(archive)
            answer = self.nobody.get(f"/simple/{name}/{archive.name}")
            self.assertEqual((answer.status, answer.body), (200, content))
            self.assertEqual(shown[archive.name]["hashes"]["sha256"], sha256(archive))

    def assertSameBytes(self, folder, *archives):
        """See that a folder holds these archives byte for byte, and nothing else."""
        found = {path.name: sha256(path) for path in Path(folder).iterdir() if path.is_file()}
        self.assertEqual(found, {archive.name: sha256(archive) for archive in archives})


def describe_name(archive):
    """Return the normalized name of an archive whose version begins with a digit."""
    name = archive.name
    end = next(
        index for index, char in enumerate(name) if char == "-" and name[index + 1].isdigit()
    )
    return name[:end].lower().replace("_", "-").replace(".", "-")


def sha256(path):
    """Return the hex digest of a file."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


@functools.cache
def client_environment(name, creator=sys.executable):
    """Return the folder of the environment that a client has for itself, made once a checkout.

    :param name: of a file in ``environments/``
    :raises unittest.SkipTest: when it can't be had
    """
    try:
        return provide_client(name, Path(creator))
    except Refused as refused:
        raise unittest.SkipTest(str(refused)) from refused


@functools.cache
def python_with_distutils():
    """Return a Python that has distutils itself, as the last one of them did.

    :raises unittest.SkipTest: when there is none on this machine
    """
    found = sys.executable if sys.version_info < (3, 12) else shutil.which("python3.11")
    asked = "import distutils.command.register, sys; print(sys.executable)"
    if found is not None:
        done = subprocess.run(
            [found, "-S", "-c", asked],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        if done.returncode == 0:
            return done.stdout.strip()
    raise unittest.SkipTest("There is no python3.11 that has its distutils.")
