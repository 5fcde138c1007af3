from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.errors import InvalidFilename
from Products.PloneSoftwareCenter.pypi.filenames import EXTENSIONS
from Products.PloneSoftwareCenter.pypi.filenames import guess_name_and_version
from Products.PloneSoftwareCenter.pypi.filenames import MAX_LENGTH
from Products.PloneSoftwareCenter.pypi.filenames import parse_filename

import pytest


@pytest.mark.parametrize(
    ("filename", "name", "version", "packagetype"),
    [
        # PEP 625, and how sdists were named before it
        ("products_foo-1.0.tar.gz", "Products.Foo", "1.0", "sdist"),
        ("Products.Foo-1.0.tar.gz", "Products.Foo", "1.0", "sdist"),
        ("foo-bar-1.0.zip", "foo_bar", "1.0", "sdist"),
        ("foo-bar-1.0.tar.bz2", "foo-bar", "1.0", "sdist"),
        ("foo-1.0.0.tgz", "foo", "1.0", "sdist"),
        ("foo-1.0-1.tar.gz", "foo", "1.0.post1", "sdist"),
        ("iw.fss-0.2.3-r6983.tar.gz", "iw.fss", "0.2.3-r6983", "sdist"),
        ("foo-1.0+plone.1.tar.gz", "foo", "1.0+plone.1", "sdist"),
        ("foo-1!1.0.tar.gz", "foo", "1!1.0", "sdist"),
        # names that end like versions
        ("foo-2-1.0.tar.gz", "foo-2", "1.0", "sdist"),
        ("3to2-1.1.1.zip", "3to2", "1.1.1", "sdist"),
        # wheels, also those of old that kept the name's case and dots
        ("foo_bar-1.0-py3-none-any.whl", "foo-bar", "1.0", "bdist_wheel"),
        ("Products.Foo-1.0-py2-none-any.whl", "Products.Foo", "1.0.0", "bdist_wheel"),
        ("foo-1.0-1build-cp311-abi3-linux_x86_64.whl", "foo", "1.0", "bdist_wheel"),
        ("foo-1.0+abc-py2.py3-none-any.whl", "foo", "1.0+abc", "bdist_wheel"),
        # eggs write hyphens as underscores
        ("Products.Foo-1.0-py2.4.egg", "Products.Foo", "1.0", "bdist_egg"),
        ("foo_bar-1.0_r6983-py2.7.egg", "foo-bar", "1.0-r6983", "bdist_egg"),
        ("foo-1.0-py3.11-linux-x86_64.egg", "foo", "1.0", "bdist_egg"),
        ("foo-1.0-py2.7-macosx-10.9-x86_64.egg", "foo", "1.0", "bdist_egg"),
    ],
)
def test_fitting_filename_passes(filename, name, version, packagetype):
    parsed = parse_filename(filename, name=name, version=version, packagetype=packagetype)
    assert parsed.filename == filename
    assert parsed.packagetype == packagetype
    assert filename.endswith(parsed.extension)


def test_wheel_tells_its_tags():
    parsed = parse_filename(
        "foo-1.0-2-cp311-abi3-manylinux1_x86_64.manylinux2014_x86_64.whl", name="foo", version="1"
    )
    assert parsed.build == "2"
    assert parsed.python_tag == "cp311"
    assert parsed.abi_tags == ("abi3",)
    assert parsed.platform_tags == ("manylinux1_x86_64", "manylinux2014_x86_64")


def test_egg_tells_its_python_and_platform():
    parsed = parse_filename("foo-1.0-py3.11-linux-x86_64.egg", name="foo", version="1.0")
    assert parsed.python_tag == "py3.11"
    assert parsed.platform_tags == ("linux-x86_64",)


def test_sdist_has_no_tags():
    parsed = parse_filename("foo-1.0.tar.gz", name="foo", version="1.0")
    assert (parsed.python_tag, parsed.abi_tags, parsed.platform_tags) == (None, (), ())


