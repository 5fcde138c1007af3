"""What is fuzzed: each target takes bytes, and raises only what is a fault of ours."""

from collections.abc import Callable
from collections.abc import Iterator
from packaging.version import Version
from Products.PloneSoftwareCenter.pypi.checks import run_checks
from Products.PloneSoftwareCenter.pypi.contents import look_through
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.filenames import guess_name_and_version
from Products.PloneSoftwareCenter.pypi.filenames import parse_filename
from Products.PloneSoftwareCenter.pypi.metadata import check_metadata
from Products.PloneSoftwareCenter.pypi.metadata import CoreMetadata
from Products.PloneSoftwareCenter.pypi.metadata import metadata_from_form
from Products.PloneSoftwareCenter.pypi.metadata import parse_metadata
from Products.PloneSoftwareCenter.pypi.multipart import lf_boundary
from Products.PloneSoftwareCenter.pypi.multipart import rewrite_line_ends
from Products.PloneSoftwareCenter.pypi.names import check_name
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.policy import Policy
from Products.PloneSoftwareCenter.pypi.upload import upload_from_form
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from Products.PloneSoftwareCenter.tests.archives import sdist_bytes
from Products.PloneSoftwareCenter.tests.archives import tar_bytes
from Products.PloneSoftwareCenter.tests.archives import wheel_bytes

import contextlib
import gzip
import io
import multipart
import zipfile


WHEEL = "foo-1.0-py3-none-any.whl"
SDIST = "foo-1.0.tar.gz"
BOUNDARY = "psc-boundary"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
STRICT = Policy(
    local_versions=False,
    any_platform_tag=False,
    old_sdist_names=False,
    private_classifiers=False,
)

Target = Callable[[bytes], None]


def names(data: bytes) -> None:
    """Names, versions and file names; what is read comes out the same a second time."""
    text = data.decode("utf-8", "surrogateescape")
    name, _, version = text.partition("\n")
    with contextlib.suppress(PackageIndexError):
        check_name(name)
        normalized = normalize_name(name)
        assert normalize_name(normalized) == normalized
    with contextlib.suppress(PackageIndexError):
        canonical = canonical_version(version)
        assert Version(canonical) == Version(version)
    guess_name_and_version(text)
    for ending in (".tar.gz", ".zip", "-py3-none-any.whl", "-py3.11.egg", ""):
        with contextlib.suppress(PackageIndexError):
            parse_filename(f"{name}-{version}{ending}", name=name, version=version)


def metadata(data: bytes) -> None:
    """METADATA, and the same fields in a form."""
    with contextlib.suppress(PackageIndexError):
        found = parse_metadata(data)
        assert CoreMetadata.from_dict(found.as_dict()) == found
        with contextlib.suppress(PackageIndexError):
            check_metadata(found)
        fields = {
            key: list(value) for key, value in found.as_dict().items() if key != "project_urls"
        }
        metadata_from_form(fields)


def wheel(data: bytes) -> None:
    """A wheel: what is taken is what the standard library reads."""
    parsed = parse_filename(WHEEL, name="foo", version="1.0")
    with contextlib.suppress(PackageIndexError):
        found = look_through(io.BytesIO(data), parsed, name="foo", version="1.0")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert len(set(archive.namelist())) == len(archive.infolist())
            folders = [path for path in archive.namelist() if path.endswith(".dist-info/METADATA")]
            assert found.core_metadata in [archive.read(path) for path in folders]


def sdist(data: bytes) -> None:
    """The bytes of a tar, compressed here: the fuzzer can't guess checksums of gzip."""
    parsed = parse_filename(SDIST, name="foo", version="1.0")
    for packed in (gzip.compress(data, 1, mtime=0), data):
        with contextlib.suppress(PackageIndexError):
            look_through(io.BytesIO(packed), parsed, name="foo", version="1.0")


