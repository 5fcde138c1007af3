from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import InvalidFilename
from Products.PloneSoftwareCenter.pypi.errors import InvalidMetadata
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors_storage import FileTooLarge
from Products.PloneSoftwareCenter.pypi.upload import look_inside
from Products.PloneSoftwareCenter.pypi.upload import measure
from Products.PloneSoftwareCenter.pypi.upload import upload_from_form
from Products.PloneSoftwareCenter.tests.archives import metadata_text
from Products.PloneSoftwareCenter.tests.archives import sdist_bytes

import hashlib
import io
import pytest


FIELDS = {"": "file_upload", "name": "foo", "version": "1.0", "filetype": "sdist"}
DATA = sdist_bytes("foo", "1.0", requires_python=">=3.11")


def read(filename="foo-1.0.tar.gz", data=DATA, signature=None, **fields):
    return upload_from_form({**FIELDS, **fields}, filename, io.BytesIO(data), signature)


def test_form_of_twine_is_read():
    digest = "0" * 64
    upload = read(
        "Foo-1.0-py3-none-any.whl",
        protocol_version="1",
        filetype="bdist_wheel",
        pyversion="py3",
        comment="",
        sha256_digest=digest,
        blake2_256_digest=digest,
        summary="A summary",
        attestations="[]",
    )
    assert (upload.name, upload.version, upload.pyversion) == ("foo", "1.0", "py3")
    assert upload.filename.packagetype == "bdist_wheel"
    assert upload.metadata.summary == "A summary"
    assert upload.declared_digests == {"sha256_digest": digest, "blake2_256_digest": digest}
    assert (upload.comment, upload.gpg_signature) == ("", None)
    assert (upload.digests, upload.core_metadata) == (None, None)


def test_form_of_old_distutils_is_read():
    upload = read(
        protcol_version="1", pyversion="", comment="built by hand", md5_digest="x", signature=b"s"
    )
    assert upload.pyversion == "source"
    assert upload.comment == "built by hand"
    assert upload.declared_digests == {"md5_digest": "x"}
    assert upload.gpg_signature == b"s"


@pytest.mark.parametrize(
    ("fields", "pyversion"),
    [({}, "cp311"), ({"pyversion": "UNKNOWN"}, "cp311"), ({"pyversion": "3.11"}, "3.11")],
)
def test_python_of_a_wheel_is_told_by_form_or_filename(fields, pyversion):
    upload = read("foo-1.0-cp311-abi3-any.whl", filetype="bdist_wheel", **fields)
    assert upload.pyversion == pyversion


@pytest.mark.parametrize("pyversion", ["3.11", "py3", "any"])
def test_source_is_of_no_python(pyversion):
    with pytest.raises(InvalidUpload, match="Use 'source' as Python version for an sdist"):
        read(pyversion=pyversion)
    assert read(pyversion="source").pyversion == "source"


@pytest.mark.parametrize(
    ("fields", "passes"),
    [
        ({}, True),
        ({"protocol_version": "1"}, True),
        # in the query string and in the body
        ({"protocol_version": ["1", "1"]}, True),
        ({"protcol_version": "1"}, True),
        ({"protocol_version": "2"}, False),
        ({"protcol_version": "2"}, False),
        ({"protocol_version": "1", "protcol_version": "2"}, False),
        ({"protocol_version": "1.0"}, False),
    ],
)
def test_protocol_version(fields, passes):
    if passes:
        assert read(**fields)
    else:
        with pytest.raises(InvalidUpload, match="Unknown protocol version"):
            read(**fields)


@pytest.mark.parametrize(
    "filetype", ["", "UNKNOWN", "bdist_wininst", "bdist_dumb", "bdist_rpm", "wheel", "SDIST"]
)
def test_unknown_filetype_is_refused(filetype):
    with pytest.raises(InvalidUpload, match="Use a known file type"):
        read(filetype=filetype)


@pytest.mark.parametrize(
    ("filename", "stream"), [(None, None), ("foo-1.0.tar.gz", None), ("", io.BytesIO(DATA))]
)
def test_form_without_a_file_is_refused(filename, stream):
    with pytest.raises(InvalidUpload, match="Upload payload does not have a file"):
        upload_from_form(FIELDS, filename, stream)


@pytest.mark.parametrize("field", ["name", "summary", "comment", "attestations"])
def test_file_in_place_of_text_is_refused(field):
    with pytest.raises(InvalidUpload, match=f"{field}: Should not be a tuple"):
        read(**{field: io.BytesIO(b"x")})


def test_metadata_faults_come_first():
    with pytest.raises(InvalidMetadata, match='Missing required field "name"'):
        upload_from_form({"filetype": "no"}, None, None)


def test_filename_is_of_the_name_and_version():
    with pytest.raises(InvalidFilename):
        read("bar-1.0.tar.gz")


def test_measuring_leaves_the_file_at_its_start():
    upload = read()
    upload.content.seek(5)
    measured = measure(upload)
    assert measured.digests.sha256 == hashlib.sha256(DATA).hexdigest()
    assert measured.digests.size == len(DATA)
    assert measured.content.tell() == 0


def test_measuring_ends_at_the_limit():
    with pytest.raises(FileTooLarge):
        measure(read(), limit=10)


def test_archive_tells_for_which_python_it_is():
    upload = read(requires_python=">=3.12")
    assert upload.requires_python == ">=3.12"
    inside = look_inside(upload)
    assert inside.core_metadata == metadata_text("foo", "1.0", requires_python=">=3.11").encode()
    assert inside.requires_python == ">=3.11"
    assert inside.content.tell() == 0


def test_form_tells_for_which_python_where_the_archive_does_not():
    upload = look_inside(read(data=sdist_bytes("foo", "1.0"), requires_python=">=3.12"))
    assert upload.archive_metadata.requires_python is None
    assert upload.requires_python == ">=3.12"


def test_other_bytes_have_no_inside():
    with pytest.raises(InvalidArchive):
        look_inside(read(data=b"x"))


def test_archive_is_taken_apart_once():
    upload = look_inside(read())
    assert upload.archive_metadata is upload.archive_metadata
