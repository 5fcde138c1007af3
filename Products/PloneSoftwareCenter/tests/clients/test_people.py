"""twine and uv, as owners and maintainers come and go."""

from Products.PloneSoftwareCenter.people.interfaces import MAINTAINER as AS_MAINTAINER
from Products.PloneSoftwareCenter.people.interfaces import OWNER as AS_OWNER
from Products.PloneSoftwareCenter.people.invitations import answer
from Products.PloneSoftwareCenter.people.invitations import invite
from Products.PloneSoftwareCenter.people.roles import take_roles
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import BIN
from Products.PloneSoftwareCenter.tests.clients.driving_pip import PipTest
from Products.PloneSoftwareCenter.tokens.header import TOKEN_USER
from Products.PloneSoftwareCenter.tokens.store import add_token
from Products.PloneSoftwareCenter.tokens.store import UPLOAD


REFUSED = ("403", "The name 'demo' is not available to you on this index.")


class TestPeople(PipTest):
    """The same token all the time: what it opens follows the roles of its user at once."""

    def setUp(self):
        super().setUp()
        self.publish(self.wheel("1.0"))
        with self.changes():
            _token, text = add_token(
                self.center,
                user_id=OTHER,
                is_root_user=False,
                name="Build server",
                kind=UPLOAD,
                projects=(),
                expires=None,
            )
        self.write_pypirc(user=TOKEN_USER, password=str(text))
        quiet = ("--non-interactive", "--disable-progress-bar", "--verbose")
        given = ("--token", str(text), "--trusted-publishing", "never")
        self.ways = {
            "twine": (BIN / "twine", "upload", *quiet, "-r", "center"),
            "uv": (BIN / "uv", "publish", *given, "--publish-url", self.url),
        }

    def wheel(self, version):
        return make_wheel("demo", version, folder=self.folder)

    def work(self, change, *values):
        """Change who works on the project."""
        with self.changes():
            change(self.center["demo"], *values)

    def test_roles_count_from_the_answer_on_and_no_longer_than_they_are_held(self):
        for version, (name, way) in enumerate(self.ways.items(), 1):
            for role in (AS_MAINTAINER, AS_OWNER):
                with self.subTest(name, role=role):
                    wheel = self.wheel(f"{version}.1+{role.lower()}")
                    self.work(invite, OTHER, role, OWNER)
                    self.fail_with(REFUSED, *way, wheel)
                    self.work(answer, OTHER, True)
                    self.succeed(*way, wheel)
                    self.work(take_roles, OTHER)
                    self.fail_with(REFUSED, *way, self.wheel(f"{version}.2+{role.lower()}"))
