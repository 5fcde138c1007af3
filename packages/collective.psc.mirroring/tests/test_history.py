"""``docs/develop/mirroring.rst`` names tests that exist, or says why there is none."""

import ast
import pathlib
import pytest
import re


TESTS = pathlib.Path(__file__).parent
PAGE = TESTS.parents[2] / "docs" / "develop" / "mirroring.rst"
CELL = re.compile(r"^   (?:\*| ) - (.*(?:\n {7}.*)*)", re.MULTILINE)
TEST = re.compile(r"``((?:plone\.)?test_\w+)\.((?:\w+\.)?test_\w+)``")


def rows():
    text = PAGE.read_text("utf-8") if PAGE.is_file() else ""
    cells = [" ".join(cell.split()) for cell in CELL.findall(text)]
    return [pair for pair in zip(cells[::2], cells[1::2], strict=True) if "Test, or" not in pair[1]]


def named_tests(module):
    tree = ast.parse(TESTS.joinpath(*module.split(".")).with_suffix(".py").read_text("utf-8"))
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}.{each.name}"
                for each in node.body
                if isinstance(each, ast.FunctionDef)
            }
    return found


@pytest.mark.skipif(not PAGE.is_file(), reason="not a checkout")
def test_each_row_names_a_test_that_exists_or_a_reason():
    assert len(rows()) > 20
    for asserted, answer in rows():
        named = TEST.findall(answer)
        assert named or answer.startswith("Not carried over: "), asserted
        for module, test in named:
            assert test in named_tests(module), (module, test)
