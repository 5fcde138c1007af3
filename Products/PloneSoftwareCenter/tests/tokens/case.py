"""A served center whose users have tokens."""

from base64 import b64encode
from plone import api
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.PloneSoftwareCenter.tokens.header import TOKEN_USER
from Products.PloneSoftwareCenter.tokens.store import add_token
from Products.PloneSoftwareCenter.tokens.store import UPLOAD


class TokenCase(ServedCenter):
    """``self.make_token`` makes one, ``self.client_with`` sends it."""

    def make_token(self, user_id=OWNER, **fields):
        """Make a token as the page does; return its text."""
        fields = {
            "is_root_user": False,
            "name": "Build server",
            "kind": UPLOAD,
            "projects": (),
            "expires": None,
            **fields,
        }
        with self.changes():
            self.token, text = add_token(self.center, user_id=user_id, **fields)
        return str(text)

    def client_with(self, text):
        return Client(self.url, TOKEN_USER, text)

    def wheel(self, name="demo", version="1.0"):
        return make_wheel(name, version, folder=self.folder)

    def publish(self, *names):
        """Have a wheel 1.0 of each name in the center, from the owner; return UIDs by name."""
        for name in names:
            answer = self.owner.upload(self.wheel(name))
            self.assertEqual(answer.status, 200, answer.text)
        self.refresh()
        return {name: self.center[name].UID() for name in names}

    def make_private(self):
        """Let nobody read the center but managers and the owner."""
        with self.changes():
            self.center.manage_setLocalRoles(OWNER, ["Reader", "Contributor"])
            api.content.transition(self.center, "make_private")


def bearer(text):
    """Return the header that brings a token as a Bearer token."""
    return {"Authorization": f"Bearer {text}"}


def basic(login, password):
    """Return the header that brings a user name and a password."""
    return {"Authorization": "Basic " + b64encode(f"{login}:{password}".encode()).decode()}
