from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi import archives
from Products.PloneSoftwareCenter.pypi.archives import read_core_metadata
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.filenames import parse_filename
from Products.PloneSoftwareCenter.tests.archives import egg_bytes
from Products.PloneSoftwareCenter.tests.archives import metadata_text
from Products.PloneSoftwareCenter.tests.archives import sdist_bytes
from Products.PloneSoftwareCenter.tests.archives import tar_bytes
from Products.PloneSoftwareCenter.tests.archives import wheel_bytes
from Products.PloneSoftwareCenter.tests.archives import zip_bytes

import bz2
import gzip
import io
import pytest
import tarfile
import zipfile


WHEEL = "foo-1.0-py3-none-any.whl"
EGG = "foo-1.0-py3.11.egg"
SDISTS = ["foo-1.0.tar.gz", "foo-1.0.tgz", "foo-1.0.tar.bz2", "foo-1.0.zip"]
ALL = [WHEEL, EGG, *SDISTS]


def read(filename, data):
    parsed = parse_filename(filename, name="foo", version="1.0")
    stream = data if isinstance(data, io.IOBase) else io.BytesIO(data)
    return read_core_metadata(stream, parsed, name="foo", version="1.0")


def good_bytes(filename):
    if filename == WHEEL:
        return wheel_bytes("foo", "1.0")
    if filename == EGG:
        return egg_bytes("foo", "1.0")
    return sdist_bytes("foo", "1.0", extension=filename.removeprefix("foo-1.0"))


def refusal(filename, data):
    with pytest.raises(InvalidArchive) as caught:
        read(filename, data)
    assert str(caught.value).startswith("Invalid distribution file. ")
    return str(caught.value)


@pytest.mark.parametrize("filename", ALL)
def test_core_metadata_is_found(filename):
    assert read(filename, good_bytes(filename)) == metadata_text("foo", "1.0").encode()


@pytest.mark.parametrize("filename", ALL)
def test_stream_is_read_from_its_start_and_stays_open(filename):
    stream = io.BytesIO(good_bytes(filename))
    stream.seek(7)
    assert read(filename, stream)
    assert not stream.closed


@pytest.mark.parametrize("filename", ALL)
@pytest.mark.parametrize(
    "data",
    [
        b"x",
        b"<html>not what you wanted</html>",
        b"\x1f\x8b",
        b"\x1f\x8b\x08\x00" + b"\x00" * 100,
        b"BZh91AY&SY" + b"\x00" * 100,
        b"PK",
        b"PK\x03\x04" + b"\xff" * 100,
        b"PK\x05\x06" + b"\xff" * 18,
        b"PK\x05\x06" + b"\x00" * 18,
        gzip.compress(b"no tar"),
        gzip.compress(b""),
        gzip.compress(bytes(10240)),
        bz2.compress(b"no tar"),
        bz2.compress(bytes(10240)),
        tar_bytes({"foo-1.0/PKG-INFO": "Name: foo\n"}, compression=""),
    ],
)
def test_other_bytes_are_refused(filename, data):
    refusal(filename, data)


@pytest.mark.parametrize("filename", ALL)
@pytest.mark.parametrize("other", ALL)
def test_file_is_what_its_ending_says(filename, other):
    data = good_bytes(other)
    if other == filename or {other, filename} == {"foo-1.0.tar.gz", "foo-1.0.tgz"}:
        assert read(filename, data)
    else:
        refusal(filename, data)


def test_program_with_a_zip_behind_is_no_zip():
    assert "not a zipfile" in refusal("foo-1.0.zip", b"MZ" + good_bytes("foo-1.0.zip"))


