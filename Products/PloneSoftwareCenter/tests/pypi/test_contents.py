"""What a whole archive must have: by kind."""

from Products.PloneSoftwareCenter.pypi.contents import look_through
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.filenames import parse_filename
from Products.PloneSoftwareCenter.tests.archives import egg_bytes
from Products.PloneSoftwareCenter.tests.archives import metadata_text
from Products.PloneSoftwareCenter.tests.archives import sdist_bytes
from Products.PloneSoftwareCenter.tests.archives import tar_bytes
from Products.PloneSoftwareCenter.tests.archives import wheel_bytes
from Products.PloneSoftwareCenter.tests.archives import zip_bytes
from Products.PloneSoftwareCenter.tests.pypi.evil_zips import INFO
from Products.PloneSoftwareCenter.tests.pypi.evil_zips import members

import io
import pytest


WHEEL = "foo-1.0-py3-none-any.whl"
EGG = "foo-1.0-py3.11.egg"
SDISTS = ["foo-1.0.tar.gz", "foo-1.0.tgz", "foo-1.0.tar.bz2", "foo-1.0.zip"]
ALL = [WHEEL, EGG, *SDISTS]


def look(filename, data, **more):
    parsed = parse_filename(filename, name="foo", version="1.0")
    return look_through(io.BytesIO(data), parsed, name="foo", version="1.0", **more)


def good_bytes(filename):
    if filename == WHEEL:
        return wheel_bytes("foo", "1.0")
    if filename == EGG:
        return egg_bytes("foo", "1.0")
    return sdist_bytes("foo", "1.0", extension=filename.removeprefix("foo-1.0"))


def without(path):
    return zip_bytes({name: text for name, text in members().items() if name != path})


@pytest.mark.parametrize("filename", ALL)
def test_core_metadata_is_found(filename):
    found = look(filename, good_bytes(filename))
    assert found.core_metadata == metadata_text("foo", "1.0").encode()
    assert found.remarks == ()


@pytest.mark.parametrize("filename", ALL)
@pytest.mark.parametrize("other", ALL)
def test_file_is_what_its_ending_says(filename, other):
    data = good_bytes(other)
    if other == filename or {other, filename} == {"foo-1.0.tar.gz", "foo-1.0.tgz"}:
        assert look(filename, data)
    else:
        with pytest.raises(InvalidArchive):
            look(filename, data)


@pytest.mark.parametrize("filename", ALL)
def test_file_that_was_cut_is_refused(filename):
    data = good_bytes(filename)
    for size in range(0, len(data) - 9, 7):
        with pytest.raises(InvalidArchive):
            look(filename, data[:size])


@pytest.mark.parametrize(
    ("filename", "data", "words"),
    [
        (WHEEL, without(f"{INFO}/WHEEL"), f"WHEEL not found at {INFO}/WHEEL"),
        (
            WHEEL,
            without(f"{INFO}/METADATA"),
            f"Wheel '{WHEEL}' does not contain the required METADATA file: {INFO}/METADATA",
        ),
        (
            WHEEL,
            without(f"{INFO}/RECORD"),
            f"Wheel '{WHEEL}' does not contain the required RECORD file: {INFO}/RECORD",
        ),
        (WHEEL, zip_bytes({"foo.py": ""}), "does not contain the required METADATA file"),
        (WHEEL, zip_bytes({"a-1.dist-info/x": "", "b-1.dist-info/x": ""}), "required METADATA"),
        (EGG, zip_bytes({"PKG-INFO": ""}), "EGG-INFO/PKG-INFO not found"),
        ("foo-1.0.zip", zip_bytes({"PKG-INFO": ""}), "number of top-level directories"),
        ("foo-1.0.zip", zip_bytes({"a/PKG-INFO": "", "b/x": ""}), "number of top-level"),
        ("foo-1.0.zip", zip_bytes({"a/x": ""}), "PKG-INFO not found at a/PKG-INFO"),
        ("foo-1.0.tar.gz", tar_bytes({"PKG-INFO": ""}), "number of top-level directories"),
        ("foo-1.0.tar.gz", tar_bytes({}), "number of top-level directories|can be read"),
    ],
)
def test_archive_that_lacks_something_is_refused(filename, data, words):
    with pytest.raises(InvalidArchive) as caught:
        look(filename, data)
    assert any(each in str(caught.value) for each in words.split("|"))


