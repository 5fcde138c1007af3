"""Following a site that lies, or a folder that is not ours: refused, and what was good stays."""

from collective.psc.mirroring import client
from collective.psc.mirroring import heads
from collective.psc.mirroring.client import Client
from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.errors import NotOurs
from collective.psc.mirroring.errors import Refused
from collective.psc.mirroring.errors import Unreachable
from collective.psc.mirroring.follow import follow
from collective.psc.mirroring.status import read_status
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.tree import V1_JSON
from itertools import repeat
from tests.followed import assert_same
from tests.followed import run
from tests.sites import contents
from tests.sites import Site

import contextlib
import json
import pytest
import socket
import threading


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"eno", "another sha256"),
        (b"on", "2 bytes instead of 3"),
        (b"one!", "larger than 3 bytes"),
        (repeat(b"x" * 65536), "larger than 3 bytes"),
    ],
)
def test_file_with_other_bytes_is_refused(tree, site, body, reason):
    site.answers["/simple/alpha/alpha-1.0.tar.gz"] = (200, {}, body)
    outcome = run(tree, site)
    assert len(outcome.refused) == 1
    assert reason in outcome.refused[0]
    assert outcome.brought == ["beta"]
    assert not (tree.project("alpha") / "index.html").exists()
    assert outcome.refused[0] == read_status(tree).error
    # and once the site is honest again
    del site.answers["/simple/alpha/alpha-1.0.tar.gz"]
    assert run(tree, site).refused == []
    assert_same(tree, site)


def test_what_was_good_stays(tree, site):
    run(tree, site)
    before = contents(tree.project("alpha"))
    site.publish("alpha", _1_2=b"three")
    site.answers["/simple/alpha/alpha-1.2.tar.gz"] = (200, {}, b"eerht")
    assert run(tree, site).refused
    assert contents(tree.project("alpha")) == before


def lie(site, **changes):
    page = json.loads(site.answer("/simple/beta/", V1_JSON)[2])
    page["files"][0].update(changes)
    body = json.dumps(page).encode()
    headers = {"X-PyPI-Last-Serial": page["meta"]["_last-serial"]}
    site.answers["/simple/beta/"] = (200, headers, body)


@pytest.mark.parametrize(
    "changes",
    [
        {"filename": "../../index.html", "url": "../../index.html"},
        {"filename": "..", "url": ".."},
        {"filename": "index.html", "url": "index.html"},
        {"filename": "a\nb.zip", "url": "a%0Ab.zip"},
        {"filename": "a\x00.zip", "url": "a%00.zip"},
        {"filename": "x" * 300, "url": "x" * 300},
        {"url": "https://elsewhere.example.org/beta-2.0.tar.gz"},
        {"size": None},
        {"size": -1},
        {"size": 1 << 63},
        {"hashes": {}},
        {"hashes": {"sha256": "../" * 20}},
        {"core-metadata": {"sha256": 1}},
    ],
)
def test_page_that_leads_elsewhere_is_refused(tree, site, changes):
    lie(site, **changes)
    outcome = run(tree, site)
    assert len(outcome.refused) == 1
    assert outcome.brought == ["alpha"]
    assert [path.name for path in tree.path.parent.iterdir()] == [tree.path.name]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100000,
        b'{"meta": {"_last-serial": 5}, "projects": [{"name": "../x", "_last-serial": 5}]}',
        b'{"meta": {"_last-serial": 5}, "projects": [{"name": "x"}]}',
        b'{"meta": {}, "projects": []}',
        b'{"meta": {"_last-serial": 1%s}, "projects": []}' % (b"0" * 400),
    ],
)
def test_list_that_is_none_changes_nothing(tree, site, body):
    run(tree, site)
    before = contents(tree.www)
    site.answers["/simple/"] = (200, {}, body)
    with pytest.raises(Refused):
        run(tree, site)
    assert contents(tree.www) == before
    assert read_status(tree).error


def test_serial_that_runs_back_is_refused(tree, site):
    run(tree, site)
    before = contents(tree.www)
    site.serial -= 1
    site.delete("alpha")
    site.serial -= 1
    with pytest.raises(Refused, match="runs back"):
        run(tree, site)
    assert contents(tree.www) == before


def test_redirect_elsewhere_is_refused(tree, site):
    site.answers["/simple/beta/"] = (302, {"Location": "http://elsewhere.example.org/"}, b"")
    assert "elsewhere" in run(tree, site).refused[0]


def test_endless_page_is_refused(tree, site, monkeypatch):
    monkeypatch.setattr(client, "LARGEST_PAGE", 1 << 20)
    site.answers["/simple/beta/"] = (200, {}, repeat(b"x" * 65536))
    assert "larger" in run(tree, site).refused[0]


def test_what_comes_in_drops_is_looked_at_as_it_comes(tree, site, monkeypatch):
    is_over = threading.Event()

    def drops():
        yield b"one!"
        is_over.wait(600)

    monkeypatch.setattr(client, "TIMEOUT", (10, 20))
    site.answers["/simple/alpha/alpha-1.0.tar.gz"] = (200, {}, drops())
    try:
        assert "larger than 3 bytes" in run(tree, site).refused[0]
    finally:
        is_over.set()


def test_head_in_drops_is_left(tree, monkeypatch):
    is_over = threading.Event()

    def drip(listener):
        connection, _address = listener.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Drops: ")
            with contextlib.suppress(OSError):
                while not is_over.wait(0.01):
                    connection.sendall(b"x")

    monkeypatch.setattr(heads, "LONGEST", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=drip, args=(listener,), daemon=True).start()
        try:
            with pytest.raises(Unreachable, match="can't be reached"):
                follow(tree, Client(f"http://127.0.0.1:{listener.getsockname()[1]}"))
        finally:
            is_over.set()


def test_what_comes_too_slowly_is_left(tree, site, monkeypatch):
    monkeypatch.setattr(client, "SLOW_AFTER", -1)
    monkeypatch.setattr(client, "SLOWEST", 1 << 60)
    with pytest.raises(Unreachable, match="too slowly"):
        run(tree, site)


def test_site_that_is_down(tree, site):
    run(tree, site)
    before = contents(tree.www)
    site.answers["/simple/"] = (502, {}, b"")
    with pytest.raises(Unreachable):
        run(tree, site)
    assert contents(tree.www) == before


def test_private_center_needs_a_token(tree):
    with Site(token="secret") as site:
        site.publish("alpha", _1_0=b"one")
        with pytest.raises(Refused, match="token"):
            run(tree, site)
        follow(tree, Client(site.url, "secret"))
        assert_same(tree, site)
        assert not any(b"secret" in data for data in contents(tree.path).values())


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("relative", "absolute"),
        ("{tmp}/missing", "not there"),
        ("{tmp}/file", "not a folder"),
        ("{tmp}/full", "not empty"),
        ("{tmp}/../x", "absolute"),
        ("{tmp}/others", "another mirror"),
        ("{tmp}/others/tmp", "lies in the folder of a mirror"),
    ],
)
def test_folder_that_is_not_ours_is_refused(tmp_path, site, path, reason):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    (tmp_path / "others" / "tmp").mkdir(parents=True)
    (tmp_path / "others" / ".psc-mirror").write_text('{"mirror-of": "http://other"}')
    before = contents(tmp_path)
    with pytest.raises(NotOurs, match=reason):
        run(Tree(path.format(tmp=tmp_path)), site)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("url", ["ftp://host/", "host", "http://user:password@host/"])
def test_address_that_is_none(url):
    with pytest.raises(MirrorError):
        Client(url)