@pytest.mark.parametrize(
    ("filename", "words"),
    [
        ("foo-1.0\n.tar.gz", "non-printable characters"),
        ("foo\x00-1.0.tar.gz", "non-printable characters"),
        ("foo-1.0\x7f.tar.gz", "non-printable characters"),
        ("../foo-1.0.tar.gz", "with '/' or '\\' in the name"),
        ("/foo-1.0.tar.gz", "with '/' or '\\' in the name"),
        ("C:\\dist\\foo-1.0.tar.gz", "with '/' or '\\' in the name"),
        ("foo-1.0 .tar.gz", "other than ASCII letters"),
        ("foo-1.0\udcff.tar.gz", "other than ASCII letters"),
        ('foo-1.0"><b>.tar.gz', "other than ASCII letters"),
        ("foo-1.0.tar.gz;x", "other than ASCII letters"),
        ("foo-" + "1" * MAX_LENGTH + ".tar.gz", "too long"),
        ("foo-1.0", "Invalid file extension"),
        ("", "Invalid file extension"),
        ("foo-1.0.exe", "Invalid file extension"),
        ("foo-1.0.win32.rpm", "Invalid file extension"),
        ("foo-1.0.tar.gz.asc", "Invalid file extension"),
        ("foo-1.0.tar.xz", "Invalid file extension"),
        ("foo-1.0.TAR.GZ", "Invalid file extension"),
        (".tar.gz", "Start filename for 'foo' with 'foo'."),
        ("foo.tar.gz", "Start filename for 'foo' with 'foo'."),
        ("bar-1.0.tar.gz", "Start filename for 'foo' with 'foo'."),
        ("foo-bar-1.0.tar.gz", "Version in filename should be '1.0' not 'bar-1.0'."),
        ("foo-1.1.tar.gz", "Version in filename should be '1.0' not '1.1'."),
        ("foo-1.0.linux-x86_64.tar.gz", "Version in filename should be '1.0'"),
        ("bar-1.0-py3-none-any.whl", "Start filename for 'foo' with 'foo'."),
        ("foo-1.1-py3-none-any.whl", "Version in filename should be '1.0' not '1.1'."),
        ("foo-1.0.whl", "Invalid wheel filename"),
        ("foo-1.0-none-any.whl", "Invalid wheel filename"),
        ("foo-1.0-build-py3-none-any.whl", "build number"),
        ("foo-1.0-1-2-py3-none-any.whl", "Invalid wheel filename"),
        ("foo-1.0-py3--any.whl", "tags"),
        ("foo-1.0-py3-none-any..any.whl", "tags"),
        ("foo-1.0.egg", "Invalid egg filename"),
        ("foo-1.0-linux.egg", "Invalid egg filename"),
    ],
)
def test_other_filename_is_refused(filename, words):
    with pytest.raises(InvalidFilename) as caught:
        parse_filename(filename, name="foo", version="1.0")
    assert words in str(caught.value)
    assert caught.value.filename == filename


@pytest.mark.parametrize(
    ("filename", "packagetype", "reason"),
    [
        (
            "foo-1.0.zip",
            "bdist_wheel",
            "Extension .zip is invalid for filetype bdist_wheel. Use .whl.",
        ),
        (
            "foo-1.0-py3-none-any.whl",
            "sdist",
            "Extension .whl is invalid for filetype sdist. Use .tar.gz, .tgz, .tar.bz2 or .zip.",
        ),
        ("foo-1.0.zip", "bdist_wininst", "Extension .zip is invalid for filetype bdist_wininst."),
    ],
)
def test_other_kinds_ending_is_refused(filename, packagetype, reason):
    with pytest.raises(InvalidFilename) as caught:
        parse_filename(filename, name="foo", version="1.0", packagetype=packagetype)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("Products.Foo-1.0.tar.gz", ("Products.Foo", "1.0")),
        ("foo-bar-1.0-1.zip", ("foo-bar", "1.0-1")),
        ("foo_bar-1.0-py3-none-any.whl", ("foo_bar", "1.0")),
        ("foo-1.0_r6983-py2.7.egg", ("foo", "1.0-r6983")),
        ("foo.tar.gz", None),
        ("foo-trunk.tar.gz", None),
        ("README.txt", None),
        ("a/foo-1.0.tar.gz", None),
        ("foo-1.0.whl", None),
    ],
)
def test_guessed_name_and_version(filename, expected):
    assert guess_name_and_version(filename) == expected


@given(st.text(), st.sampled_from(["", *EXTENSIONS]))
def test_any_text_is_read_or_refused(text, extension):
    guess_name_and_version(text + extension)
    try:
        parse_filename(text + extension, name="foo", version="1.0")
    except InvalidFilename as error:
        assert str(error).isprintable()


@given(
    st.from_regex(r"\A[a-z][a-z0-9]{0,5}([._-][a-z][a-z0-9]{0,5}){0,3}\Z"),
    st.from_regex(r"\A[0-9]{1,3}(\.[0-9]{1,3}){0,3}(a1|rc2|\.post1|\.dev0)?\Z"),
    st.sampled_from([".tar.gz", ".tgz", ".tar.bz2", ".zip", "-py3-none-any.whl", "-py3.11.egg"]),
)
def test_name_and_version_come_back(name, version, ending):
    stem = name if "py3" not in ending else name.replace("-", "_")
    filename = f"{stem}-{version}{ending}"
    parse_filename(filename, name=name, version=version)
    assert guess_name_and_version(filename) == (stem, version)
