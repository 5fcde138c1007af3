from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.digests import check_declared
from Products.PloneSoftwareCenter.pypi.errors import DigestMismatch
from Products.PloneSoftwareCenter.pypi.manifests import Declared
from Products.PloneSoftwareCenter.pypi.manifests import is_manifest
from Products.PloneSoftwareCenter.pypi.manifests import parse_manifest

import hashlib
import io
import pytest


MD5 = "d41d8cd98f00b204e9800998ecf8427e"
SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("SHA256SUMS", True),
        ("sha256sums.txt", True),
        ("MD5SUM", True),
        ("checksums.txt", True),
        ("demo-1.0.tar.gz.sha256", True),
        ("demo-1.0.tar.gz.md5", True),
        ("index.sha256", True),
        ("index", True),
        ("demo-1.0.tar.gz", False),
        (".sha256", False),
        ("index.html", False),
        ("demo-1.0.tar.gz.asc", False),
    ],
)
def test_lists_are_known_by_their_names(filename, expected):
    assert is_manifest(filename) is expected


@pytest.mark.parametrize(
    ("filename", "line", "path", "algorithm"),
    [
        ("SHA256SUMS", f"{SHA256}  demo-1.0.zip", "demo-1.0.zip", "sha256"),
        ("SHA256SUMS", f"{SHA256} *demo-1.0.zip", "demo-1.0.zip", "sha256"),
        ("SHA256SUMS", f"{SHA256.upper()}  ./a/demo-1.0.zip\r", "a/demo-1.0.zip", "sha256"),
        ("MD5SUMS", f"{MD5}  demo-1.0.zip", "demo-1.0.zip", "md5"),
        ("CHECKSUMS", f"SHA256 (demo-1.0.zip) = {SHA256}", "demo-1.0.zip", "sha256"),
        ("CHECKSUMS", f"MD5 (demo-1.0.zip) = {MD5}", "demo-1.0.zip", "md5"),
        # what this product's forerunner wrote
        ("index", f"simple/demo/demo-1.0.zip#{MD5}", "simple/demo/demo-1.0.zip", "md5"),
        ("index", f"demo-1.0.zip#sha256={SHA256}", "demo-1.0.zip", "sha256"),
        ("demo-1.0.zip.sha256", SHA256, "demo-1.0.zip", "sha256"),
        ("demo-1.0.zip.md5", f"{MD5}  demo-1.0.zip", "demo-1.0.zip", "md5"),
    ],
)
def test_each_form_of_a_line_is_read(filename, line, path, algorithm):
    (found,) = parse_manifest(filename, f"# a comment\n\n{line}\n")
    assert (found.path, found.algorithm) == (path, algorithm)
    assert found.digest in (MD5, SHA256)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "demo-1.0.zip",
        SHA256,
        f"{SHA256[:-1]}  demo-1.0.zip",
        f"{SHA256}demo-1.0.zip",
        f"MD5 (demo-1.0.zip) = {SHA256}",
        f"demo-1.0.zip#md5={SHA256}",
        "demo-1.0.zip#egg=demo",
    ],
)
def test_other_lines_declare_nothing(line):
    assert list(parse_manifest("SHA256SUMS", line)) == []


@given(st.text(max_size=200), st.sampled_from(["SHA256SUMS", "index", "a.zip.md5"]))
def test_any_text_can_be_read(text, filename):
    for found in parse_manifest(filename, text):
        assert isinstance(found, Declared)
        assert int(found.digest, 16) >= 0
        assert found.digest == found.digest.lower()


def test_every_declared_digest_must_be_right():
    data = b"an archive"
    right = [(name, hashlib.new(name, data).hexdigest()) for name in ("md5", "sha1", "sha512")]
    check_declared(io.BytesIO(data), right)
    for name, _digest in right:
        wrong = [(other, "0" * len(value) if other == name else value) for other, value in right]
        with pytest.raises(DigestMismatch, match=name):
            check_declared(io.BytesIO(data), wrong)


def test_nothing_is_read_for_no_digest():
    stream = io.BytesIO(b"an archive")
    check_declared(stream, [])
    assert stream.tell() == 0
