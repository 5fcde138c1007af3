from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.members import check_link
from Products.PloneSoftwareCenter.pypi.members import check_path
from Products.PloneSoftwareCenter.pypi.members import MAX_DEPTH
from Products.PloneSoftwareCenter.pypi.members import MAX_PATH
from Products.PloneSoftwareCenter.pypi.members import top_folder

import pytest


@pytest.mark.parametrize(
    "path",
    [
        "a",
        "a/b/",
        "a/" * MAX_DEPTH,
        "./a",
        "a//b",
        "a..b/..c",
        "...",
        "a b",
        "caf\xe9",
        "a\\b",
        "aC:/b",
    ],
)
def test_path_inside_passes(path):
    check_path(path)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "a name of 0 characters"),
        ("x" * (MAX_PATH + 1), "a name of 4097 characters"),
        ("a/" * (MAX_DEPTH + 1), "in more than 255 folders"),
        ("a\\" * (MAX_DEPTH + 1) + "b", "in more than 255 folders"),
        ("/a", "absolute"),
        ("\\a", "absolute"),
        ("\\\\host\\share", "absolute"),
        ("c:a", "absolute"),
        ("..", "'..' in its path"),
        ("a/../b", "'..' in its path"),
        ("a\\..\\b", "'..' in its path"),
        ("a/..", "'..' in its path"),
        ("a\0", "Invalid character"),
        ("a\x1b[2J", "Invalid character"),
        ("a\x7f", "Invalid character"),
    ],
)
def test_path_that_leads_out_is_refused(path, words):
    with pytest.raises(InvalidArchive) as caught:
        check_path(path)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("path", "target", "is_hard", "passes"),
    [
        ("a/b", "c", False, True),
        ("a/b", "../c", False, True),
        ("a/b", "..", False, True),
        ("a/b", "./x/y", False, True),
        ("a/b", "../../c", False, False),
        ("a/b", "c/../d", False, False),
        ("a/b", "/c", False, False),
        ("a/b", "D:\\c", False, False),
        ("a/b", "..\\..\\c", False, False),
        ("a/b", "", False, False),
        ("a/b", "c\n", False, False),
        ("a/b", "x" * (MAX_PATH + 1), False, False),
        ("a/b", "x/" * (MAX_DEPTH + 1), False, False),
        ("a/b", "a/c", True, True),
        ("a/b", "../c", True, False),
    ],
)
def test_links(path, target, is_hard, passes):
    if passes:
        check_link(path, target, is_hard=is_hard)
    else:
        with pytest.raises(InvalidArchive, match=r"leads out of the archive|leads into more than"):
            check_link(path, target, is_hard=is_hard)


@pytest.mark.parametrize(("tops", "words"), [(set(), "not none"), ({"a", "b"}, "not 2")])
def test_other_than_one_top_folder_is_refused(tops, words):
    with pytest.raises(InvalidArchive, match=words):
        top_folder(tops)
    assert top_folder({"a"}) == "a"
