from collective.dist.archives import WatchedFile
from collective.dist.errors import BadArchive
from collective.dist.errors import FileChanged
from collective.dist.results import Options
from collective.dist.sending import Sender
from collective.dist.servers import make_server
from collective.dist.twine_forms import read_archive
from tests.stubs import make_wheel
from tests.stubs import Stub

import base64
import collective.dist.sending as sending
import pytest


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(sending, "PAUSE", 0.01)


def sender(stub, password="s3cret", **said):
    options = {key: said.pop(key) for key in list(said) if hasattr(Options(), key)}
    server = make_server("stub", stub.url, username="jo", password=password, **said)
    return Sender(server, Options(**{"timeout": 60, **options}))


def send(stub, path, **said):
    return sender(stub, **said).send(read_archive(path))


def test_form_is_that_of_twine_with_crlf_and_a_log_in(tmp_path):
    with Stub() as stub:
        result = send(stub, make_wheel(tmp_path), password="pässwörd")
    assert (result.outcome, result.sentence) == ("done", "OK")
    [form] = stub.forms
    assert form[":action"] == "file_upload"
    assert form["content"] == "demo-1.0-py3-none-any.whl"
    assert form["sha256_digest"] == result.sha256
    assert "protcol_version" not in form
    boundary, _, rest = stub.bodies[0].partition(b"\r\n")
    parts = rest.split(b"\r\n" + boundary)
    assert len(parts) > 10
    assert all(part.lstrip(b"\r\n").startswith(b"Content-Disposition") for part in parts[:-1])
    assert all(b"\r\n\r\n" in part for part in parts[:-1])
    login = base64.b64decode(stub.logins[0].split()[1]).decode()
    assert login == "jo:pässwörd"


def test_historic_form_has_the_fields_of_distutils(tmp_path):
    path = make_wheel(tmp_path, **{"Requires-Python": ">=3.9"})
    with Stub() as stub:
        assert send(stub, path, historic=True).outcome == "done"
    [form] = stub.forms
    assert form["protcol_version"] == form["protocol_version"] == "1"
    assert len(form["md5_digest"]) == 32
    assert not {"sha256_digest", "requires_python", "blake2_256_digest"} & set(form)


@pytest.mark.parametrize(
    ("answer", "outcome", "said"),
    [
        ((200, "Created", {}), "done", "Created"),
        ((201, "", {}), "done", ""),
        ((400, "bad\nmetadata\x1b[31m", {}), "refused", "400: bad metadata [31m"),
        ((401, "Who? s3cret", {"WWW-Authenticate": 'Basic realm="pypi"'}), "refused", "Who? ***"),
        ((403, "You may not.", {}), "refused", "403: You may not."),
        ((409, "File already exists", {}), "refused", "409: File already exists"),
        ((413, "Too large", {}), "refused", "413: Too large"),
        ((500, "Oh", {}), "refused", "500: Oh"),
        ((301, "", {"Location": "https://jo:pw@x.org/"}), "refused", "sends us to https://x.org/"),
        (
            (200, "<html><title>Log in</title>", {"Content-Type": "text/html"}),
            "refused",
            "an HTML page (Log in): is this the address for uploads?",
        ),
        (
            (502, "<h1>Bad Gateway</h1>", {"Content-Type": "text/html"}),
            "refused",
            "502: Bad Gateway",
        ),
        ("break", "failed", "broke the connection off"),
        ("hang", "failed", "did not answer within 5 seconds"),
    ],
)
def test_each_answer_has_an_outcome_and_a_sentence(tmp_path, answer, outcome, said):
    with Stub(answer) as stub:
        timeout = 5 if answer == "hang" else 60
        result = send(stub, make_wheel(tmp_path), retry=0, timeout=timeout)
    assert result.outcome == outcome
    assert said in result.sentence
    assert len(stub.forms) == 1


def test_realm_that_is_not_the_one_in_the_file_is_told(tmp_path):
    challenge = {"WWW-Authenticate": 'Basic realm="else"'}
    with Stub((401, "No.", challenge)) as stub:
        result = send(stub, make_wheel(tmp_path), realm="acme")
    assert result.outcome == "failed"
    assert "not 'acme': no password was sent" in result.sentence
    assert stub.logins == [None]


def test_realm_that_fits_gets_the_password(tmp_path):
    challenge = {"WWW-Authenticate": 'Basic realm="acme"'}
    with Stub((401, "No.", challenge), (200, "OK", {})) as stub:
        assert send(stub, make_wheel(tmp_path), realm="acme").outcome == "done"
    assert [bool(login) for login in stub.logins] == [False, True]


