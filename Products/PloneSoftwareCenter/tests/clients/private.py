"""A private center, and where its readers keep their passwords."""

from base64 import b64encode
from contextlib import contextmanager
from plone import api
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.clients.driving import BIN
from Products.PloneSoftwareCenter.tests.clients.watching import watch_logs

import os
import textwrap


#: each character that means something in a URL; none beyond ASCII, which pip sends in Latin-1
ODD_PASSWORD = "p@ss:w/o%20r?d#+&"

#: a keyring like those of desktops, which keeps its secrets in a file beside it
KEYRING = """\
from keyring.backend import KeyringBackend

import json
import pathlib


SECRETS = pathlib.Path(__file__).with_name("secrets.json")


class Keyring(KeyringBackend):
    priority = 1

    def secrets(self):
        return json.loads(SECRETS.read_text()) if SECRETS.exists() else {}

    def get_password(self, service, username):
        return self.secrets().get(service, {}).get(username)

    def set_password(self, service, username, password):
        SECRETS.write_text(json.dumps({**self.secrets(), service: {username: password}}))

    def get_credential(self, service, username):
        from keyring.credentials import SimpleCredential

        for known, password in self.secrets().get(service, {}).items():
            if username in (None, known):
                return SimpleCredential(known, password)
"""


class PrivateCenter:
    """For a ``ClientTest``: who reads a private center, and what others may not see."""

    def let_odd_password_in(self):
        """Let one more member read the private center; return user name and password."""
        with self.changes():
            api.user.create(username="odette", email="o@example.org", password=ODD_PASSWORD)
            self.center.manage_setLocalRoles("odette", ["Reader"])
        return "odette", ODD_PASSWORD

    def fill_keyring(self, user=OWNER, password=PASSWORD):
        """Have a password in a keyring; return the environment that leads programs to it.

        The command is the one that people type.
        """
        modules = self.home / "keyring"
        modules.mkdir()
        (modules / "psc_keyring.py").write_text(textwrap.dedent(KEYRING), encoding="utf-8")
        # pip calls no program that lies beside itself, for that might be anybody's
        (modules / "keyring").symlink_to(BIN / "keyring")
        environ = {
            "PATH": os.pathsep.join([str(modules), self.environment()["PATH"]]),
            "PYTHON_KEYRING_BACKEND": "psc_keyring.Keyring",
            "PYTHONPATH": str(modules),
        }
        service = f"{self.layer['host']}:{self.layer['port']}"
        self.succeed(BIN / "keyring", "set", service, user, said=f"{password}\n", **environ)
        return environ

    def hide(self, name):
        """Have a project that waits for review, of a higher version than ``show_elsewhere``."""
        with self.changes():
            before, self.center.project_creation = self.center.project_creation, "review"
        wheel = make_wheel(name, "9.0", folder=self.folder)
        self.publish(wheel)
        with self.changes():
            self.center.project_creation = before
        self.assertEqual(self.nobody.get(f"/simple/{name}/").status, 404)
        return wheel

    def show_elsewhere(self, name):
        """Have a project of that name in another center; return its file and the index."""
        with self.changes():
            create_center(self.portal, "elsewhere")
        url = self.url.replace("/software", "/elsewhere")
        wheel = make_wheel(name, "1.0", folder=self.folder)
        self.assertEqual(Client(url, OWNER, PASSWORD).upload(wheel).status, 200)
        return wheel, f"{url}/simple/"

    @contextmanager
    def no_secret_in_the_log(self, user=OWNER, password=PASSWORD):
        """See that the server logs neither the password nor what carries it."""
        with watch_logs() as lines:
            yield
        login = b64encode(f"{user}:{password}".encode()).decode()
        for line in lines:
            self.assertNotIn(password, line)
            self.assertNotIn(login, line)
