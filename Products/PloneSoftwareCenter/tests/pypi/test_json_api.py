from dataclasses import replace
from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.pypi.json_api import choose_version
from Products.PloneSoftwareCenter.pypi.json_api import is_yanked
from Products.PloneSoftwareCenter.pypi.json_api import ReleasePage
from Products.PloneSoftwareCenter.pypi.json_api import render
from Products.PloneSoftwareCenter.pypi.metadata import CoreMetadata
from Products.PloneSoftwareCenter.pypi.model import FileEntry
from Products.PloneSoftwareCenter.pypi.names import NormalizedName

import json
import pytest


MOMENT = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)
BASE = "https://psc.example.org/software"


def entry(filename="Foo-1.0.tar.gz", version="1.0", **values):
    defaults = {
        "digests": {"sha256": "ab" * 32, "md5": "cd" * 16, "blake2b_256": "ef" * 32},
        "size": 5,
        "upload_time": MOMENT,
        "packagetype": "sdist",
    }
    return FileEntry(filename, version, **{**defaults, **values})


def page(*files, **values):
    defaults = {
        "name": "Foo",
        "normalized_name": NormalizedName("foo"),
        "version": "1.0",
        "metadata": CoreMetadata("Foo", "1.0"),
        "yanked": False,
        "files": files,
        "serial": 1767323046000000,
        "base_url": BASE,
        "project_url": f"{BASE}/foo",
        "release_url": f"{BASE}/foo/1.0",
    }
    return ReleasePage(**{**defaults, **values})


def rendered(*files, **values):
    return json.loads(render(page(*files, **values)))


WHEEL = entry(
    "Foo-1.0-py3-none-any.whl",
    packagetype="bdist_wheel",
    python_version="py3",
    comment="built by hand",
    requires_python=">=3.9",
    yanked="broken",
    core_metadata="01" * 32,
    gpg_sig=True,
)


def test_file_is_exactly_this():
    assert rendered(WHEEL)["urls"] == [
        {
            "comment_text": "built by hand",
            "core-metadata": {"sha256": "01" * 32},
            "digests": {"blake2b_256": "ef" * 32, "md5": "cd" * 16, "sha256": "ab" * 32},
            "downloads": -1,
            "filename": "Foo-1.0-py3-none-any.whl",
            "has_sig": True,
            "md5_digest": "cd" * 16,
            "packagetype": "bdist_wheel",
            "python_version": "py3",
            "requires_python": ">=3.9",
            "size": 5,
            "upload_time": "2026-03-04T05:06:07",
            "upload_time_iso_8601": "2026-03-04T05:06:07.000089Z",
            "url": f"{BASE}/packages/foo/Foo-1.0-py3-none-any.whl",
            "yanked": True,
            "yanked_reason": "broken",
        }
    ]


def test_file_of_which_little_is_known():
    [shown] = rendered(entry(digests={"sha256": "ab" * 32}))["urls"]
    assert shown["digests"] == {"blake2b_256": None, "md5": None, "sha256": "ab" * 32}
    assert shown["python_version"] == "source"
    for key in ("comment_text", "md5_digest", "requires_python", "yanked_reason"):
        assert shown[key] is None
    for key in ("core-metadata", "has_sig", "yanked"):
        assert shown[key] is False


SAID = CoreMetadata(
    "foo",
    "1.0",
    metadata_version="2.4",
    summary="A summary",
    description="# Foo",
    description_content_type="text/markdown",
    keywords=("one", "two words"),
    home_page="https://example.org",
    download_url="https://example.org/get",
    author="Ann",
    author_email="ann@example.org",
    maintainer="Max",
    maintainer_email="max@example.org",
    license_expression="MIT",
    license_file=("LICENSE",),
    platform=("Linux", "macOS"),
    classifiers=("Framework :: Plone",),
    requires_python=">=3.9",
    requires_dist=("bar; extra == 'more'",),
    project_urls=(("Docs", "https://docs.example.org"), ("", "https://other.example.org")),
    provides_extra=("more",),
    dynamic=("License-File",),
)


