"""One writer at a time; bytes, digests and the lines of the historic manifest."""

from collective.psc.mirroring import settling
from collective.psc.mirroring.errors import Busy
from collective.psc.mirroring.lock import somebody_waits
from collective.psc.mirroring.lock import writing
from collective.psc.mirroring.manifests import Entry
from collective.psc.mirroring.manifests import read_md5
from collective.psc.mirroring.manifests import update_manifests
from collective.psc.mirroring.manifests import write_manifests
from collective.psc.mirroring.owned import claim
from collective.psc.mirroring.writing import copy
from collective.psc.mirroring.writing import Expected
from collective.psc.mirroring.writing import write

import hashlib
import io
import pytest
import threading


@pytest.fixture
def claimed(tree):
    claim(tree, "the tests")
    return tree


def entry(data, path="simple/alpha/alpha-1.0.zip"):
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return Entry(path, md5, hashlib.sha256(data).hexdigest())


def test_second_writer_is_told(claimed):
    with writing(claimed), pytest.raises(Busy), writing(claimed, patience=0):
        pass


def test_who_has_the_lock_learns_that_somebody_waits(claimed):
    def wait():
        with writing(claimed):
            pass

    with writing(claimed):
        assert not somebody_waits(claimed)
        thread = threading.Thread(target=wait)
        thread.start()
        while not somebody_waits(claimed):
            thread.join(0.001)
    thread.join()
    assert not somebody_waits(claimed)


def test_free_afterwards(claimed):
    with pytest.raises(ZeroDivisionError), writing(claimed):
        raise ZeroDivisionError
    with writing(claimed, patience=0):
        pass


def test_bytes_and_their_md5(claimed):
    path = claimed.file("alpha", "alpha-1.0.zip")
    with writing(claimed):
        md5 = copy(claimed, path, io.BytesIO(b"ok"), Expected(2, entry(b"ok").sha256))
    assert md5 == "444bcb3a3fcf8389296c49467f27e1d6"
    assert path.read_bytes() == b"ok"


def test_line_of_a_file_follows_it(claimed):
    claimed.project("alpha").mkdir(parents=True)
    other = entry(b"other", "simple/beta/beta-1.0.zip")
    claimed.project("beta").mkdir()
    with writing(claimed):
        write_manifests(claimed, [entry(b"one"), other])
        assert update_manifests(claimed, {"alpha"}, [entry(b"two")])
    lines = claimed.md5_manifest.read_text().splitlines()
    assert lines == [f"{each.path}#{each.md5}" for each in (entry(b"two"), other)]


def test_line_of_a_file_goes_with_it(claimed):
    claimed.simple.mkdir()
    with writing(claimed):
        write_manifests(claimed, [entry(b"one")])
        assert update_manifests(claimed, set(), [])
    assert claimed.md5_manifest.read_text() == claimed.sha256_manifest.read_text() == ""
    assert read_md5(claimed) == {}


def test_damaged_manifest_is_made_anew(claimed):
    claimed.project("alpha").mkdir(parents=True)
    claimed.md5_manifest.write_bytes(b"\xff")
    with writing(claimed):
        assert not update_manifests(claimed, {"alpha"}, [])


def test_disk_that_can_not_keep_it_is_told_of(claimed, monkeypatch):
    settling.settle(claimed)
    monkeypatch.setattr(settling, "_SYNCFS", lambda handle: -1)
    with pytest.raises(OSError):
        settling.settle(claimed)
    monkeypatch.setattr(settling, "_SYNCFS", None)
    settling.settle(claimed)


def test_time_of_a_page_never_goes_back(claimed):
    path = claimed.project("alpha") / "index.html"
    with writing(claimed):
        for number in range(3):
            before = path.stat().st_mtime if number else 0
            assert write(claimed, path, b"%d" % number)
            assert int(path.stat().st_mtime) > int(before)
        assert not write(claimed, path, b"2")
