"""twine, uv, pip and buildout, with an API token in place of a password."""

from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import BIN
from Products.PloneSoftwareCenter.tests.clients.driving_buildout import BuildoutTest
from Products.PloneSoftwareCenter.tests.clients.driving_pip import PipTest
from Products.PloneSoftwareCenter.tests.clients.watching import watch_logs
from Products.PloneSoftwareCenter.tokens.header import TOKEN_USER
from Products.PloneSoftwareCenter.tokens.store import add_token
from Products.PloneSoftwareCenter.tokens.store import READ
from Products.PloneSoftwareCenter.tokens.store import UPLOAD
from Products.PloneSoftwareCenter.tokens.text import parse_token_text


class WithTokens:
    """For a ``ClientTest``: ``self.make_token`` makes one, nothing of it shall be logged."""

    def make_token(self, kind=UPLOAD, projects=(), expires=None):
        """Return the text of a token of the owner's."""
        with self.changes():
            uids = [self.center[name].UID() for name in projects]
            _token, text = add_token(
                self.center,
                user_id=OWNER,
                is_root_user=False,
                name="Build server",
                kind=kind,
                projects=uids,
                expires=expires,
            )
        return str(text)

    def wheel(self, name="demo", version="1.0"):
        return make_wheel(name, version, folder=self.folder)

    @contextmanager
    def unlogged(self, text):
        """See that the server does not log the secret of a token."""
        with watch_logs() as lines:
            yield
        self.assertNotIn(parse_token_text(text).secret, "\n".join(lines))


class TestUploading(WithTokens, PipTest):
    def twine(self, token, *archives):
        self.write_pypirc(user=TOKEN_USER, password=token)
        quiet = ("--non-interactive", "--disable-progress-bar", "--verbose")
        return (BIN / "twine", "upload", *quiet, "-r", "center", *archives)

    def uv(self, token, *archives):
        given = ("--token", token, "--trusted-publishing", "never")
        return (BIN / "uv", "publish", *given, "--publish-url", self.url, *archives)

    def each(self):
        """Yield each way to upload, with the version that it shall upload."""
        for version, way in (("1.1", self.twine), ("1.2", self.uv)):
            with self.subTest(way.__name__):
                yield version, way

    def test_wheel(self):
        token = self.make_token()
        uploaded = []
        for version, way in self.each():
            uploaded.append(self.wheel(version=version))
            with self.unlogged(token):
                self.succeed(*way(token, uploaded[-1]))
        self.assertArrived(*uploaded)

    def test_center_without_passwords_for_uploads(self):
        with self.changes():
            self.center.password_uploads = False
        token = self.make_token()
        for version, way in self.each():
            self.succeed(*way(token, self.wheel(version=version)))

    def test_other_project(self):
        self.publish(self.wheel("foo"), self.wheel("bar"))
        token = self.make_token(projects=["foo"])
        for version, way in self.each():
            self.succeed(*way(token, self.wheel("foo", version)))
            self.fail_with(
                ("403", "The given token isn't allowed to upload to project 'bar'."),
                *way(token, self.wheel("bar", version)),
            )

    def test_one_for_reading(self):
        token = self.make_token(READ)
        for version, way in self.each():
            self.fail_with(
                ("403", "The given token is for reading only."),
                *way(token, self.wheel(version=version)),
            )

    def test_expired(self):
        token = self.make_token(expires=datetime.now(UTC) - timedelta(days=1))
        for version, way in self.each():
            self.fail_with(
                ("401", "This API token ended after"), *way(token, self.wheel(version=version))
            )
        self.assertNothingStored()

    def test_uv_looks_at_a_private_index_with_the_same_token(self):
        self.make_private()
        token = self.make_token()
        wheel = self.wheel()
        login = ("--username", TOKEN_USER, "--password", token, "--trusted-publishing", "never")
        check = ("--check-url", self.with_credentials(self.simple, TOKEN_USER, token))
        command = (BIN / "uv", "publish", *login, "--publish-url", self.url, *check, wheel)
        self.succeed(*command)
        self.assertIn("already exists, skipping", self.succeed(*command).text)


class TestInstalling(WithTokens, PipTest):
    def setUp(self):
        super().setUp()
        self.publish(self.wheel("foo"), self.wheel("bar"))
        self.make_private()
        self.token = self.make_token(READ)

    def test_pip(self):
        index = self.with_credentials(self.simple, TOKEN_USER, self.token)
        with self.unlogged(self.token):
            self.assertEqual(set(self.install("foo", index=index)), {"foo"})

    def test_pip_with_netrc(self):
        self.write_netrc(TOKEN_USER, self.token)
        self.assertEqual(set(self.install("foo")), {"foo"})

    def test_uv(self):
        index = self.with_credentials(self.simple, TOKEN_USER, self.token)
        install = (BIN / "uv", "pip", "install", "--target", self.target, "--no-deps")
        with self.unlogged(self.token):
            self.succeed(*install, "--default-index", index, "foo")
        self.assertTrue((self.target / "psc_foo.py").exists(), list(self.target.iterdir()))

    def test_project_that_it_does_not_name_is_not_there(self):
        token = self.make_token(READ, ["foo"])
        index = self.with_credentials(self.simple, TOKEN_USER, token)
        self.download("foo", index=index)
        self.fail_with(
            "No matching distribution found for bar",
            *self.pip("download", "--no-deps", "-d", self.target, "bar", index=index),
        )


class TestBuildout(WithTokens, BuildoutTest):
    def test_private_center(self):
        self.publish(self.wheel("foo"))
        self.make_private()
        token = self.make_token(READ)
        self.write("foo", index=self.with_credentials(self.simple, TOKEN_USER, token))
        with self.unlogged(token):
            self.buildout()
        self.assertEqual(self.versions("foo"), ["1.0"])