@pytest.mark.parametrize(
    ("filename", "members", "words"),
    [
        (WHEEL, {"foo.py": ""}, "does not contain the required METADATA file: foo-1.0.dist-info"),
        (WHEEL, {"x/foo-1.0.dist-info/METADATA": ""}, "required METADATA file"),
        (EGG, {"PKG-INFO": ""}, "EGG-INFO/PKG-INFO not found"),
        ("foo-1.0.zip", {"PKG-INFO": ""}, "PKG-INFO not found in the top folder"),
        ("foo-1.0.zip", {"foo-1.0/foo.egg-info/PKG-INFO": ""}, "PKG-INFO not found"),
        ("foo-1.0.tar.gz", {"PKG-INFO": ""}, "PKG-INFO not found in the top folder"),
        ("foo-1.0.tar.gz", {"foo-1.0/foo.egg-info/PKG-INFO": ""}, "PKG-INFO not found"),
        ("foo-1.0.tar.gz", {"foo-1.0/PKG-INFO/x": ""}, "PKG-INFO not found"),
    ],
)
def test_archive_without_metadata_is_refused(filename, members, words):
    make = tar_bytes if ".tar" in filename else zip_bytes
    assert words in refusal(filename, make(members))


def test_own_folder_is_chosen_among_several():
    members = {
        "bar-1.0.dist-info/METADATA": "Name: bar\n",
        "Foo-1.0.0.dist-info/METADATA": "Name: foo\n",
        "foo-1.1.dist-info/METADATA": "Name: foo 1.1\n",
        "foo-trunk.dist-info/METADATA": "Name: foo trunk\n",
    }
    assert read(WHEEL, zip_bytes(members)) == b"Name: foo\n"


def test_only_folder_is_read_whosever_it_is():
    assert read(WHEEL, zip_bytes({"bar-2.dist-info/METADATA": "Name: bar\n"})) == b"Name: bar\n"


def test_several_foreign_folders_are_refused():
    members = {"bar-2.dist-info/METADATA": "", "baz-2.dist-info/METADATA": ""}
    assert "required METADATA file" in refusal(WHEEL, zip_bytes(members))


def test_folder_of_any_name_is_the_top_folder_of_an_sdist():
    # a checkout that was packed by hand
    assert read("foo-1.0.tar.gz", tar_bytes({"./foo-trunk/PKG-INFO": "x"})) == b"x"


def test_metadata_at_the_end_of_a_tar_is_found():
    # some build tools write it last
    members = {f"foo-1.0/{number}.py": "x" * 1000 for number in range(300)}
    assert read("foo-1.0.tar.gz", tar_bytes({**members, "foo-1.0/PKG-INFO": "x"})) == b"x"


def test_link_is_no_metadata():
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        info = tarfile.TarInfo("foo-1.0/PKG-INFO")
        info.type = tarfile.SYMTYPE
        info.linkname = "/etc/passwd"
        archive.addfile(info)
    assert "PKG-INFO not found" in refusal("foo-1.0.tar.gz", target.getvalue())


@pytest.mark.parametrize("filename", ALL)
def test_huge_metadata_is_refused(filename, monkeypatch):
    monkeypatch.setattr(archives, "MAX_METADATA", 2**20)
    huge = {
        "foo-1.0.dist-info/METADATA": bytes(2**21),
        "EGG-INFO/PKG-INFO": bytes(2**21),
        "foo-1.0/PKG-INFO": bytes(2**21),
    }
    if filename.endswith((".tar.gz", ".tgz", ".tar.bz2")):
        data = tar_bytes(huge, compression="bz2" if filename.endswith("bz2") else "gz")
    else:
        data = zip_bytes(huge)
    assert "is larger than 1 MB" in refusal(filename, data)


def test_method_without_small_steps_is_refused():
    data = zip_bytes({"foo-1.0.dist-info/METADATA": "x"}, method=zipfile.ZIP_LZMA)
    assert "supported compression type" in refusal(WHEEL, data)


