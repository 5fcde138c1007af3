"""The distribution and its configuration files, as far as the checkout alone can tell.

(tools/check_wheel.py builds the wheel and uses it.)
"""

from configparser import RawConfigParser
from pathlib import Path

import re
import unittest


TOP = Path(__file__).resolve().parent.parent.parent.parent
LOCKS = ("requirements.txt", "requirements-test.txt", "requirements-plain.txt")
#: the pins of each client of the tests that has an environment of its own
CLIENTS = Path(__file__).resolve().parent / "clients" / "environments"


def read(name):
    return (TOP / name).read_text(encoding="utf-8")


def configuration(name):
    """A buildout configuration; what follows an unindented # is a comment there too."""
    parser = RawConfigParser(strict=False, comment_prefixes=("#",))
    parser.read_string(read(name))
    return parser


@unittest.skipUnless((TOP / "bootstrap.py").exists(), "installed without its checkout")
class TestPackaging(unittest.TestCase):
    def test_the_namespace_is_native(self):
        self.assertFalse((TOP / "Products" / "__init__.py").exists())

    def test_no_test_is_lost(self):
        """Functions are found by pytest, which runs below pypi/ only."""
        tests = Path(__file__).resolve().parent
        paths = set(tests.rglob("test_*.py")) - set((tests / "pypi").rglob("*"))
        lost = [
            path.name
            for path in paths
            if re.search(r"^def test_", path.read_text(encoding="utf-8"), re.MULTILINE)
        ]
        self.assertEqual(lost, [])

    def test_every_pin_has_digests(self):
        for lock in (*LOCKS, *CLIENTS.glob("*.txt")):
            pins = re.split(r"\n(?=\S)", read(lock).strip())
            bare = [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin]
            self.assertEqual((lock, bare), (lock, []))

    def test_every_client_has_its_pins(self):
        wanted = {path.stem for path in CLIENTS.glob("*.in")}
        self.assertEqual({path.stem for path in CLIENTS.glob("*.txt")}, wanted)

    def test_pins_name_no_index(self):
        for name in (*LOCKS, *CLIENTS.glob("*.txt"), "versions.cfg", "buildout.cfg"):
            self.assertNotRegex(read(name), r"://|--index|^index", name)

    def test_buildout_has_the_pins_of_the_lock_files(self):
        versions = configuration("versions.cfg")["versions"]
        pins = {}
        for lock in LOCKS:
            pins.update(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", read(lock), re.MULTILINE))
        self.assertEqual(dict(versions), pins)

    def test_what_is_installed_is_never_the_earlier_product(self):
        """Installers prefer its last final release, 1.6.4, to what is none."""
        [version] = re.findall(r'version="([^"]+)"', read("setup.py"))
        line = f"    Products.PloneSoftwareCenter >= {version}\n"
        pin = f"    [versions]\n    Products.PloneSoftwareCenter = {version}\n"
        for name in ("README.txt", "docs/administer/install.rst"):
            for wanted in (line, pin):
                self.assertIn(wanted, read(name), name)
        for setup in (TOP / "packages").glob("*/setup.py"):
            found = re.findall(r'"(Products\.PloneSoftwareCenter.*)"', setup.read_text("utf-8"))
            wanted = f"Products.PloneSoftwareCenter>={version}"
            self.assertLessEqual(set(found), {wanted}, setup.parent.name)
            readme = setup.with_name("README.txt").read_text("utf-8")
            self.assertIn(f"{setup.parent.name} >= {version}", readme)

    def test_no_password_is_known_beforehand(self):
        for name in ("buildout.cfg", "zeo.cfg", "relstorage.cfg"):
            users = re.findall(r"^user\s*=\s*(.*)$", read(name), re.MULTILINE)
            self.assertEqual((name, set(users) - {"admin:"}), (name, set()))

    def test_the_server_listens_on_loopback(self):
        self.assertEqual(
            configuration("buildout.cfg")["buildout"]["http-address"], "127.0.0.1:8080"
        )

    def test_the_server_takes_what_the_default_center_takes(self):
        instance = configuration("buildout.cfg")["instance"]
        default = 1024 * 2**20
        self.assertGreater(int(instance["max-request-body-size"]), default)
        megabytes = re.search(r"form-disk-limit (\d+)MB", instance["zope-conf-additional"])
        self.assertGreater(int(megabytes[1]) * 2**20, default)

    def test_nobody_switches_xmlrpc_on(self):
        for path in TOP.glob("*.cfg"):
            self.assertNotIn("enable-xmlrpc", path.read_text(encoding="utf-8"), path.name)

    def test_database_servers_leave_conflicts_to_the_instances(self):
        self.assertIn("client-conflict-resolution true", read("zeo.cfg"))