@pytest.mark.parametrize("filename", ALL)
def test_huge_metadata_is_refused(filename):
    data = bytes(9 * 2**20)
    huge = {f"{INFO}/METADATA": data, "EGG-INFO/PKG-INFO": data, "foo-1.0/PKG-INFO": data}
    if filename == WHEEL:
        made = zip_bytes(members(**huge))
    elif filename == EGG:
        made = zip_bytes(huge)
    elif filename.endswith(".zip"):
        made = zip_bytes({"foo-1.0/PKG-INFO": data})
    else:
        compression = "bz2" if filename.endswith("bz2") else "gz"
        made = tar_bytes({"foo-1.0/PKG-INFO": data}, compression=compression)
    with pytest.raises(InvalidArchive, match="is larger than 8 MB"):
        look(filename, made)


@pytest.mark.parametrize(
    ("entry_points", "passes"),
    [
        ("[console_scripts]\nfoo = foo:main\n", True),
        ("[console_scripts]\nfoo.bar-1_2=foo:main [extra]\n[x.y]\na b = c\n", True),
        ("[console_scripts]\nFoo = a\nfoo = b\n", True),
        ("", True),
        ("[gui_scripts]\nfoo bar = foo:main\n", False),
        ("[console_scripts]\n../foo = foo:main\n", False),
        ("foo = foo:main\n", False),
        ("[console_scripts]\nfoo\n  bar", False),
        (b"[console_scripts]\nf\xff = a\n", False),
    ],
)
def test_entry_points(entry_points, passes):
    data = zip_bytes(members(**{f"{INFO}/entry_points.txt": entry_points}))
    if passes:
        assert look(WHEEL, data)
    else:
        with pytest.raises(InvalidArchive, match="has invalid entry points defined in the entry_p"):
            look(WHEEL, data)


LISTED = "".join(f"{path},sha256=x,1\n" for path in members())


@pytest.mark.parametrize(
    ("record", "remarks"),
    [
        (LISTED, ()),
        (LISTED.replace(f"{INFO}/RECORD", f"{INFO}/RECORD.jws"), ()),
        (LISTED.replace(f"{INFO}/WHEEL", f"{INFO}\\WHEEL"), ()),
        (LISTED.replace("foo.py,", '"foo.py",'), ()),
        (
            LISTED.replace("foo.py", "bar.py"),
            (
                "Its RECORD does not list 'foo.py', which installers may leave out.",
                "Its RECORD lists 'bar.py', which it does not have.",
            ),
        ),
        (
            LISTED + "a,,\nb,,\nc,,\nd,,\n",
            ("Its RECORD lists 'a', 'b', 'c' and 1 more, which it does not have.",),
        ),
        (b"\xff", ("Its RECORD can't be read: build the wheel anew.",)),
        ('"' + "x" * 200_000, ("Its RECORD can't be read: build the wheel anew.",)),
    ],
)
def test_record_is_compared_and_the_difference_told(record, remarks):
    assert look(WHEEL, zip_bytes(members(**{f"{INFO}/RECORD": record}))).remarks == remarks


@pytest.mark.parametrize(
    ("filename", "made", "folder"),
    [
        (WHEEL, zip_bytes(members(**{f"{INFO}/licenses/LICENSE": "x"})), f"{INFO}/licenses"),
        (
            "foo-1.0.zip",
            zip_bytes({"foo-1.0/PKG-INFO": "", "foo-1.0/LICENSE": ""}),
            "foo-1.0",
        ),
        (
            "foo-1.0.tar.gz",
            tar_bytes({"foo-1.0/PKG-INFO": "", "foo-1.0/LICENSE": ""}),
            "foo-1.0",
        ),
    ],
)
def test_license_files_are_there(filename, made, folder):
    assert look(filename, made, license_files=["LICENSE"])
    with pytest.raises(InvalidArchive) as caught:
        look(filename, made, license_files=["LICENSE", "docs/COPYING"])
    assert (
        f"License-File docs/COPYING does not exist in distribution file {filename}"
        f" at {folder}/docs/COPYING" in str(caught.value)
    )


def test_own_folder_is_chosen_among_several():
    own = members(**{"bar-1.0.dist-info/METADATA": "Name: bar\n"})
    assert b"Name: foo" in look(WHEEL, zip_bytes(own)).core_metadata
