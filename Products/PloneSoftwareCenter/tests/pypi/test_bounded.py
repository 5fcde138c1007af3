from Products.PloneSoftwareCenter.pypi.bounded import BoundedReader
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive

import io
import pytest


DATA = bytes(range(100))


@pytest.fixture
def reader():
    return BoundedReader(io.BytesIO(DATA), max_read=10, max_position=50)


def test_small_pieces_are_read(reader):
    assert reader.read(10) == DATA[:10]
    assert reader.tell() == 10
    assert reader.seek(40) == 40
    assert reader.read(10) == DATA[40:50]


@pytest.mark.parametrize("size", [11, 2**62, -1, None])
def test_large_piece_is_refused(reader, size):
    with pytest.raises(InvalidArchive, match="absurdly large"):
        reader.read(size)


def test_asking_for_more_than_there_is_does_no_harm():
    assert BoundedReader(io.BytesIO(b"x"), max_read=10).read(2**62) == b"x"


def test_reading_too_far_is_refused(reader):
    reader.seek(45)
    with pytest.raises(InvalidArchive, match="far more"):
        reader.read(10)


def test_seeking_too_far_is_refused(reader):
    with pytest.raises(InvalidArchive, match="far more"):
        reader.seek(51)


def test_stream_stays_open():
    stream = io.BytesIO(DATA)
    BoundedReader(stream, max_read=10).close()
    assert not stream.closed


def test_stream_can_be_read_and_sought(reader):
    assert reader.readable()
    assert reader.seekable()


def test_reader_that_only_goes_forward_does_not_go_back():
    reader = BoundedReader(io.BytesIO(DATA), max_read=10, only_forward=True)
    reader.read(10)
    assert reader.seek(10) == 10
    assert reader.seek(20) == 20
    for offset, whence in ((19, io.SEEK_SET), (-1, io.SEEK_CUR), (0, io.SEEK_END)):
        with pytest.raises(InvalidArchive, match="before the end of another one"):
            reader.seek(offset, whence)
