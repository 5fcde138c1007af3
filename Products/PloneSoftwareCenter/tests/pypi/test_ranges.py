from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.errors import RangeNotSatisfiable
from Products.PloneSoftwareCenter.pypi.ranges import ByteRange
from Products.PloneSoftwareCenter.pypi.ranges import is_not_modified
from Products.PloneSoftwareCenter.pypi.ranges import parse_range
from Products.PloneSoftwareCenter.pypi.ranges import range_applies

import pytest


ETAG = '"abc"'


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=0-9", (0, 10)),
        ("bytes=0-99", (0, 10)),
        ("bytes=3-5", (3, 6)),
        ("bytes=9-", (9, 10)),
        ("bytes=0-", (0, 10)),
        ("bytes=-1", (9, 10)),
        ("bytes=-10", (0, 10)),
        ("bytes=-11", (0, 10)),
        ("BYTES = 3-5 ", (3, 6)),
        ("bytes=3-5,", (3, 6)),
        (f"bytes=3-{10**25}", (3, 10)),
    ],
)
def test_range_of_ten_bytes(header, expected):
    assert parse_range(header, 10) == ByteRange(*expected)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-3",
        "bytes=a-b",
        "bytes=0x1-3",
        "bytes=1",
        "bytes=+1-3",
        "bytes=--3",
        "bytes=\u0661-3",
        "bytes=0-1,4-5",
        "lines=0-3",
        f"bytes={'9' * 5000}-",
    ],
)
def test_what_is_not_one_range_means_the_whole_file(header):
    assert parse_range(header, 10) is None


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=999999-"])
def test_range_outside_of_the_file_is_not_satisfiable(header):
    with pytest.raises(RangeNotSatisfiable, match="10 bytes") as caught:
        parse_range(header, 10)
    assert caught.value.size == 10


def test_end_of_an_empty_file_is_the_whole_file():
    assert parse_range("bytes=-5", 0) is None


def test_beginning_of_an_empty_file_is_not_satisfiable():
    with pytest.raises(RangeNotSatisfiable):
        parse_range("bytes=0-", 0)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_range_is_what_python_slices(first, last, size):
    content = bytes(index % 256 for index in range(size))
    try:
        found = parse_range(f"bytes={first}-{last}", size)
    except RangeNotSatisfiable:
        assert content[first : last + 1] == b""
    else:
        if found is None:
            assert last < first
        else:
            assert content[found.start : found.stop] == content[first : last + 1]


@given(st.text(alphabet="bytes=0123456789-, W/x", max_size=30), st.integers(0, 50))
def test_any_range_lies_within_the_file(header, size):
    try:
        found = parse_range(header, size)
    except RangeNotSatisfiable:
        return
    assert found is None or 0 <= found.start < found.stop <= size


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, False),
        ("", False),
        ("*", True),
        (" * ", True),
        (ETAG, True),
        (f"W/{ETAG}", True),
        ('"x", W/"abc" , "y"', True),
        ('"x","y"', False),
        ('"abcd"', False),
        ("abc", False),
        ('"x, "', False),
        ('"x*"', False),
    ],
)
def test_if_none_match(header, expected):
    assert is_not_modified(header, ETAG) is expected


def test_weak_tag_of_ours_matches_too():
    assert is_not_modified(ETAG, f"W/{ETAG}")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, True),
        (ETAG, True),
        (f" {ETAG} ", True),
        (f"W/{ETAG}", False),
        ('"x"', False),
        ("", False),
        ("Sun, 06 Nov 1994 08:49:37 GMT", False),
    ],
)
def test_if_range(header, expected):
    assert range_applies(header, ETAG) is expected


def test_weak_tag_of_ours_never_lets_a_range_apply():
    assert range_applies('W/"abc"', 'W/"abc"') is False
