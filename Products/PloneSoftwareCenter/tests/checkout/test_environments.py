"""An environment is whole, or made anew; the programs that fill it are played here."""

from pathlib import Path
from tools.checkout import environments
from tools.checkout.environments import Environment
from tools.checkout.programs import ProgramFailed
from tools.checkout.programs import Refused
from unittest import mock

import shutil
import tempfile
import unittest


class Killed(BaseException):
    """Nobody catches this, as nobody catches kill -9."""


class Programs:
    """Plays venv, pip and uv: each leaves half of its work, then the other half."""

    def __init__(self):
        self.ran = []
        #: which call, counted from 0, ends in the middle
        self.killed_at = None
        #: words of a command -> what it writes before it fails
        self.failing = {}

    def run(self, command, cwd, environ):
        words = [str(word) for word in command]
        first, second = self.files(words)
        number = len(self.ran)
        self.ran.append(words)
        self.write(first)
        if number == self.killed_at:
            raise Killed
        for word, said in self.failing.items():
            if word in words:
                raise ProgramFailed(said)
        self.write(second)
        return "global.index-url='https://index.example.org/simple'\n"

    def files(self, words):
        if "venv" in words:
            return [Path(words[-1], "pyvenv.cfg")], [Path(words[-1], "bin", "python")]
        venv = Path(words[0]).parent.parent
        if "config" in words:
            return [], []
        if words[-1].endswith("uv.txt"):
            return [], [venv / "bin" / "uv"]
        name = Path(words[-1]).stem
        return [venv / "lib" / f"{name}-1.py"], [venv / "lib" / f"{name}-2.py"]

    def write(self, paths):
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")


class TestEnvironment(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.locks = [self.folder / "requirements.txt", self.folder / "requirements-test.txt"]
        self.locks[0].write_text("uv==1.0 \\\n    --hash=sha256:00\nzope==1.0\n")
        self.locks[1].write_text("pytest==1.0\n")
        self.environment = Environment(self.folder / ".venv")
        self.programs = Programs()
        for patch in (
            mock.patch.object(environments, "run", self.programs.run),
            mock.patch.object(environments, "say", lambda text: None),
        ):
            patch.start()
            self.addCleanup(patch.stop)

    def provide(self, locks=None):
        """Provide all, and tell how many programs ran for it."""
        before = len(self.programs.ran)
        self.environment.provide(*(locks or self.locks))
        return len(self.programs.ran) - before

    def assert_whole(self):
        names = {path.name for path in (self.environment.path / "lib").iterdir()}
        wanted = {f"{lock.stem}-{half}.py" for lock in self.locks for half in (1, 2)}
        self.assertEqual(names, wanted)
        self.assertEqual(self.provide(), 0)

    def test_what_is_whole_is_left_alone(self):
        self.assertGreater(self.provide(), 0)
        self.assert_whole()

    def test_whatever_is_killed_mends_itself(self):
        steps = self.provide()
        for step in range(steps):
            with self.subTest(step=step):
                shutil.rmtree(self.environment.path)
                self.programs.ran.clear()
                self.programs.killed_at = step
                with self.assertRaises(Killed):
                    self.provide()
                self.programs.killed_at = None
                self.provide()
                self.assert_whole()

    def test_a_lost_file_is_mended(self):
        self.provide()
        for lost in ("lib/requirements-1.py", "bin/python", "bin", "lib"):
            with self.subTest(lost=lost):
                environments.remove(self.environment.path / lost)
                self.assertGreater(self.provide(), 0)
                self.assert_whole()

    def test_a_file_in_its_place_is_mended(self):
        self.environment.path.write_text("")
        self.provide()
        self.assert_whole()

    def test_other_pins_of_tests_are_installed_on_top(self):
        whole = self.provide()
        self.locks[1].write_text("pytest==2.0\n")
        self.assertIn(self.provide(), range(1, whole))
        self.assert_whole()

    def test_other_pins_of_the_site_make_it_anew(self):
        whole = self.provide()
        self.locks[0].write_text("uv==2.0 \\\n    --hash=sha256:00\n")
        self.assertEqual(self.provide(), whole)
        self.assert_whole()

    def test_tests_are_no_reason_to_install_again(self):
        self.provide()
        self.assertEqual(self.provide(self.locks[:1]), 0)

    def test_only_hashed_distributions_are_installed(self):
        self.provide()
        installing = [words for words in self.programs.ran if "install" in words]
        self.assertTrue(installing)
        for words in installing:
            self.assertIn("--require-hashes", words)

    def test_pip_stands_in_for_uv(self):
        self.programs.failing = {str(self.environment.path / "bin" / "uv"): "no wheel"}
        self.provide()
        self.assert_whole()

    def test_another_environment_fills_it(self):
        filler = self.folder / "filler"
        self.environment = Environment(self.folder / ".venv", filler=filler)
        (filler / "bin").mkdir(parents=True)
        (filler / "bin" / "uv").write_text("")
        self.provide(self.locks[1:])
        self.assertIn("--without-pip", self.programs.ran[0])
        self.assertEqual(
            {Path(words[0]).parent for words in self.programs.ran[1:]}, {filler / "bin"}
        )
        self.assertEqual(self.provide(self.locks[1:]), 0)

    def test_why_nothing_was_installed_is_told_in_one_sentence(self):
        for said, sentence in (
            ("NewConnectionError: Connection refused", "no package index could be reached"),
            ("No matching distribution (from versions: none)", "does not have what is pinned"),
            ("OSError: No space left on device", "the disk is full"),
            ("Segmentation fault", "bootstrap.log says why"),
        ):
            self.programs.failing = {"-r": said}
            with self.assertRaises(Refused) as caught:
                self.provide()
            self.assertIn(sentence, str(caught.exception))

    def test_uv_asks_the_index_of_pip(self):
        environ = self.environment._like_pip({"SSL_CERT_FILE": "mine"})
        self.assertEqual(environ["UV_DEFAULT_INDEX"], "https://index.example.org/simple")
        self.assertEqual(environ["SSL_CERT_FILE"], "mine")
