from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.zips import look_through_zip
from Products.PloneSoftwareCenter.tests.archives import zip_bytes
from Products.PloneSoftwareCenter.tests.pypi.evil_zips import changed
from Products.PloneSoftwareCenter.tests.pypi.evil_zips import END
from Products.PloneSoftwareCenter.tests.pypi.evil_zips import EVIL_WHEELS
from Products.PloneSoftwareCenter.tests.pypi.evil_zips import members
from Products.PloneSoftwareCenter.tests.pypi.evil_zips import SYMLINK
from Products.PloneSoftwareCenter.tests.pypi.evil_zips import WHEEL
from Products.PloneSoftwareCenter.tests.pypi.evil_zips import with_member

import io
import pytest
import zipfile


def look(data):
    return look_through_zip(io.BytesIO(data))


@pytest.mark.parametrize("kind", EVIL_WHEELS)
def test_evil_zip_is_refused(kind):
    make, words = EVIL_WHEELS[kind]
    with pytest.raises(InvalidArchive) as caught:
        look(make())
    assert words in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_found_and_read(method):
    found = look(zip_bytes(members(), method=method))
    assert list(found.members) == list(members())
    assert found.read("foo.py", limit=100) == b"x = 1\n"


def with_wide_sizes():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in members().items():
            with archive.open(path, "w", force_zip64=True) as member:
                member.write(content.encode())
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        # Rust's and Python's writers put wide sizes before data whose size they do not know yet
        pytest.param(with_wide_sizes(), id="zip64"),
        pytest.param(with_member("", path="folder/"), id="folder"),
        pytest.param(with_member("x", path="caf\xe9.py"), id="utf-8"),
        pytest.param(with_member("foo.py", **SYMLINK), id="link inside"),
        pytest.param(with_member("x", create_system=0), id="made on Windows"),
        pytest.param(with_member(bytes(10**6)), id="dense, but small"),
    ],
)
def test_what_build_tools_write_is_taken(data):
    assert "foo.py" in look(data)


def test_more_members_than_the_old_records_can_count():
    data = zip_bytes({f"{number}": "" for number in range(66_000)}, method=zipfile.ZIP_STORED)
    assert data[-42:].startswith(b"PK\x06\x07")
    assert len(look(data).members) == 66_000
    for offset, code in ((4, "L"), (16, "L")):
        with pytest.raises(InvalidArchive, match="Several disks"):
            look(changed(b"PK\x06\x07", offset, code, 7, data))
    for offset, words in ((4, "extensible data"), (16, "disks"), (24, "disks"), (32, "disks")):
        with pytest.raises(InvalidArchive, match=words):
            look(changed(b"PK\x06\x06", offset, "L", 7, data))
    with pytest.raises(InvalidArchive, match="extensible data"):
        look(changed(b"PK\x06\x07", 8, "Q", 7, data))
    with pytest.raises(InvalidArchive, match="central directory records"):
        look(changed(END, 10, "H", 7, data))


def test_large_member_is_not_read():
    with pytest.raises(InvalidArchive, match=r"^Invalid distribution file\. foo\.py is larger"):
        look(zip_bytes(members())).read("foo.py", limit=5)


@pytest.mark.parametrize(
    ("place", "words"), [(0, "unpacked|data size|damaged"), (5, "unpacked|data size|damaged")]
)
def test_damaged_data_is_refused(place, words):
    found = look(WHEEL)
    member, start = found.members["foo-1.0.dist-info/METADATA"]
    data = bytearray(WHEEL)
    data[start + place] ^= 0xFF
    with pytest.raises(InvalidArchive, match=words):
        look(bytes(data)).read(member.name, limit=10**6)


@settings(max_examples=400)
@given(st.data())
def test_any_changed_byte_is_survived(data):
    content = bytearray(WHEEL)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = look(bytes(content))
        for path in found.members:
            found.read(path, limit=10**6)
    except InvalidArchive as error:
        assert str(error).isprintable()


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04"]))
@example(b"PK\x05\x06" + bytes(18), b"PK\x03\x04")
def test_any_bytes_are_no_wheel(data, magic):
    with pytest.raises(InvalidArchive):
        look(magic + data)


paths = st.text(st.characters(codec="utf-8", exclude_characters="/\\:\0"), min_size=1, max_size=20)


@given(st.dictionaries(paths, st.binary(max_size=50), min_size=1, max_size=8))
def test_what_is_taken_is_what_python_reads(content):
    data = zip_bytes(content)
    try:
        found = look(data)
    except InvalidArchive:
        # a name that is no path
        assert any(not path.isprintable() or path.startswith("..") for path in content)
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == list(found.members)
        for path in content:
            assert archive.read(path) == found.read(path, limit=100)
