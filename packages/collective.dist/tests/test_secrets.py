"""A password goes to its own server alone, and into no text."""

from collective.dist import sending
from collective.dist.answers import hide
from collective.dist.errors import DistError
from collective.dist.pypirc import choose_servers
from collective.dist.results import Options
from collective.dist.sending import Sender
from collective.dist.servers import make_server
from collective.dist.twine_forms import read_archive
from tests.stubs import make_wheel
from tests.stubs import Stub

import base64
import html
import json
import pytest
import urllib.parse


HTML = {"Content-Type": "text/html"}
SECRET = 'p<"ä&ss/w%rd'


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(sending, "PAUSE", 0.01)


def send(stub, path, **said):
    server = make_server("stub", stub.url, username="jo", password=SECRET, **said)
    return Sender(server, Options(timeout=60, retry=0, verify=True)).send(read_archive(path))


def test_file_at_another_server_is_fetched_without_the_password(tmp_path):
    path = make_wheel(tmp_path)
    with Stub() as stub, Stub() as other:
        link = f'<a href="{other.url}{path.name}">{path.name}</a>'
        stub.pages["/simple/demo/"] = (200, link, HTML)
        send(stub, path)
    assert other.readers
    assert set(other.readers) == {None}
    assert None not in stub.readers


def test_redirected_reader_takes_no_password_along(tmp_path):
    with Stub() as stub, Stub() as other:
        stub.pages["/simple/demo/"] = (302, "", {"Location": f"{other.url}simple/demo/"})
        send(stub, make_wheel(tmp_path))
    assert other.readers
    assert set(other.readers) == {None}


def test_index_of_the_file_of_servers_gets_it(tmp_path):
    with Stub() as stub, Stub() as other:
        send(stub, make_wheel(tmp_path), index=f"{other.url}simple/")
    assert other.readers
    assert None not in other.readers


def test_netrc_is_not_asked(tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login jo password netrc\n")
    (tmp_path / ".netrc").chmod(0o600)
    with Stub() as stub, Stub() as other:
        stub.pages["/simple/demo/"] = (302, "", {"Location": f"{other.url}simple/demo/"})
        send(stub, make_wheel(tmp_path))
    assert set(other.readers) == {None}


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        html.escape(SECRET),
        json.dumps({"password": SECRET}),
        json.dumps({"password": SECRET}, ensure_ascii=False),
        repr(f"jo'{SECRET}"),
        "password=" + urllib.parse.quote(SECRET, safe=""),
        "Authorization: Basic " + base64.b64encode(f"jo:{SECRET}".encode()).decode(),
    ],
)
def test_server_that_says_the_password_is_not_repeated(written):
    server = make_server("x", "https://example.org/", username="jo", password=SECRET)
    hidden = hide(f"You sent {written}, no.", server)
    assert "***" in hidden
    for part in (SECRET, SECRET[4:], SECRET[-4:], written.split()[-1]):
        assert part not in hidden


@pytest.mark.parametrize(
    "address",
    [
        "ftp://jo:s3cret@example.org/",
        "https://jo:s3cret#x@example.org/",
        "https://jo:s3cret/x@example.org/",
        "https://jo:1#s3cret@example.org/",
        "https://jo:1?s3cret@example.org/",
        "https://jo:s3cret@example.org/?a=b",
        "https://jo:s3cret@[::1/",
        "https:/jo:s3cret@example.org/",
        "jo:s3cret@example.org",
    ],
)
def test_address_that_is_none_is_refused_without_its_password(tmp_path, address):
    pypirc = tmp_path / ".pypirc"
    with pytest.raises(DistError) as raised:
        choose_servers(pypirc, [address])
    assert "s3cret" not in str(raised.value)
    pypirc.write_text(f"[distutils]\nindex-servers = x\n\n[x]\nrepository = {address}\n")
    with pytest.raises(DistError) as raised:
        choose_servers(pypirc)
    assert "s3cret" not in str(raised.value)


def test_index_with_a_login_is_refused():
    with pytest.raises(DistError, match="no user") as raised:
        make_server("x", "https://example.org/", index="https://jo:s3cret@example.org/simple/")
    assert "s3cret" not in str(raised.value)
