from base64 import urlsafe_b64encode
from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.digests import compare_digests
from Products.PloneSoftwareCenter.pypi.digests import compute_digests
from Products.PloneSoftwareCenter.pypi.errors import DigestMismatch
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors_storage import FileTooLarge

import hashlib
import io
import pytest


DATA = b"a distribution file"
MD5 = hashlib.md5(DATA).hexdigest()  # noqa: S324 - clients of old send nothing better
SHA256 = hashlib.sha256(DATA).hexdigest()
BLAKE2B_256 = hashlib.blake2b(DATA, digest_size=32).hexdigest()
BLAKE2B_512 = hashlib.blake2b(DATA).hexdigest()
MD5_IN_BASE64 = urlsafe_b64encode(bytes.fromhex(MD5)).decode()


@pytest.fixture
def computed():
    return compute_digests(io.BytesIO(DATA))


class BlocksOnly(io.BytesIO):
    """Takes note of the largest read."""

    largest = 0

    def read(self, size=-1):
        assert size > 0
        self.largest = max(self.largest, size)
        return super().read(size)


def test_all_digests_come_of_one_pass(computed):
    assert computed.md5 == MD5
    assert computed.sha256 == SHA256
    assert computed.blake2b_256 == BLAKE2B_256
    assert computed.blake2b_512 == BLAKE2B_512
    assert computed.size == len(DATA)


def test_kept_digests_have_the_names_of_the_index(computed):
    assert computed.as_dict() == {"md5": MD5, "sha256": SHA256, "blake2b_256": BLAKE2B_256}


@given(st.binary(max_size=100), st.integers(1, 20))
def test_blocks_make_no_difference(data, block):
    stream = BlocksOnly(data)
    copy = io.BytesIO()
    computed = compute_digests(stream, copy_to=copy, block=block)
    assert computed.sha256 == hashlib.sha256(data).hexdigest()
    assert copy.getvalue() == data
    assert stream.largest == block


def test_reading_ends_where_the_limit_is_passed():
    copy = io.BytesIO()
    with pytest.raises(FileTooLarge) as caught:
        compute_digests(io.BytesIO(b"x" * 100), copy_to=copy, limit=10, block=4)
    assert caught.value.limit == 10
    assert len(copy.getvalue()) <= 10


def test_file_as_large_as_the_limit_passes():
    assert compute_digests(io.BytesIO(b"x" * 10), limit=10).size == 10


@pytest.mark.parametrize(
    "declared",
    [
        {},
        {"md5_digest": MD5},
        {"md5_digest": MD5_IN_BASE64},
        {"md5_digest": MD5_IN_BASE64.rstrip("=")},
        {"sha256_digest": SHA256},
        {"sha256_digest": SHA256.upper()},
        {"sha256_digest": f" {SHA256}\r\n"},
        {"blake2_256_digest": BLAKE2B_256},
        # distutils of Python 3.9 to 3.11
        {"blake2_256_digest": BLAKE2B_512},
        {"md5_digest": "", "sha256_digest": "UNKNOWN", "blake2_256_digest": BLAKE2B_256},
        {"md5_digest": MD5, "sha256_digest": SHA256, "blake2_256_digest": BLAKE2B_256},
        {"sha1_digest": "whatever"},
    ],
)
def test_right_digests_pass(declared, computed):
    compare_digests(declared, computed)


@pytest.mark.parametrize(
    ("declared", "algorithm"),
    [
        ({"md5_digest": "0" * 32}, "md5"),
        ({"md5_digest": "A" * 22 + "=="}, "md5"),
        ({"sha256_digest": "0" * 64}, "sha256"),
        ({"blake2_256_digest": "0" * 64}, "blake2b_256"),
        ({"blake2_256_digest": "0" * 128}, "blake2b_512"),
        # one that is right does not excuse another
        ({"md5_digest": MD5, "sha256_digest": "0" * 64}, "sha256"),
        ({"md5_digest": "0" * 32, "sha256_digest": SHA256}, "md5"),
    ],
)
def test_other_digest_is_refused(declared, algorithm, computed):
    with pytest.raises(DigestMismatch) as caught:
        compare_digests(declared, computed)
    assert caught.value.algorithm == algorithm
    assert "does not match a digest calculated" in str(caught.value)


@pytest.mark.parametrize(
    ("declared", "title"),
    [
        ({"md5_digest": "x" * 32}, "MD5"),
        ({"md5_digest": SHA256}, "MD5"),
        ({"sha256_digest": SHA256[:-1]}, "SHA256"),
        ({"sha256_digest": MD5}, "SHA256"),
        ({"sha256_digest": "g" * 64}, "SHA256"),
        ({"sha256_digest": "\u0661" * 64}, "SHA256"),
        ({"blake2_256_digest": "0" * 65}, "BLAKE2"),
        # what is no digest is told before what differs
        ({"md5_digest": "0" * 32, "sha256_digest": "none"}, "SHA256"),
    ],
)
def test_what_is_no_digest_is_refused(declared, title, computed):
    with pytest.raises(InvalidUpload) as caught:
        compare_digests(declared, computed)
    assert str(caught.value) == f"Use a valid, hex-encoded, {title} message digest."


@given(st.dictionaries(st.sampled_from(["md5_digest", "sha256_digest"]), st.text()))
def test_any_declaration_is_compared_or_refused(declared):
    computed = compute_digests(io.BytesIO(DATA))
    if any(value.strip() not in ("", "UNKNOWN") for value in declared.values()):
        with pytest.raises(PackageIndexError):
            compare_digests(declared, computed)
    else:
        compare_digests(declared, computed)
