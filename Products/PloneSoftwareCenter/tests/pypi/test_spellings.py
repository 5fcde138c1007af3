from Products.PloneSoftwareCenter.pypi.filenames import parse_filename
from Products.PloneSoftwareCenter.pypi.spellings import look_of
from Products.PloneSoftwareCenter.pypi.spellings import spelling_of
from Products.PloneSoftwareCenter.pypi.spellings import spelling_of_used

import pytest


#: (name, version, file name): all of one line are the same file
SAME = [
    [
        ("foo.bar", "1.0", "foo_bar-1.0.tar.gz"),
        ("Foo.Bar", "1.0", "Foo.Bar-1.0.tar.gz"),
        ("foo-bar", "1.0.0", "foo-bar-1.0.0.tar.gz"),
        ("FOO__bar", "v1", "FOO__bar-v1.tar.gz"),
    ],
    [
        ("foo", "1.0a1", "foo-1.0a1.zip"),
        ("foo", "1.0alpha1", "foo-1.0alpha1.zip"),
        ("Foo", "1.0.a.1", "Foo-1.0.a.1.zip"),
    ],
    [
        ("foo", "1.0.post1", "foo-1.0.post1.tar.bz2"),
        ("foo", "1.0-1", "foo-1.0-1.tar.bz2"),
    ],
    [
        ("foo", "1.0", "foo-1.0-py2.py3-none-any.whl"),
        ("foo", "1.0", "foo-1.0-py3.py2-none-any.whl"),
        ("Foo", "1.0.0", "Foo-1.0.0-PY2.py3-none-any.whl"),
    ],
    [
        ("foo", "1.0", "foo-1.0-1-py3-none-any.whl"),
        ("foo", "1.0", "foo-1.0-01-py3-none-any.whl"),
    ],
    [
        ("foo", "1.0", "foo-1.0-2b-py3-none-any.whl"),
        ("foo", "1.0", "foo-1.0-2B-py3-none-any.whl"),
    ],
    [
        ("foo", "1.0+acme.1", "foo-1.0+acme.1-py3-none-any.whl"),
        ("foo", "1.0+acme.1", "foo-1.0+ACME.1-py3-none-any.whl"),
    ],
    [
        ("foo.bar", "1.0", "foo.bar-1.0-py3.11.egg"),
        ("foo_bar", "1.0.0", "foo_bar-1.0.0-py3.11.egg"),
    ],
    # the rest of the files of foo 1.0: each another one
    [("foo", "1.0", "foo-1.0-py3-none-any.whl")],
    [("foo", "1.0", "foo-1.0-py3-none-linux_x86_64.whl")],
    [("foo", "1.0", "foo-1.0-cp311-abi3-linux_x86_64.whl")],
    [("foo", "1.0", "foo-1.0-2-py3-none-any.whl")],
    [("foo", "1.0", "foo-1.0.tar.gz")],
    [("foo", "1.0", "foo-1.0.zip")],
    [("foo", "1.0", "foo-1.0.tgz")],
    [("foo", "1.0", "foo-1.0-py3.11.egg")],
    [("foo", "1.0", "foo-1.0-py3.11-linux-x86_64.egg")],
    [("foo", "1.1", "foo-1.1.tar.gz")],
    [("foo-bar", "1.1", "foo-bar-1.1.tar.gz")],
]


def spelling(name, version, filename):
    parsed = parse_filename(filename, name=name, version=version)
    return spelling_of(parsed, name, version)


@pytest.mark.parametrize("same", SAME, ids=lambda same: same[0][2])
def test_spellings_of_one_file_are_one(same):
    found = {spelling(*one) for one in same}
    assert len(found) == 1
    assert {spelling_of_used(filename, name, version) for name, version, filename in same} == found


def test_other_files_have_other_spellings():
    assert len({spelling(*same[0]) for same in SAME}) == len(SAME)


def test_what_can_not_be_read_stands_for_itself():
    assert spelling_of_used("README", "foo", "1.0") == "README"


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("foo", "f00", True),
        ("foo", "FO0", True),
        ("foo-bar", "foobar", True),
        ("foo.bar", "foo__bar", True),
        ("plone", "p1one", True),
        ("plone", "pIone", True),
        ("plone", "pl0ne", True),
        ("rnodule", "module", False),
        ("foo", "foo2", False),
        ("foo", "food", False),
        ("plone", "plones", False),
    ],
)
def test_names_that_look_the_same(name, other, expected):
    assert (look_of(name) == look_of(other)) is expected
