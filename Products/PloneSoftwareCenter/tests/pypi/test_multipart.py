from hypothesis import assume
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from io import BytesIO
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.multipart import BLOCK
from Products.PloneSoftwareCenter.pypi.multipart import lf_boundary
from Products.PloneSoftwareCenter.pypi.multipart import rewrite_line_ends

import pytest


BOUNDARY = b"--------------GHSKFJDLGDS7543FJKLHFRDGCXZ"
FORM = f"multipart/form-data; boundary={BOUNDARY.decode()}"


class Dribble:
    """A stream that gives what it likes, never more than it was asked for."""

    def __init__(self, data, sizes):
        self.stream = BytesIO(data)
        self.sizes = list(sizes)
        self.largest = 0

    def read(self, size):
        assert size > 0
        self.largest = max(self.largest, size)
        if self.sizes:
            self.sizes.append(self.sizes.pop(0))
            size = min(size, self.sizes[-1])
        return self.stream.read(size)


def form(contents, end, boundary=BOUNDARY, start=b""):
    """A form of files whose frame has the line end that is given."""
    parts = [
        b"--%s%sContent-Disposition: form-data; name=f%d%sX-No:%s%s%s%s"
        % (boundary, end, number, end, end, end, content, end)
        for number, content in enumerate(contents)
    ]
    return start + b"".join(parts) + b"--" + boundary + b"--" + end


def rewritten(data, sizes=(), boundary=BOUNDARY):
    target = BytesIO()
    rewrite_line_ends(Dribble(data, sizes), boundary, target)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"value",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n\n",
        b"two\nlines\n",
        b"two\r\nlines\r\n",
        b"\n--",
        b"\n--" + BOUNDARY[:-1],
        b"\n--" + BOUNDARY + b"x",
        b"\n--" + BOUNDARY + b"-",
        b"x--" + BOUNDARY + b"--",
        bytes(range(256)),
    ],
)
def test_content_of_a_part_stays_as_it_is(content):
    contents = [content, b"after"]
    assert rewritten(form(contents, b"\n")) == form(contents, b"\r\n")


@pytest.mark.parametrize("start", [b"\n", b"\r\n"])
def test_empty_line_of_distutils_at_the_beginning_is_dropped(start):
    assert rewritten(form([b"a"], b"\n", start=start)) == form([b"a"], b"\r\n")


def test_empty_content_without_a_line_end_of_its_own():
    data = b"--b\nA: 1\n\n--b\nA: 2\n\n\n--b--"
    assert (
        rewritten(data, boundary=b"b") == b"--b\r\nA: 1\r\n\r\n\r\n--b\r\nA: 2\r\n\r\n\r\n--b--\r\n"
    )


def test_what_follows_the_end_is_left_out():
    assert rewritten(form([b"a"], b"\n") + b"epilogue") == form([b"a"], b"\r\n")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from([b"\n", b"\r", b"-", b"--", b"\n--b", b"b", b"bo", b"\n--bou", b"x"])
            | st.binary(max_size=8)
        ).map(b"".join),
        min_size=1,
        max_size=4,
    ),
    st.lists(st.integers(1, 40), max_size=5),
)
def test_any_form_becomes_what_it_would_be_with_crlf(contents, sizes):
    boundary = b"bound"
    for ending in (b"\n", b"\r\n", b"--"):
        assume(not any(b"\n--bound" + ending in b"\n" + content for content in contents))
    data = form(contents, b"\n", boundary, start=b"\n")
    assert rewritten(data, sizes, boundary) == form(contents, b"\r\n", boundary)


@pytest.mark.parametrize("shift", range(-3, 60))
def test_delimiter_on_the_border_of_a_block(shift):
    contents = [b"x" * (BLOCK - 2 * len(BOUNDARY) - shift), b"y\n" * 5]
    assert rewritten(form(contents, b"\n")) == form(contents, b"\r\n")


def test_large_content_is_never_held_whole():
    source = Dribble(form([b"x" * (BLOCK * 20), b"a\n" * BLOCK], b"\n"), [])
    written = []

    class Target:
        def write(self, data):
            written.append(len(data))

    rewrite_line_ends(source, BOUNDARY, Target())
    assert source.largest == BLOCK
    assert max(written) <= 2 * BLOCK


def test_body_that_is_cut_anywhere_is_refused():
    data = form([b"one\n", b""], b"\n", start=b"\n")
    complete = len(data) - 1  # the line end after the closing delimiter is not missed
    for length in range(complete):
        with pytest.raises(InvalidUpload):
            rewritten(data[:length])
    assert rewritten(data[:complete])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n\n--" + BOUNDARY + b"\n",
        b"--other\nA: 1\n\nx\n--other--\n",
        b"--" + BOUNDARY + b"\n" + b"A" * 10_000 + b"\n\nx\n--" + BOUNDARY + b"--\n",
        b"--" + BOUNDARY + b"\n" + b"A" * 1_000_000,
    ],
)
def test_what_is_no_form_is_refused(data):
    with pytest.raises(InvalidUpload, match="The form in the request"):
        rewritten(data)


@pytest.mark.parametrize(
    ("content_type", "boundary"),
    [
        (FORM, BOUNDARY),
        ('multipart/form-data; boundary="a b"', b"a b"),
        ("Multipart/Form-Data;Boundary=abc", b"abc"),
        ("multipart/form-data; charset=utf-8; boundary=abc", b"abc"),
        ("multipart/form-data; boundary='()+_,-./:=?", b"'()+_,-./:=?"),
    ],
)
@pytest.mark.parametrize("start", [b"", b"\n", b"\r\n"])
def test_form_with_bare_lf_is_seen(content_type, boundary, start):
    assert lf_boundary(content_type, start + b"--" + boundary + b"\nContent") == boundary


@pytest.mark.parametrize(
    ("content_type", "head"),
    [
        pytest.param(FORM, form([b"a"], b"\r\n"), id="CRLF"),
        pytest.param(FORM, b"\r\n" + form([b"a"], b"\r\n"), id="CRLF after an empty line"),
        pytest.param(FORM, b"\n" + form([b"a\n"], b"\r\n"), id="a stray LF before CRLF"),
        (FORM, b""),
        (FORM, b"\n"),
        (FORM, b"--"),
        (FORM, b"--" + BOUNDARY),
        (FORM, b"--" + BOUNDARY + b"--\n"),
        (FORM, b"--" + BOUNDARY + b"more\n"),
        ("multipart/form-data", b"--\n"),
        ("multipart/form-data; boundary=", b"--\n"),
        ("multipart/form-data; boundary=\u20ac", b"--\n"),
        ("multipart/mixed; boundary=b", b"--b\n"),
        ("text/plain; boundary=b", b"--b\n"),
        ("", b"--b\n"),
        (None, b"--b\n"),
    ],
)
def test_other_bodies_are_left_alone(content_type, head):
    assert lf_boundary(content_type, head) is None


@given(
    st.lists(
        st.sampled_from(["multipart/form-data", ";", "boundary", "=", '"', "*0", "*=", "''", " "])
        | st.text(max_size=4)
    ).map("".join),
    st.binary(max_size=20),
)
def test_junk_in_the_header_never_raises(content_type, head):
    lf_boundary(content_type, head)
