"""Imports go down the floors only; three rules hold the architecture together."""

from pathlib import Path

import ast
import sys
import unittest


PRODUCT = "Products.PloneSoftwareCenter"
ROOT = Path(__file__).resolve().parent.parent
#: what pypi/ may import besides the standard library
ALLOWED_IN_PYPI = {"nh3", "packaging", "readme_renderer", "resolvelib", "trove_classifiers"}
#: the floors, from above to below; the folders of one floor don't import each other
FLOORS = (
    (
        "browser",
        "caching",
        "road",
        "services",
        "setuphandlers",
        "upgrades",
        "controlpanel",
        "patches",
        "program",
    ),
    ("maintenance", "importing"),
    ("upload", "reading", "finding"),
    # they hear of what happens, and reading tells of reads
    ("contentrules", "downloads", "journal", "mail", "webhooks"),
    # vocabularies list what people filled in into a center, and what storages there are
    ("vocabularies",),
    ("index", "storage"),
    # what a token opens narrows what an index shows
    ("tokens", "people"),
    ("content",),
    ("pypi",),
)
#: modules beside the floors, which every floor may import
COMMON = {"batches", "i18n", "interfaces"}


def imported_names(source, package):
    """The full dotted name of each thing that a module imports.

    :param source: the text of a module
    :param package: the package it lies in, for imports relative to it
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            base = parts[: len(parts) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def modules(*folders):
    """Path and imported names of each module in these folders (all of them, if none is named)."""
    for path in sorted(ROOT.rglob("*.py")):
        inside = path.relative_to(ROOT)
        if inside.parts[0] == "tests" or (folders and inside.parts[0] not in folders):
            continue
        package = ".".join([PRODUCT, *inside.parent.parts])
        yield inside, set(imported_names(path.read_text(encoding="utf-8"), package))


def folder_of(name):
    """The folder of ours that a dotted name is in; None for everything else."""
    prefix = f"{PRODUCT}."
    return name.removeprefix(prefix).partition(".")[0] if name.startswith(prefix) else None


class TestLayers(unittest.TestCase):
    def test_pypi_imports_plain_python_only(self):
        allowed = ALLOWED_IN_PYPI | set(sys.stdlib_module_names)
        found = [
            f"{path}: {name}"
            for path, names in modules("pypi")
            for name in names
            if folder_of(name) != "pypi" and name.partition(".")[0] not in allowed
        ]
        self.assertEqual(found, [])

    def test_no_import_runs_upward(self):
        found = []
        for height, folders in enumerate(FLOORS):
            below = {folder for floor in FLOORS[height + 1 :] for folder in floor}
            for path, names in modules(*folders):
                reachable = below | COMMON | {path.parts[0]}
                found += [
                    f"{path}: {name}" for name in names if folder_of(name) not in (None, *reachable)
                ]
        self.assertEqual(found, [])

    def test_every_folder_has_its_floor(self):
        known = {folder for floor in FLOORS for folder in floor} | {"tests"}
        packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
        self.assertEqual(packages - known, set())

    def test_the_core_imports_no_plug_in(self):
        found = [
            f"{path}: {name}"
            for path, names in modules()
            for name in names
            if name.partition(".")[0] == "collective"
        ]
        self.assertEqual(found, [])

    def test_the_package_imports_nothing(self):
        source = (ROOT / "__init__.py").read_text(encoding="utf-8")
        self.assertEqual(list(imported_names(source, PRODUCT)), [])

    def test_relative_imports_are_understood(self):
        source = "from . import b\nfrom ..x import y\nimport a.b\nfrom c import d\n"
        self.assertEqual(list(imported_names(source, "p.q")), ["p.q.b", "p.x.y", "a.b", "c.d"])
