"""Following a site over HTTP: what arrives, what goes, and what is refused."""

from collective.psc.mirroring.client import Client
from collective.psc.mirroring.follow import follow
from collective.psc.mirroring.status import read_status
from collective.psc.mirroring.verify import verify
from tests.followed import assert_same
from tests.followed import run

import os
import pytest
import shutil


def test_everything_arrives(tree, site):
    assert run(tree, site).brought == ["alpha", "beta"]
    assert_same(tree, site)
    status = read_status(tree)
    assert (status.serial, status.error) == (site.serial, None)
    assert tree.last_modified.read_text() == f"{status.updated}\n"


def test_whoever_serves_may_read_it_whatever_the_umask_is(tree, site):
    before = os.umask(0o077)
    try:
        run(tree, site)
    finally:
        os.umask(before)
    modes = {
        (path.is_dir(), oct(path.stat().st_mode & 0o777))
        for path in [*tree.www.rglob("*"), tree.www]
    }
    assert modes == {(True, "0o755"), (False, "0o644")}


def test_only_what_changed_is_asked_for(tree, site):
    run(tree, site)
    site.publish("beta", _2_0=b"two", _2_1=b"more")
    site.asked.clear()
    assert run(tree, site).brought == ["beta"]
    assert not [path for path in site.asked if "alpha" in path or "beta-2.0" in path]
    assert "/simple/beta/beta-2.1.tar.gz" in site.asked
    assert_same(tree, site)


def test_what_the_site_deleted_is_deleted(tree, site):
    run(tree, site)
    site.delete("alpha")
    site.publish("beta")
    assert run(tree, site).removed == ["alpha"]
    assert_same(tree, site)


def test_page_of_a_quarantined_name_stays_without_its_files(tree, site):
    run(tree, site)
    site.publish("alpha")
    site.unlisted.add("alpha")
    run(tree, site)
    assert_same(tree, site)
    assert not list(tree.project("alpha").glob("*.gz"))


def test_file_that_was_overwritten(tree, site):
    run(tree, site)
    site.publish("beta", _2_0=b"owt")
    run(tree, site)
    assert_same(tree, site)


@pytest.mark.parametrize("gone", ["www", "www/simple/alpha", "www/all", "www/links.html"])
def test_what_was_deleted_by_hand_comes_back(tree, site, gone):
    run(tree, site)
    path = tree.path / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    run(tree, site)
    assert_same(tree, site)


def test_damaged_file_is_taken_out_and_comes_back(tree, site):
    run(tree, site)
    path = tree.file("alpha", "alpha-1.0.tar.gz")
    path.unlink()
    path.write_bytes(b"eno")
    assert verify(tree, mend=False)[0].path == path
    assert path.exists()
    assert verify(tree)
    assert not path.exists()
    run(tree, site)
    assert_same(tree, site)


@pytest.mark.parametrize(
    "damage",
    [
        lambda tree: (tree.project("alpha") / "index.html").write_text("<a href=other-1.zip>"),
        lambda tree: (tree.project("alpha") / "index.v1_json").write_text("{"),
        # as the power leaves it, or somebody's hand
        lambda tree: tree.json_page("alpha").write_bytes(b""),
        lambda tree: tree.json_page("alpha").write_bytes(tree.json_page("beta").read_bytes()),
        lambda tree: (tree.project("alpha") / "stranger.zip").write_text("?"),
        lambda tree: (tree.shelf / "stranger.zip").write_text("?"),
        lambda tree: (tree.project("alpha") / "alpha-1.0.tar.gz.metadata").unlink(),
        lambda tree: tree.project("alpha").chmod(0o700),
    ],
)
def test_damage_is_found_and_mended(tree, site, damage):
    run(tree, site)
    damage(tree)
    assert verify(tree)
    run(tree, site)
    assert_same(tree, site)


def test_dry_run_touches_nothing(tree, site):
    outcome = follow(tree, Client(site.url), dry_run=True)
    assert outcome.brought == ["alpha", "beta"]
    assert list(tree.path.iterdir()) == []