def form(data: bytes) -> None:
    """The whole way of an upload: body, line ends, parts, form, checks."""
    boundary = lf_boundary(FORM, data[:2048])
    if boundary is not None:
        mended = io.BytesIO()
        try:
            rewrite_line_ends(io.BytesIO(data), boundary, mended)
        except InvalidUpload:
            return
        data = mended.getvalue()
    parser = multipart.MultipartParser(io.BytesIO(data), BOUNDARY, strict=True)
    fields: dict[str, object] = {}
    content = None
    try:
        for part in parser:
            if part.filename:
                content = part
            else:
                fields[part.name] = part.raw.decode("utf-8", "surrogateescape")
    except (multipart.MultipartError, UnicodeError):
        return
    with contextlib.suppress(PackageIndexError):
        upload = upload_from_form(
            fields, content and content.filename, io.BytesIO(content.raw) if content else None
        )
        for policy in (Policy(), STRICT):
            with contextlib.suppress(PackageIndexError):
                run_checks(upload, policy)


def _seeds_of_names() -> Iterator[bytes]:
    yield from (b"Foo.Bar\n1.0a1.post2.dev3+x.1", b"foo\n1!2.0rc1", b"foo-1.0-1.zip\n", b"a\n1-1")


def _seeds_of_metadata() -> Iterator[bytes]:
    yield (
        b"Metadata-Version: 2.4\nName: foo\nVersion: 1.0\nSummary: x\nRequires-Python: >=3.8\n"
        b"Requires-Dist: a[b]>=1; python_version > '3'\nProject-URL: Docs, https://example.org\n"
        b"License-Expression: MIT OR (Apache-2.0 AND BSD-3-Clause)\nLicense-File: LICENSE\n"
        b"Author-email: A <a@example.org>\nClassifier: Private :: X\nDynamic: Description\n"
        b"Description-Content-Type: text/markdown; variant=GFM\nProvides-Extra: b\n\n# Title\n"
    )
    yield b"Metadata-Version: 1.0\nName: foo\nVersion: 1.0\nDescription: a\n        b\n"
    yield b"Metadata-Version: 2.5\nName: foo\nVersion: 1.0\nImport-Name: foo; private\n"


def _seeds_of_wheels() -> Iterator[bytes]:
    yield wheel_bytes("foo", "1.0", modules={"foo.py": "x = 1\n"})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        with archive.open("foo-1.0.dist-info/METADATA", "w", force_zip64=True) as member:
            member.write(b"Name: foo\n")
        archive.writestr("foo-1.0.dist-info/WHEEL", "")
        archive.writestr("foo-1.0.dist-info/RECORD", "")
        archive.writestr("foo-1.0.dist-info/entry_points.txt", "[console_scripts]\na=b\n")
    yield target.getvalue()


def _seeds_of_sdists() -> Iterator[bytes]:
    members = {"foo-1.0/PKG-INFO": "Metadata-Version: 2.1\nName: foo\nVersion: 1.0\n"}
    yield tar_bytes(members, compression="")
    yield tar_bytes({**members, "foo-1.0/" + "x" * 150: ""}, compression="")
    yield gzip.decompress(sdist_bytes("foo", "1.0"))


def _seeds_of_forms() -> Iterator[bytes]:
    for filename, kind, data in (
        (WHEEL, "bdist_wheel", wheel_bytes("foo", "1.0")),
        (SDIST, "sdist", sdist_bytes("foo", "1.0")),
    ):
        fields = {"name": "foo", "version": "1.0", "filetype": kind, "metadata_version": "2.4"}
        for end in (b"\r\n", b"\n"):
            lines = []
            for name, value in fields.items():
                disposition = f'Content-Disposition: form-data; name="{name}"'
                lines += [f"--{BOUNDARY}".encode(), disposition.encode(), b"", value.encode()]
            disposition = f'Content-Disposition: form-data; name="content"; filename="{filename}"'
            lines += [f"--{BOUNDARY}".encode(), disposition.encode(), b"", data]
            yield end.join([*lines, f"--{BOUNDARY}--".encode(), b""])


TARGETS: dict[str, tuple[Callable[[], Iterator[bytes]], Target]] = {
    "names": (_seeds_of_names, names),
    "metadata": (_seeds_of_metadata, metadata),
    "wheel": (_seeds_of_wheels, wheel),
    "sdist": (_seeds_of_sdists, sdist),
    "form": (_seeds_of_forms, form),
}
