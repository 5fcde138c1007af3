"""The documentation is built without a warning."""

from importlib.util import find_spec
from pathlib import Path

import re
import subprocess
import sys
import tempfile
import unittest


DOCS = Path(__file__).parents[3] / "docs"


@unittest.skipUnless((DOCS / "conf.py").is_file(), "not a checkout")
class TestDocs(unittest.TestCase):
    @unittest.skipUnless(find_spec("sphinx"), "Sphinx is not installed")
    def test_sphinx_has_nothing_to_complain_about(self):
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder)
            build = (sys.executable, "-m", "sphinx", "-q", "-W", "-E", "--keep-going", "-b", "html")
            done = subprocess.run(
                [*build, "-d", target / "doctrees", DOCS, target / "html"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                timeout=1200,
                check=False,
            )
            self.assertEqual((done.returncode, done.stdout), (0, ""))
            self.assertTrue((target / "html" / "protocol" / "actions.html").is_file())

    def test_every_example_is_shown(self):
        shown = set()
        for page in (DOCS / "protocol").glob("*.rst"):
            shown.update(re.findall(r"literalinclude:: examples/(\S+)", page.read_text("utf-8")))
        there = {path.name for path in (DOCS / "protocol" / "examples").iterdir()}
        self.assertEqual(shown, there)
