"""zc.buildout, for tests to inherit from."""

from Products.PloneSoftwareCenter.tests.clients.driving import BIN
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest


class BuildoutTest(ClientTest):
    """``self.cache`` keeps what buildout downloads, as it came."""

    def setUp(self):
        super().setUp()
        self.cache = self.folder / "cache" / "dist"
        self.cache.parent.mkdir()
        # Buildout builds sdists with pip, which shall not look for setuptools elsewhere.
        self.building = {"PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_INDEX": "1"}

    def write(self, *eggs, **options):
        """Write a buildout.cfg; ``_`` in an option's name means ``-``."""
        options = {"index": self.simple, **options}
        lines = ["[buildout]", "parts = eggs", "eggs-directory = eggs", "download-cache = cache"]
        lines += [f"{name.replace('_', '-')} = {value}" for name, value in options.items()]
        lines += ["[eggs]", "recipe = zc.recipe.egg", "interpreter = py", "eggs ="]
        lines += [f"    {egg}" for egg in eggs]
        (self.folder / "buildout.cfg").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def command(self, *words):
        # without the defaults of the person at the terminal
        return (BIN / "buildout", "-U", *words)

    def buildout(self, *words):
        return self.succeed(*self.command(*words), **self.building)

    def buildout_fails(self, texts):
        return self.fail_with(texts, *self.command(), **self.building)

    def versions(self, *names):
        """Ask the interpreter that buildout made which versions it imports."""
        modules = ", ".join(f"psc_{name}" for name in names)
        told = ", ".join(f"psc_{name}.VERSION" for name in names)
        ran = self.succeed(self.folder / "bin" / "py", "-c", f"import {modules}; print({told})")
        return ran.output.split()