def test_server_without_tls_is_told_from_a_wrong_certificate(tmp_path):
    with Stub() as stub:
        stub.url = stub.url.replace("http:", "https:")
        result = send(stub, make_wheel(tmp_path), retry=3)
    assert result.outcome == "failed"
    assert "does not speak TLS" in result.sentence


@pytest.mark.parametrize("passing", [(500, "x", {}), (503, "x", {"Retry-After": "0"}), "break"])
def test_what_may_pass_is_tried_again(tmp_path, passing):
    with Stub(passing, (200, "OK", {})) as stub:
        assert send(stub, make_wheel(tmp_path), retry=1).outcome == "done"
    assert len(stub.forms) == 2


def test_what_arrived_without_an_answer_is_not_sent_twice(tmp_path):
    with Stub("arrives") as stub:
        assert send(stub, make_wheel(tmp_path), retry=3).outcome == "done"
    assert len(stub.forms) == 1


@pytest.mark.parametrize("root", ["simple", "+simple"])
def test_same_bytes_that_are_there_are_not_sent(tmp_path, root):
    path = make_wheel(tmp_path)
    with Stub(root=root) as stub:
        assert send(stub, path).outcome == "done"
        assert send(stub, path).outcome == "already there"
    assert len(stub.forms) == 1


@pytest.mark.parametrize(
    ("skip", "outcome", "posts"), [(False, "refused", 1), (True, "already there", 0)]
)
def test_other_bytes_are_refused_unless_skipped(tmp_path, skip, outcome, posts):
    path = make_wheel(tmp_path)
    with Stub((409, "Other bytes.", {})) as stub:
        stub.files[path.name] = "0" * 64
        assert send(stub, path, skip_existing=skip).outcome == outcome
    assert len(stub.forms) == posts


@pytest.mark.parametrize(
    "answer", [(409, "There.", {}), (400, "File already exists", {}), (403, "already exists", {})]
)
def test_skip_existing_knows_how_servers_say_it(tmp_path, answer):
    with Stub(answer, shows=False) as stub:
        assert send(stub, make_wheel(tmp_path), skip_existing=True).outcome == "already there"


def test_verify_compares_and_tells_what_is_missing(tmp_path):
    path = make_wheel(tmp_path)
    with Stub() as stub:
        assert send(stub, path, verify=True).verified is True
    with Stub(shows=False) as stub:
        result = send(stub, path, verify=True)
    assert result.verified is False
    assert not result.is_good
    assert "does not show" in result.sentence


def test_after_a_wrong_password_nothing_more_is_tried(tmp_path):
    with Stub((401, "No.", {})) as stub:
        one = sender(stub)
        paths = [make_wheel(tmp_path, version=version) for version in ("1.0", "2.0")]
        found = [one.send(read_archive(path)).outcome for path in paths]
    assert found == ["refused", "failed"]
    assert len(stub.forms) == 1


@pytest.mark.parametrize("change", ["grows", "shrinks", "differs", "vanishes"])
def test_file_that_changes_never_arrives(tmp_path, change):
    path = make_wheel(tmp_path)
    archive, old = read_archive(path), path.read_bytes()
    new = {"grows": old + b"x", "shrinks": old[:-1], "differs": old[:-1] + b"x"}
    if change == "vanishes":
        path.unlink()
    else:
        path.write_bytes(new[change])
    with Stub() as stub:
        result = sender(stub).send(archive)
    assert result.outcome == "failed"
    assert stub.files == {}


def test_watched_file_stops_when_told(tmp_path):
    archive = read_archive(make_wheel(tmp_path))
    one = sender(type("Nowhere", (), {"url": "http://127.0.0.1:9/"}))
    one.stop.set()
    assert one.send(archive).outcome == "stopped"
    archive.path.unlink()
    with pytest.raises(FileChanged):
        WatchedFile(archive, len, one.stop.is_set)


@pytest.mark.parametrize(
    "name", ["x.txt", "demo-1.0.tar.gz", "demo-1.0.zip", "a-1-py3-none-any.whl"]
)
def test_no_distribution_is_one_sentence(tmp_path, name):
    (tmp_path / name).write_bytes(b"nothing")
    with pytest.raises(BadArchive, match=name):
        read_archive(tmp_path / name)


def test_register_sends_what_is_of_the_release(tmp_path):
    with Stub() as stub:
        one = sender(stub)
        assert one.register(read_archive(make_wheel(tmp_path))).outcome == "done"
    [form] = stub.forms
    assert (form[":action"], form["name"], form["version"]) == ("submit", "demo", "1.0")
    assert not {"content", "filetype", "sha256_digest"} & set(form)
