"""``psc-mirror follow`` and ``verify`` in an environment that has no Plone, from a real center."""

from pathlib import Path
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import client_environment
from Products.PloneSoftwareCenter.tests.tokens.case import TokenCase
from Products.PloneSoftwareCenter.tokens.store import READ
from tests.installed import installed
from tests.sites import contents

import os
import subprocess


README = Path(__file__).parents[2] / "README.txt"


class TestWithoutPlone(TokenCase):
    def setUp(self):
        super().setUp()
        self.python = client_environment("psc-mirror") / "bin" / "python"
        self.program = installed(self.python)
        self.mirror = self.folder / "mirror"
        self.mirror.mkdir()
        self.wheel_of_alpha = make_wheel("alpha", "1.0", folder=self.folder)
        self.secret = make_sdist("secret", "1.0", folder=self.folder)
        for archive in (self.wheel_of_alpha, self.secret):
            self.assertEqual(self.owner.upload(archive).status, 200)
        with self.changes():
            set_state(self.center["secret"], PROJECT_WORKFLOW, "unapproved")

    def run_program(self, *words, **environ):
        """Return (exit status, what it printed)."""
        done = subprocess.run(
            [str(self.program / "bin" / "psc-mirror"), *map(str, words)],
            env={"PYTHONPATH": str(self.program), "PATH": os.defpath, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=1200,
            check=False,
        )
        return done.returncode, done.stdout

    def follow(self, **environ):
        return self.run_program("follow", self.url, self.mirror, **environ)

    def test_there_is_no_plone(self):
        done = subprocess.run([str(self.python), "-c", "import Products"], check=False)
        self.assertNotEqual(done.returncode, 0)

    def test_follow_and_verify(self):
        self.assertEqual(self.follow(), (0, "bring alpha\n"))
        self.assertEqual(self.run_program("verify", self.mirror), (0, ""))
        path = self.mirror / "www" / "simple" / "alpha" / self.wheel_of_alpha.name
        self.assertEqual(path.read_bytes(), self.wheel_of_alpha.read_bytes())
        for name, data in contents(self.mirror).items():
            self.assertNotIn(b"secret", data, name)
        path.write_bytes(b"damaged")
        self.assertEqual(self.run_program("verify", self.mirror)[0], 1)
        self.assertEqual(self.follow()[0], 0)
        self.assertEqual(self.run_program("verify", self.mirror), (0, ""))

    def test_commands_of_the_readme(self):
        commands = [
            line.split("> ")[0].split()[1:]
            for line in README.read_text("utf-8").splitlines()
            if line.startswith("    psc-mirror ")
        ]
        self.assertEqual([words[0] for words in commands], ["follow", "configure", "verify"])
        there = {"https://psc.example.org/software": self.url, "/srv/mirror": self.mirror}
        for words in commands:
            with self.subTest(words):
                # the address in the configuration is the one that others see
                known = {} if words[0] == "configure" else there
                status, told = self.run_program(*[known.get(word, word) for word in words])
                self.assertEqual(status, 0, told)
        self.assertTrue((self.mirror / "www" / "simple" / "alpha" / "index.html").exists())

    def test_with_a_token_that_reads_it_has_what_that_token_may_see(self):
        token = self.make_token(kind=READ)
        self.assertEqual(self.follow(PSC_MIRROR_TOKEN=token), (0, "bring alpha\nbring secret\n"))
        path = self.mirror / "www" / "simple" / "secret" / self.secret.name
        self.assertEqual(path.read_bytes(), self.secret.read_bytes())
        self.assertEqual(self.run_program("verify", self.mirror), (0, ""))
        # no secret is left behind
        for name, data in contents(self.mirror).items():
            self.assertNotIn(token.encode(), data, name)

    def test_token_of_who_may_not_see_it(self):
        token = self.make_token(user_id=OTHER, kind=READ)
        self.assertEqual(self.follow(PSC_MIRROR_TOKEN=token), (0, "bring alpha\n"))

    def test_private_center_needs_a_token(self):
        self.make_private()
        status, told = self.follow()
        self.assertEqual(status, 2)
        self.assertIn("needs a token that reads", told)
        self.assertEqual(self.follow(PSC_MIRROR_TOKEN=self.make_token(kind=READ))[0], 0)

    def test_sync_needs_plone_and_says_so(self):
        status, told = self.run_program("sync")
        self.assertEqual(status, 2)
        self.assertIn("sync", told)
