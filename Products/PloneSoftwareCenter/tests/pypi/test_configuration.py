from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.configuration import check_configuration
from Products.PloneSoftwareCenter.pypi.configuration import ConfigurationTooLarge
from Products.PloneSoftwareCenter.pypi.configuration import MAX_SIZE
from Products.PloneSoftwareCenter.pypi.errors import InvalidFilename
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError

import contextlib
import pytest


@pytest.mark.parametrize(
    ("filename", "data"),
    [
        ("versions.cfg", b"[versions]\ndemo = 1.0\n"),
        ("requirements-prod.txt", "d\u00e9mo\r\n\tx\x0c\n".encode()),
        ("pyproject.toml", b"[project]\nname = 'x'\n"),
        ("a.txt", b"\xef\xbb\xbfx"),
        ("big.txt", b"x" * MAX_SIZE),
    ],
)
def test_what_is_taken(filename, data):
    check_configuration(filename, data)


@pytest.mark.parametrize(
    ("filename", "data", "error", "words"),
    [
        ("setup.py", b"x", InvalidFilename, "Use one of .cfg, .txt, .toml"),
        ("x.CFG", b"x", InvalidFilename, "Use one of"),
        ("../x.cfg", b"x", InvalidFilename, "letters, numerals"),
        (".cfg", b"x", InvalidFilename, "letters, numerals"),
        ("a b.cfg", b"x", InvalidFilename, "letters, numerals"),
        ("x\n.cfg", b"x", InvalidFilename, "letters, numerals"),
        ("x.cfg\n", b"x", InvalidFilename, "letters, numerals"),
        ("", b"x", InvalidFilename, "letters, numerals"),
        (f"{'x' * 100}.cfg", b"x", InvalidFilename, "at most 100"),
        ("x.cfg", b"", InvalidUpload, "empty"),
        ("x.cfg", b" \n\n", InvalidUpload, "empty"),
        ("x.cfg", b"\xff\xfe", InvalidUpload, "UTF-8"),
        ("x.cfg", b"a\x00b", InvalidUpload, "control characters"),
        ("x.cfg", b"a\x1b[31mb", InvalidUpload, "control characters"),
        ("x.toml", b"a = ", InvalidUpload, "no TOML"),
        ("x.toml", b"a = " + b"[" * 50_000, InvalidUpload, "no TOML"),
        ("x.txt", b"x" * (MAX_SIZE + 1), ConfigurationTooLarge, "at most 1 MB"),
    ],
)
def test_what_is_refused(filename, data, error, words):
    with pytest.raises(error) as refused:
        check_configuration(filename, data)
    assert words in str(refused.value)


@given(st.text(max_size=20), st.binary(max_size=100))
def test_anything_is_taken_or_refused(filename, data):
    for name in (filename, f"x{filename}.toml"):
        with contextlib.suppress(PackageIndexError):
            check_configuration(name, data)
