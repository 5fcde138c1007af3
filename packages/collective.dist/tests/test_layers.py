"""What imports what."""

from tests.calling import PACKAGE

import ast


def imported_by(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_one_module_knows_twine_and_none_knows_plone():
    sources = list(PACKAGE.glob("collective/dist/**/*.py"))
    assert len(sources) > 20
    roots = {path.name: {name.split(".")[0] for name in imported_by(path)} for path in sources}
    assert [name for name, found in roots.items() if "twine" in found] == ["twine_forms.py"]
    for found in roots.values():
        assert not found & {"Products", "plone", "zope", "Zope2", "AccessControl"}
