"""What is inside of an archive, listed in bounded time."""

from Products.PloneSoftwareCenter.pypi import listing
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.listing import list_members
from Products.PloneSoftwareCenter.pypi.listing import Member

import io
import pytest
import tarfile
import zipfile


def make_zip(members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, data in members:
            archive.writestr(path, data)
    return target


def make_tar(members, mode="gz"):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=f"w:{mode}") as archive:
        for path, data in members:
            member = tarfile.TarInfo(path)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return target


MEMBERS = [("b/c.py", b"12345"), ("a.py", b""), ("b/d.py", b"x" * 1000)]
LISTED = (Member("a.py", 0), Member("b/c.py", 5), Member("b/d.py", 1000))


@pytest.mark.parametrize(
    ("stream", "extension"),
    [
        (make_zip(MEMBERS), ".whl"),
        (make_zip(MEMBERS), ".egg"),
        (make_tar(MEMBERS), ".tar.gz"),
        (make_tar(MEMBERS), ".tgz"),
        (make_tar(MEMBERS, "bz2"), ".tar.bz2"),
    ],
)
def test_members_are_listed_by_path_with_their_sizes(stream, extension):
    found = list_members(stream, extension)
    assert found.members == LISTED
    assert (found.count, found.size, found.is_whole) == (3, 1005, True)


def test_of_many_members_some_are_listed_and_all_counted():
    stream = make_zip((f"{number:06}", b"") for number in range(listing.MAX_LISTED + 5))
    found = list_members(stream, ".whl")
    assert len(found.members) == listing.MAX_LISTED
    assert (found.count, found.is_whole) == (listing.MAX_LISTED + 5, True)


def test_tar_is_unpacked_up_to_a_bound(monkeypatch):
    monkeypatch.setattr(listing, "MAX_UNPACKED", 50_000)
    found = list_members(make_tar([(str(n), b"0" * 20_000) for n in range(9)]), ".tar.gz")
    assert not found.is_whole
    assert 2 <= found.count < 9


def test_members_of_a_tar_are_looked_at_up_to_a_bound(monkeypatch):
    monkeypatch.setattr(listing, "MAX_TAR_MEMBERS", 5)
    found = list_members(make_tar([(str(n), b"") for n in range(9)]), ".tar.gz")
    assert (found.count, found.is_whole) == (5, False)


def test_what_comes_before_a_damage_is_listed():
    data = make_tar([(str(n), bytes(range(256)) * 4_000) for n in range(9)]).getvalue()
    found = list_members(io.BytesIO(data[: len(data) // 2]), ".tar.gz")
    assert found.count >= 1
    assert not found.is_whole


@pytest.mark.parametrize("extension", [".whl", ".tar.gz", ".tar.bz2", ".zip"])
@pytest.mark.parametrize("data", [b"", b"PK", b"no archive" * 100])
def test_what_is_no_archive_is_an_error(data, extension):
    with pytest.raises(InvalidArchive):
        list_members(io.BytesIO(data), extension)
