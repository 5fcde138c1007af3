from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi import tar_headers
from Products.PloneSoftwareCenter.pypi import tars
from Products.PloneSoftwareCenter.pypi.contents import look_through
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.filenames import parse_filename
from Products.PloneSoftwareCenter.tests.archives import tar_bytes
from Products.PloneSoftwareCenter.tests.pypi.evil_tars import EVIL_BZ2
from Products.PloneSoftwareCenter.tests.pypi.evil_tars import EVIL_SDISTS
from Products.PloneSoftwareCenter.tests.pypi.evil_tars import HARD
from Products.PloneSoftwareCenter.tests.pypi.evil_tars import header
from Products.PloneSoftwareCenter.tests.pypi.evil_tars import link
from Products.PloneSoftwareCenter.tests.pypi.evil_tars import links
from Products.PloneSoftwareCenter.tests.pypi.evil_tars import pax
from Products.PloneSoftwareCenter.tests.pypi.evil_tars import PKG_INFO
from Products.PloneSoftwareCenter.tests.pypi.evil_tars import SDIST
from Products.PloneSoftwareCenter.tests.pypi.evil_tars import with_blocks

import contextlib
import gzip
import io
import pytest
import tarfile


def look(data, filename="foo-1.0.tar.gz"):
    parsed = parse_filename(filename, name="foo", version="1.0")
    return look_through(io.BytesIO(data), parsed, name="foo", version="1.0").core_metadata


@pytest.mark.parametrize(
    ("filename", "corpus", "kind"),
    [
        *(("foo-1.0.tar.gz", EVIL_SDISTS, kind) for kind in EVIL_SDISTS),
        *(("foo-1.0.tar.bz2", EVIL_BZ2, kind) for kind in EVIL_BZ2),
    ],
)
def test_evil_tar_is_refused(filename, corpus, kind):
    make, words = corpus[kind]
    with pytest.raises(InvalidArchive, match=words) as caught:
        look(make(), filename)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(link("foo-1.0/docs/a", "../README"), id="link"),
        pytest.param(link("foo-1.0/docs/a", "./b/c"), id="link downwards"),
        pytest.param(links(a="b", b="docs", docs__c="../a"), id="links to links"),
        pytest.param(links(a="."), id="link to its folder"),
        pytest.param(
            with_blocks(header("foo-1.0/b") + header("foo-1.0/a", HARD, "./foo-1.0//b")),
            id="hard link",
        ),
        pytest.param(with_blocks(header("foo-1.0", tarfile.DIRTYPE)), id="folder"),
        pytest.param(with_blocks(header("./", tarfile.DIRTYPE)), id="dot"),
        pytest.param(with_blocks(pax(mtime="1.5", comment="x")), id="pax"),
        pytest.param(with_blocks(header("foo-1.0/a\\b")), id="backslash"),
        # Python 2 wrote names in whatever encoding it had
        pytest.param(with_blocks(header("foo-1.0/caf\udce9")), id="latin-1"),
        pytest.param(tar_bytes({f"./{path}": text for path, text in PKG_INFO.items()}), id="./"),
        pytest.param(
            gzip.compress(tar_bytes(PKG_INFO, compression="") + bytes(10240)), id="more padding"
        ),
        pytest.param(tar_bytes({**PKG_INFO, "foo-1.0/x/PKG-INFO": ""}), id="PKG-INFO below"),
    ],
)
def test_what_build_tools_write_is_taken(data):
    assert look(data) == PKG_INFO["foo-1.0/PKG-INFO"].encode()


def test_metadata_at_the_end_is_found():
    # some build tools write it last
    members = {f"foo-1.0/{number}.py": "x" * 1000 for number in range(300)}
    assert look(tar_bytes({**members, **PKG_INFO}))


def test_countless_members_are_refused(monkeypatch):
    monkeypatch.setattr(tars, "MAX_MEMBERS", 10)
    with pytest.raises(InvalidArchive, match="more than 10 members"):
        look(tar_bytes({**PKG_INFO, **{f"foo-1.0/{number}": "" for number in range(20)}}))


def test_far_too_many_headers_are_refused(monkeypatch):
    monkeypatch.setattr(tar_headers, "MAX_HEADERS", 2**16)
    with pytest.raises(InvalidArchive, match="headers in the file are larger"):
        look(with_blocks(pax(comment="x" * 10_000) * 7))


@settings(max_examples=400)
@given(st.data())
def test_any_changed_byte_is_survived(data):
    content = bytearray(gzip.decompress(SDIST))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        look(gzip.compress(bytes(content)))
    except InvalidArchive as error:
        assert str(error).isprintable()


KINDS = [tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE]
names = st.lists(st.sampled_from(["a", "b", "c", "..", "."]), min_size=1, max_size=5).map("/".join)


@settings(max_examples=400)
@given(st.lists(st.tuples(names, st.sampled_from(KINDS), names), max_size=5))
def test_what_is_taken_stays_in_its_folder(tmp_path_factory, members):
    blocks = b"".join(header(f"foo-1.0/{path}", kind, to) for path, kind, to in members)
    data = with_blocks(blocks)
    try:
        look(data)
    except InvalidArchive:
        return
    folder = tmp_path_factory.mktemp("unpacked")
    # A folder may be where a file is, or a link lead to what is not there, or to itself.
    failures = (OSError, KeyError, RecursionError, tarfile.TarError)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive, contextlib.suppress(*failures):
        archive.extractall(folder / "in", filter="fully_trusted")  # noqa: S202 - the question
    assert {path.name for path in folder.iterdir()} <= {"in"}
