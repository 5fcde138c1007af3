from Products.PloneSoftwareCenter.pypi.checks import run_checks
from Products.PloneSoftwareCenter.pypi.checks_policy import check_platform_tags
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.policy import Policy
from Products.PloneSoftwareCenter.pypi.upload import upload_from_form
from Products.PloneSoftwareCenter.tests.archives import egg_bytes
from Products.PloneSoftwareCenter.tests.archives import sdist_bytes
from Products.PloneSoftwareCenter.tests.archives import wheel_bytes

import io
import pytest


KINDS = {"whl": "bdist_wheel", "egg": "bdist_egg"}


def make_upload(filename, name="Foo.Bar", version="1.0", **fields):
    packagetype = KINDS.get(filename.rpartition(".")[2], "sdist")
    if packagetype == "sdist":
        extension = ".zip" if filename.endswith(".zip") else ".tar.gz"
        data = sdist_bytes(name, version, extension=extension)
    else:
        data = (egg_bytes if packagetype == "bdist_egg" else wheel_bytes)(name, version)
    fields = {"name": name, "version": version, "filetype": packagetype, **fields}
    return upload_from_form(fields, filename, io.BytesIO(data))


#: A rule, an upload that breaks it, and the beginning of the refusal.
RULES = [
    (
        {"packagetypes": ("bdist_wheel",)},
        ("foo_bar-1.0.tar.gz", {}),
        "This index takes no files of type sdist. Use one of: bdist_wheel.",
    ),
    (
        {"local_versions": False},
        ("foo_bar-1.0+acme.1.tar.gz", {"version": "1.0+acme.1"}),
        "The use of local versions in '1.0+acme.1' is not allowed.",
    ),
    (
        {"private_classifiers": False},
        ("foo_bar-1.0.tar.gz", {"classifiers": ["Topic :: Software Development", "Private :: X"]}),
        "'Private :: X' is not a valid classifier.",
    ),
    (
        {"old_sdist_names": False},
        ("Foo.Bar-1.0.tar.gz", {}),
        "Filename 'Foo.Bar-1.0.tar.gz' is invalid, should be 'foo_bar-1.0.tar.gz'.",
    ),
    (
        {"old_sdist_names": False},
        ("foo_bar-1.0.zip", {}),
        "Filename 'foo_bar-1.0.zip' is invalid, should be 'foo_bar-1.0.tar.gz'.",
    ),
    (
        {"old_sdist_names": False},
        ("foo_bar-1.0-1.tar.gz", {"version": "1.0-1"}),
        "Filename 'foo_bar-1.0-1.tar.gz' is invalid, should be 'foo_bar-1.0.post1.tar.gz'.",
    ),
    (
        {"old_sdist_names": False},
        ("Foo.Bar-1.0-py3-none-any.whl", {}),
        "Filename 'Foo.Bar-1.0-py3-none-any.whl' should contain the normalized project name"
        " 'foo_bar', not 'Foo.Bar'.",
    ),
    (
        {"old_sdist_names": False},
        ("foo_bar-1.00-py3-none-any.whl", {}),
        "Version in filename should be '1.0' not '1.00'.",
    ),
    (
        {"any_platform_tag": False},
        ("foo_bar-1.0-cp311-cp311-linux_x86_64.whl", {}),
        "Binary wheel 'foo_bar-1.0-cp311-cp311-linux_x86_64.whl' has an unsupported platform tag"
        " 'linux_x86_64'.",
    ),
]


@pytest.mark.parametrize(("rule", "sent", "words"), RULES)
def test_rule_of_a_center(rule, sent, words):
    filename, fields = sent
    with pytest.raises(PackageIndexError) as caught:
        run_checks(make_upload(filename, **fields), Policy(**rule))
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize("sent", [sent for _rule, sent, _words in RULES])
def test_center_of_a_team_takes_them_all(sent):
    filename, fields = sent
    assert run_checks(make_upload(filename, **fields), Policy()).digests


STRICT = Policy(
    local_versions=False,
    private_classifiers=False,
    old_sdist_names=False,
    any_platform_tag=False,
    extra_classifiers=("Private :: Ours",),
)


@pytest.mark.parametrize(
    ("filename", "fields"),
    [
        ("foo_bar-1.0.tar.gz", {}),
        ("foo_bar-1.0-py3-none-any.whl", {}),
        ("foo_bar-1.0.0-py3-none-any.whl", {}),
        ("Foo.Bar-1.0-py3.11.egg", {}),
        ("foo_bar-1.0.tar.gz", {"classifiers": "Private :: Ours"}),
        ("foo_bar-1.0-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl", {}),
    ],
)
def test_strict_center_takes_what_tools_of_today_make(filename, fields):
    assert run_checks(make_upload(filename, **fields), STRICT).digests


@pytest.mark.parametrize(
    ("tag", "passes"),
    [
        ("any", True),
        ("win32", True),
        ("win_amd64", True),
        ("win_arm64", True),
        ("macosx_10_9_universal2", True),
        ("macosx_11_0_arm64", True),
        ("manylinux1_i686", True),
        ("manylinux2010_x86_64", True),
        ("manylinux2014_aarch64", True),
        ("manylinux_2_28_x86_64", True),
        ("musllinux_1_2_aarch64", True),
        ("linux_armv6l", True),
        ("linux_armv7l", True),
        ("ios_13_0_arm64_iphoneos", True),
        ("android_21_arm64_v8a", True),
        ("pyemscripten_2026_0_wasm32", True),
        ("linux_x86_64", False),
        ("linux_aarch64", False),
        ("manylinux_x86_64", False),
        ("manylinux2014", False),
        ("win_x", False),
        ("any_any", False),
        ("any.linux_x86_64", False),
    ],
)
def test_platform_tags(tag, passes):
    upload = make_upload(f"foo_bar-1.0-cp311-cp311-{tag}.whl")
    if passes:
        check_platform_tags(upload, STRICT)
    else:
        with pytest.raises(PackageIndexError, match="unsupported platform tag"):
            check_platform_tags(upload, STRICT)
