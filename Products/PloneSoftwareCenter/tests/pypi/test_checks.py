from Products.PloneSoftwareCenter.pypi.checks import check_digests
from Products.PloneSoftwareCenter.pypi.checks import CHECKS
from Products.PloneSoftwareCenter.pypi.checks import MAX_SIGNATURE
from Products.PloneSoftwareCenter.pypi.checks import run_checks
from Products.PloneSoftwareCenter.pypi.errors import DigestMismatch
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors_storage import FileTooLarge
from Products.PloneSoftwareCenter.pypi.policy import Policy
from Products.PloneSoftwareCenter.pypi.upload import upload_from_form
from Products.PloneSoftwareCenter.tests.archives import egg_bytes
from Products.PloneSoftwareCenter.tests.archives import sdist_bytes
from Products.PloneSoftwareCenter.tests.archives import wheel_bytes

import hashlib
import io
import pytest


SDIST = sdist_bytes("foo", "1.0")
SIGNATURE = b"-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n"


def make_upload(data=SDIST, filename="foo-1.0.tar.gz", signature=None, **fields):
    fields = {"name": "foo", "version": "1.0", "filetype": "sdist", **fields}
    return upload_from_form(fields, filename, io.BytesIO(data), signature)


@pytest.mark.parametrize(
    ("filename", "filetype", "data"),
    [
        ("foo-1.0.tar.gz", "sdist", SDIST),
        ("foo-1.0.zip", "sdist", sdist_bytes("foo", "1.0", extension=".zip")),
        ("foo-1.0.tar.bz2", "sdist", sdist_bytes("foo", "1.0", extension=".tar.bz2")),
        ("foo-1.0-py3-none-any.whl", "bdist_wheel", wheel_bytes("Foo", "1.0.0")),
        ("foo-1.0-py3.11.egg", "bdist_egg", egg_bytes("foo", "1.0")),
    ],
)
def test_good_upload_comes_back_complete(filename, filetype, data):
    upload = make_upload(data, filename, filetype=filetype)
    checked = run_checks(upload, Policy())
    assert checked.digests.sha256 == hashlib.sha256(data).hexdigest()
    assert b"Version: 1.0" in checked.core_metadata
    assert checked.content.tell() == 0
    assert checked.content.read() == data


def test_right_digests_and_signature_pass():
    upload = make_upload(
        signature=SIGNATURE,
        md5_digest=hashlib.md5(SDIST).hexdigest(),  # noqa: S324 - what old clients send
        blake2_256_digest=hashlib.blake2b(SDIST).hexdigest(),
    )
    assert run_checks(upload, Policy()).gpg_signature == SIGNATURE


def test_empty_file_is_refused():
    with pytest.raises(InvalidUpload, match=r"^The file is empty\.$"):
        run_checks(make_upload(b""), Policy())


def test_large_file_is_refused_before_it_is_read():
    with pytest.raises(FileTooLarge):
        run_checks(make_upload(sha256_digest="0" * 64), Policy(max_file_size=len(SDIST) - 1))


def test_file_as_large_as_allowed_passes():
    assert run_checks(make_upload(), Policy(max_file_size=len(SDIST)))


def test_kind_that_the_center_does_not_take_is_refused():
    policy = Policy(packagetypes=("bdist_wheel",))
    with pytest.raises(InvalidUpload, match=r"takes no files of type sdist\. Use one of: bd"):
        run_checks(make_upload(), policy)


@pytest.mark.parametrize(
    "signature", [b"junk", b"\xff", SIGNATURE + bytes(MAX_SIGNATURE)], ids=["junk", "raw", "huge"]
)
def test_what_is_no_signature_is_refused(signature):
    with pytest.raises(InvalidUpload, match=r"^gpg_signature: "):
        run_checks(make_upload(signature=signature), Policy())


def test_other_digest_is_refused_before_the_archive_is_opened():
    with pytest.raises(DigestMismatch):
        run_checks(make_upload(b"cut in the midd", sha256_digest="0" * 64), Policy())


def test_digests_are_compared_even_where_nobody_measured():
    with pytest.raises(DigestMismatch):
        check_digests(make_upload(sha256_digest="0" * 64), Policy())