def test_encrypted_member_is_refused():
    data = bytearray(wheel_bytes("foo", "1.0"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            data[start + offset] |= 1
            start = data.find(signature, start + 1)
    refusal(WHEEL, bytes(data))


def test_table_of_contents_is_not_read_whatever_its_size(monkeypatch):
    monkeypatch.setattr(archives, "MAX_DIRECTORY", 100)
    assert "absurdly large" in refusal(WHEEL, wheel_bytes("foo", "1.0"))


def test_header_of_a_member_is_not_read_whatever_its_size():
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("foo-1.0/x")
        info.pax_headers = {"comment": "x" * (archives.MAX_TAR_HEADER + 1)}
        archive.addfile(info)
    assert "absurdly large" in refusal("foo-1.0.tar.gz", target.getvalue())


def test_chain_of_headers_without_end_is_refused():
    header = tarfile.TarInfo("x")
    header.type = tarfile.XHDTYPE
    data = gzip.compress(header.tobuf(tarfile.PAX_FORMAT) * 5000)
    refusal("foo-1.0.tar.gz", data)


@pytest.mark.parametrize("filename", ["foo-1.0.tar.gz", "foo-1.0.tar.bz2"])
def test_bomb_is_not_unpacked_to_its_end(filename, monkeypatch):
    monkeypatch.setattr(archives, "SUSPICIOUS_SIZE", 2**20)
    members = {"foo-1.0/bomb": bytes(2**22), "foo-1.0/PKG-INFO": "x"}
    data = tar_bytes(members, compression="bz2" if filename.endswith("bz2") else "gz")
    assert "far more than its own size" in refusal(filename, data)


def test_tar_of_countless_members_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MAX_TAR_MEMBERS", 10)
    data = tar_bytes({f"foo-1.0/{number}": "" for number in range(20)})
    assert "more than 10 members" in refusal("foo-1.0.tar.gz", data)


@pytest.mark.parametrize("filename", ALL)
def test_file_that_was_cut_is_read_or_refused(filename):
    data = good_bytes(filename)
    for size in range(0, len(data), 3):
        try:
            found = read(filename, data[:size])
        except InvalidArchive:
            continue
        assert found == metadata_text("foo", "1.0").encode()


MAGICS = [b"", b"PK\x03\x04", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", b"BZh91AY&SY"]


@given(st.sampled_from(ALL), st.sampled_from(MAGICS), st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(filename, magic, data):
    refusal(filename, magic + data)


@given(st.sampled_from(["foo-1.0.tar.gz", "foo-1.0.tar.bz2"]), st.binary(max_size=2000))
def test_any_bytes_in_the_compression_are_read_or_refused(filename, data):
    compress = bz2.compress if filename.endswith("bz2") else gzip.compress
    refusal(filename, compress(data))


@settings(max_examples=300)
@given(st.sampled_from(ALL), st.data())
def test_any_changed_byte_is_survived(filename, data):
    content = bytearray(good_bytes(filename))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(filename, bytes(content))
    except InvalidArchive as error:
        assert str(error).isprintable()


@settings(max_examples=300)
@given(st.data())
def test_any_changed_byte_of_a_tar_is_survived(data):
    content = bytearray(gzip.decompress(good_bytes("foo-1.0.tar.gz")))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, 1023))] = data.draw(st.integers(0, 255))
    try:
        read("foo-1.0.tar.gz", gzip.compress(bytes(content)))
    except InvalidArchive as error:
        assert str(error).isprintable()


def _header_with_size(field):
    """A tar's header whose size says something that tarfile would not write."""
    header = bytearray(tarfile.TarInfo("foo-1.0/a").tobuf(tarfile.USTAR_FORMAT))
    header[124:136] = field
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


@pytest.mark.parametrize("back", [1024, 40 * 2**20])
def test_member_of_negative_size_does_not_send_the_reader_back(back):
    # tarfile goes there again and again, and gzip unpacks all from the beginning each time.
    size = b"\xff" + (2**88 - back).to_bytes(11, "big")
    zeros = {"foo-1.0/zeros": bytes(40 * 2**20)}
    data = tar_bytes(zeros, compression="")[: 40 * 2**20 + 512]
    assert "before the end of another one" in refusal(
        "foo-1.0.tar.gz", gzip.compress(data + _header_with_size(size) + bytes(1024))
    )
