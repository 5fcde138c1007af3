"""Index pages that are not as they should be."""

from collective.dist import answers
from collective.dist import reading
from collective.dist.errors import Unreachable
from collective.dist.results import Options
from collective.dist.sending import Sender
from collective.dist.servers import make_server
from collective.dist.twine_forms import read_archive
from tests.stubs import make_wheel
from tests.stubs import Stub

import hashlib
import json
import pytest
import time


HTML = {"Content-Type": "text/html"}
JSON = {"Content-Type": "application/vnd.pypi.simple.v1+json"}


class Clock:
    """One that goes on by ten seconds each time somebody looks at it."""

    def __init__(self):
        self.seconds = 0

    def monotonic(self):
        self.seconds += 10
        return self.seconds


def shown(stub, path, timeout=60.0, **said):
    """What the server is found to show of a file: True, False (other bytes) or None."""
    server = make_server("stub", stub.url, username="jo", password="s3cret", **said)
    return Sender(server, Options(timeout=timeout)).same(read_archive(path))


def page_of(path, kind, algorithm, content):
    digest = hashlib.new(algorithm, content).hexdigest() if algorithm else ""
    if kind is JSON:
        file = {"filename": path.name, "url": f"/files/{path.name}"}
        file["hashes"] = {algorithm: digest.upper()} if algorithm else {}
        return 200, json.dumps({"files": [file]}), JSON
    fragment = f"#{algorithm}={digest}&amp;egg=demo" if algorithm else ""
    return 200, f'<base href="/files/"><a href="{path.name}{fragment}">x</a>', HTML


@pytest.mark.parametrize("kind", [HTML, JSON])
@pytest.mark.parametrize("algorithm", ["sha256", "sha512", "md5", "sha1", ""])
@pytest.mark.parametrize("same", [True, False])
def test_digest_of_the_page_or_else_of_the_file(tmp_path, kind, algorithm, same):
    path = make_wheel(tmp_path)
    content = path.read_bytes() if same else b"other" + path.read_bytes()
    with Stub() as stub:
        stub.pages["/simple/demo/"] = page_of(path, kind, algorithm, content)
        stub.pages[f"/files/{path.name}"] = (200, content, {})
        assert shown(stub, path) is same
        # a page of weak digests is believed nothing
        assert len(stub.readers) == (1 if algorithm.startswith(("sha2", "sha5")) else 2)


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("{}", JSON),
        ("[" * 100_000, JSON),
        ('{"files": [{"filename": [], "url": 1}]}', JSON),
        ('{"files": [{"filename": "demo-1.0-py3-none-any.whl", "url": "http://[x"}]}', JSON),
    ],
)
def test_page_that_is_none_is_one_sentence(tmp_path, text, headers):
    with Stub() as stub:
        stub.pages["/simple/demo/"] = (200, text, headers)
        with pytest.raises(Unreachable, match="is no page of an index"):
            shown(stub, make_wheel(tmp_path))


def test_link_that_is_none_is_passed_over(tmp_path):
    path = make_wheel(tmp_path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    text = f'<base href="http://[x"><a href="http://[x">a</a><a href="{path.name}#sha256={digest}">'
    with Stub() as stub:
        stub.pages["/simple/demo/"] = (200, text, HTML)
        assert shown(stub, path) is True


def test_redirect_to_no_address_is_one_sentence(tmp_path):
    with Stub() as stub:
        stub.pages["/simple/demo/"] = (302, "", {"Location": "http://[x/"})
        with pytest.raises(Unreachable, match="can't be read"):
            shown(stub, make_wheel(tmp_path))


@pytest.mark.parametrize("where", ["page", "file"])
def test_what_drips_gets_no_more_than_its_time(tmp_path, monkeypatch, where):
    monkeypatch.setattr(reading, "SLOWEST", 1_000_000)
    monkeypatch.setattr(reading, "time", Clock())
    path = make_wheel(tmp_path, padding=20_000)
    with Stub() as stub:
        # twenty minutes of it
        stub.pages["/simple/demo/"] = (200, "x" * 24_000, HTML)
        stub.drips = True
        if where == "file":
            stub.pages[f"/files/{path.name}"] = (200, path.read_bytes(), {})
            stub.pages["/simple/demo/"] = page_of(path, HTML, "", b"")
            stub.drips = (f"/files/{path.name}",)
        with pytest.raises(Unreachable, match="did not come to its end"):
            shown(stub, path)


def test_answer_that_drips_is_read_no_longer_than_its_time(tmp_path, monkeypatch):
    monkeypatch.setattr(answers, "time", Clock())
    # seven minutes of it
    with Stub((400, "A long story. " * 600, {})) as stub:
        stub.drips = ("/",)
        server = make_server("stub", stub.url, username="jo", password="s3cret")
        options = Options(timeout=60, retry=0)
        started = time.monotonic()
        result = Sender(server, options).send(read_archive(make_wheel(tmp_path)))
    assert time.monotonic() - started < 240
    assert result.sentence.startswith("400: A")


@pytest.mark.parametrize("key", ["ca_cert", "client_cert"])
def test_certificate_that_is_not_there_is_one_sentence(tmp_path, key):
    server = make_server("x", "https://127.0.0.1:9/", username="a", password="b", **{key: "no.pem"})
    result = Sender(server, Options(timeout=60)).send(read_archive(make_wheel(tmp_path)))
    assert result.outcome == "failed"
    assert "no.pem" in result.sentence
