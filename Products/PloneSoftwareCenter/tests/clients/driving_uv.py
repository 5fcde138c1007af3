"""uv, for tests to inherit from."""

from Products.PloneSoftwareCenter.tests.clients.driving import BIN
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest
from Products.PloneSoftwareCenter.tests.clients.fixtures import NAME

import sys


class UvTest(ClientTest):
    """``self.target`` is where uv installs."""

    def setUp(self):
        super().setUp()
        self.target = self.folder / "target"

    def uv(self, action, *words, index=None):
        where = () if index is None else ("--index-url", index)
        return (BIN / "uv", "pip", action, "--python", sys.executable, *where, *words)

    def install_command(self, *words, index=None):
        words = ("--target", self.target, "--no-build-isolation", *words)
        return self.uv("install", *words, index=index or self.simple)

    def install(self, *words, index=None, **environ):
        return self.succeed(*self.install_command(*words, index=index), **environ)

    def compile_command(self, *words, wanted=NAME):
        requirements = self.folder / "wanted.in"
        requirements.write_text(f"{wanted}\n")
        command = self.uv("compile", "--no-header", "--no-annotate", index=self.simple)
        return (*command, "-q", *words, requirements)