def test_other_bytes_are_refused():
    with pytest.raises(InvalidArchive):
        run_checks(make_upload(b"not what it says"), Policy())


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ("Name: bar\nVersion: 1.0\n", "'bar 1.0'"),
        ("Name: foo\nVersion: 1.1\n", "'foo 1.1'"),
        ("Name: foo\nVersion: trunk\n", "'foo trunk'"),
        ("Name: foo\n", "'foo '"),
        ("Metadata-Version: 1.0\nVersion: 1.0\n", "' 1.0'"),
    ],
)
def test_archive_of_another_distribution_is_refused(metadata, said):
    upload = make_upload(sdist_bytes("foo", "1.0", metadata=metadata))
    with pytest.raises(InvalidArchive) as caught:
        run_checks(upload, Policy())
    assert str(caught.value) == (
        f"Invalid distribution file. It says that it is {said}, but was sent as 'foo 1.0'."
    )


def test_archive_without_readable_metadata_is_refused():
    upload = make_upload(sdist_bytes("foo", "1.0", metadata=b"\x00\xff"))
    with pytest.raises(InvalidArchive, match="can't be read"):
        run_checks(upload, Policy())


def test_archive_whose_python_cannot_be_read_is_refused():
    upload = make_upload(sdist_bytes("foo", "1.0", requires_python=">=3.6.*"))
    with pytest.raises(InvalidArchive, match=r"Its Requires-Python '>=3\.6\.\*' can't be read"):
        run_checks(upload, Policy())


def test_other_spelling_of_name_and_version_is_the_same():
    data = sdist_bytes("Foo.Bar", "1.0.0")
    upload = make_upload(data, "foo_bar-1.0.tar.gz", name="foo-bar", version="1")
    assert run_checks(upload, Policy()).name == "foo-bar"


def test_each_check_can_stand_alone():
    upload = run_checks(make_upload(), Policy())
    for check in CHECKS:
        assert check(upload, Policy()) is None


@pytest.mark.parametrize(
    ("inside", "sent", "passes"),
    [
        (">=3.11", ">=3.11", True),
        (">=3.8,<4", "<4, >=3.8", True),
        # distutils has no field for it
        (">=3.11", None, True),
        (None, None, True),
        (">=3.11", ">=3.8", False),
        (None, ">=3.8", False),
    ],
)
def test_form_and_archive_agree_on_the_python(inside, sent, passes):
    fields = {"requires_python": sent} if sent else {}
    upload = make_upload(sdist_bytes("foo", "1.0", requires_python=inside), **fields)
    if passes:
        assert run_checks(upload, Policy())
    else:
        with pytest.raises(InvalidArchive, match=r"for Python '.*', but was sent as for '>=3\.8'"):
            run_checks(upload, Policy())


def test_metadata_of_old_could_not_tell_the_python():
    data = sdist_bytes("foo", "1.0", metadata="Metadata-Version: 1.1\nName: foo\nVersion: 1.0\n")
    assert run_checks(make_upload(data, requires_python=">=3.8"), Policy()).requires_python


@pytest.mark.parametrize("content_type", ["image/png", "IMAGE/jpeg"])
def test_picture_is_refused(content_type):
    fields = {"name": "foo", "version": "1.0", "filetype": "sdist"}
    upload = upload_from_form(
        fields, "foo-1.0.tar.gz", io.BytesIO(SDIST), content_type=content_type
    )
    with pytest.raises(InvalidArchive, match="sent as an image"):
        run_checks(upload, Policy())


BROKEN = "Title\n=\n\n`broken\n\n.. no-such-directive::\n"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "in the default format of reStructuredText."),
        ({"description_content_type": "text/x-rst"}, "for 'text/x-rst'."),
    ],
)
def test_description_that_does_not_render_is_refused(fields, words):
    upload = make_upload(description=BROKEN, metadata_version="2.1", **fields)
    with pytest.raises(InvalidUpload) as caught:
        run_checks(upload, Policy())
    assert f"The description failed to render {words}" in str(caught.value)


@pytest.mark.parametrize(
    "fields",
    [
        {"metadata_version": "1.1"},
        {"metadata_version": "2.1", "description_content_type": "text/markdown"},
        {"metadata_version": "2.1", "description_content_type": "text/plain"},
    ],
)
def test_description_of_another_kind_passes(fields):
    assert run_checks(make_upload(description=BROKEN, **fields), Policy())


def test_license_file_must_be_there():
    upload = make_upload(metadata_version="2.4", license_file="LICENSE")
    with pytest.raises(InvalidArchive, match=r"License-File LICENSE does not exist in distribut"):
        run_checks(upload, Policy())
    assert run_checks(make_upload(metadata_version="2.1", license_file="LICENSE"), Policy())