def test_info_is_exactly_this():
    assert rendered(metadata=SAID, yanked="bad")["info"] == {
        "author": "Ann",
        "author_email": "ann@example.org",
        "bugtrack_url": None,
        "classifiers": ["Framework :: Plone"],
        "description": "# Foo",
        "description_content_type": "text/markdown",
        "docs_url": None,
        "download_url": "https://example.org/get",
        "downloads": {"last_day": -1, "last_month": -1, "last_week": -1},
        "dynamic": ["License-File"],
        "home_page": "https://example.org",
        "keywords": "one,two words",
        "license": None,
        "license_expression": "MIT",
        "license_files": ["LICENSE"],
        "maintainer": "Max",
        "maintainer_email": "max@example.org",
        "name": "Foo",
        "package_url": f"{BASE}/foo",
        "platform": "Linux,macOS",
        "project_url": f"{BASE}/foo",
        "project_urls": {
            "Homepage": "https://example.org",
            "Download": "https://example.org/get",
            "Docs": "https://docs.example.org",
            "https://other.example.org": "https://other.example.org",
        },
        "provides_extra": ["more"],
        "release_url": f"{BASE}/foo/1.0",
        "requires_dist": ["bar; extra == 'more'"],
        "requires_python": ">=3.9",
        "summary": "A summary",
        "version": "1.0",
        "yanked": True,
        "yanked_reason": "bad",
    }


def test_keys_are_the_same_where_nothing_was_said():
    info = rendered()["info"]
    assert set(info) == set(rendered(metadata=SAID)["info"])
    assert (info["classifiers"], info["description"], info["yanked"]) == ([], "", False)
    for key in ("dynamic", "keywords", "license", "project_urls", "requires_dist", "summary"):
        assert info[key] is None


def test_label_of_ones_own_supersedes_the_old_fields():
    urls = (("Home-Page", "https://a.example.org"), ("homepage", "https://b.example.org"))
    info = rendered(metadata=replace(SAID, project_urls=urls, download_url=None))["info"]
    assert info["project_urls"] == dict(urls)
    assert info["home_page"] == "https://example.org"


def test_page_of_one_release_has_no_releases():
    assert list(rendered(WHEEL)) == ["info", "last_serial", "urls", "vulnerabilities", "ownership"]


def test_page_of_a_name_has_all_releases_in_order():
    shown = rendered(
        entry(),
        WHEEL,
        releases={"1.10": [], "1.0": [entry(), WHEEL], "1.9a1": [entry("foo-1.9a1.zip", "1.9a1")]},
    )
    assert list(shown["releases"]) == ["1.0", "1.9a1", "1.10"]
    assert shown["releases"]["1.10"] == []
    names = [file["filename"] for file in shown["releases"]["1.0"]]
    assert names == ["Foo-1.0-py3-none-any.whl", "Foo-1.0.tar.gz"]
    assert shown["urls"] == shown["releases"]["1.0"]


def test_what_is_the_same_for_all():
    shown = rendered()
    assert shown["last_serial"] == 1767323046000000
    assert shown["vulnerabilities"] == []
    assert shown["ownership"] == {"roles": [], "organization": None}


def test_lone_surrogate_does_not_take_the_page_down():
    said = replace(SAID, summary="bad \udcff summary")
    assert rendered(metadata=said)["info"]["summary"] == "bad ? summary"


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ({}, None),
        ({"1.0": False}, "1.0"),
        ({"1.9": False, "1.10": False}, "1.10"),
        ({"1.0": False, "2.0a1": False, "2.0.dev1": False}, "1.0"),
        ({"1.0a1": False, "1.0rc1": False}, "1.0rc1"),
        ({"1.0": False, "2.0": "broken"}, "1.0"),
        ({"1.0": True, "2.0a1": False}, "2.0a1"),
        ({"1.0": True, "1.1": "broken", "2.0a1": True}, "1.1"),
        ({"x": False, "1.0": True}, "x"),
        ({"x": False, "1.0a1": False}, "1.0a1"),
    ],
)
def test_version_that_stands_for_a_name(versions, expected):
    assert choose_version(versions) == expected


@pytest.mark.parametrize(
    ("release", "files", "expected"),
    [
        (False, [], False),
        (False, [False, True], False),
        (False, [True], True),
        (False, ["broken", True], "broken"),
        (True, [], True),
        ("bad", ["broken"], "bad"),
    ],
)
def test_release_is_yanked_as_a_whole(release, files, expected):
    assert is_yanked(release, files) == expected
