"""The programs as people call them."""

from collective.dist import program
from collective.dist import sending
from tests.stubs import make_wheel
from tests.stubs import nobody_there
from tests.stubs import Stub
from tests.stubs import write_pypirc

import json
import os
import pytest
import re
import signal
import threading
import time


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(sending, "PAUSE", 0.01)


def call(capsys, name, *words):
    """Return (exit status, what was written, what was said of faults)."""
    status = getattr(program, name)([str(word) for word in words])
    said = capsys.readouterr()
    return status, said.out, said.err


def outcomes(text):
    found = {}
    for row in json.loads(text)["results"]:
        found.setdefault(row["server"], []).append(row["outcome"])
    return found


def test_all_to_all_and_a_second_call_sends_nothing(tmp_path, capsys):
    files = [make_wheel(tmp_path, version=version) for version in ("1.0", "1.1")]
    with Stub() as one, Stub() as two:
        write_pypirc(tmp_path / ".pypirc", one=one.url, two=two.url)
        status, text, _said = call(capsys, "mupload", "--json", "--verify", *files)
        assert (status, outcomes(text)) == (0, {"one": ["done"] * 2, "two": ["done"] * 2})
        status, text, _said = call(capsys, "mupload", "--json", *files)
        assert status == 0
        assert outcomes(text) == {"one": ["already there"] * 2, "two": ["already there"] * 2}
        assert len(one.sent) == len(two.sent) == 2


def test_what_fails_for_one_server_is_done_for_the_others(tmp_path, capsys):
    wheel = make_wheel(tmp_path)
    with (
        Stub() as good,
        Stub((403, "Not you.", {})) as refusing,
        Stub((500, "<html><h1>Oops</h1></html>", {"Content-Type": "text/html"})) as broken,
        Stub((302, "", {"Location": "http://example.org/"})) as elsewhere,
        Stub("hang") as hanging,
    ):
        servers = {"good": good, "no": refusing, "broken": broken, "away": elsewhere}
        addresses = {name: stub.url for name, stub in servers.items()}
        addresses |= {"hangs": hanging.url, "down": nobody_there()}
        write_pypirc(tmp_path / ".pypirc", **addresses)
        words = ("--json", "--retry", "0", "--timeout", "5", wheel)
        status, text, _said = call(capsys, "mupload", *words)
        found = {row["server"]: row for row in json.loads(text)["results"]}
        assert status == 1
        assert {name: row["outcome"] for name, row in found.items()} == {
            "good": "done",
            "no": "refused",
            "broken": "refused",
            "away": "refused",
            "hangs": "failed",
            "down": "failed",
        }
        assert "Not you." in found["no"]["sentence"]
        assert "<h1>" not in found["broken"]["sentence"]
        assert "s3" not in re.sub("[0-9a-f]{64}", "", text)


def test_table_for_people(tmp_path, capsys):
    with Stub() as one, Stub((400, "The name is taken.", {})) as two:
        write_pypirc(tmp_path / ".pypirc", one=one.url, two=two.url)
        status, text, _said = call(capsys, "mupload", make_wheel(tmp_path))
    assert status == 1
    assert "done" in text
    assert "The name is taken." in text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["none-*.whl"], "none-"),
        (["-r", "nobody", "demo-1.0-py3-none-any.whl"], "nobody"),
        (["--config-file", "none.cfg", "demo-1.0-py3-none-any.whl"], "none.cfg"),
        (["notes.txt"], "notes.txt"),
    ],
)
def test_what_can_not_be_done_is_one_sentence(tmp_path, capsys, monkeypatch, words, sentence):
    monkeypatch.chdir(tmp_path)
    make_wheel(tmp_path)
    (tmp_path / "notes.txt").write_text("Nothing to install.\n")
    with Stub() as stub:
        write_pypirc(tmp_path / ".pypirc", one=stub.url)
        status, text, said = call(capsys, "mupload", *words)
    assert status == 2
    assert text == ""
    assert sentence in said
    assert len(said.strip().splitlines()) == 1
    assert stub.sent == []


def test_same_file_in_two_words_is_one(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = make_wheel(tmp_path)
    with Stub() as stub:
        write_pypirc(tmp_path / ".pypirc", one=stub.url)
        assert call(capsys, "mupload", path, path.name, "*.whl")[0] == 0
    assert stub.sent == [path.name]


def test_one_server_by_its_address(tmp_path, capsys):
    with Stub() as one, Stub() as two:
        write_pypirc(tmp_path / ".pypirc", one=one.url, two=two.url)
        status, _text, _said = call(capsys, "mupload", "-r", two.url, make_wheel(tmp_path))
    assert (status, one.sent, len(two.sent)) == (0, [], 1)


def test_register_sends_metadata_once_a_release(tmp_path, capsys):
    files = [make_wheel(tmp_path, Summary="What"), make_wheel(tmp_path, version="2.0")]
    with Stub() as stub:
        write_pypirc(tmp_path / ".pypirc", one=stub.url)
        status, _text, _said = call(capsys, "mregister", *files)
    assert status == 0
    assert [form[":action"] for form in stub.forms] == ["submit", "submit"]


def test_login_that_worked_is_stored_and_another_is_not(tmp_path, capsys, monkeypatch):
    wheel = make_wheel(tmp_path)
    for name in ("GOOD", "BAD"):
        monkeypatch.setenv(f"MUPLOAD_{name}_USERNAME", "jo")
        monkeypatch.setenv(f"MUPLOAD_{name}_PASSWORD", f"{name} s3cret")
    with Stub() as good, Stub((401, "No.", {})) as bad:
        said = {"good": (good.url,), "bad": (bad.url,)}
        pypirc = write_pypirc(tmp_path / ".pypirc", **said)
        pypirc.chmod(0o644)
        status, text, told = call(capsys, "mupload", "--store-login", wheel)
        assert status == 1
        monkeypatch.delenv("MUPLOAD_GOOD_USERNAME")
        monkeypatch.delenv("MUPLOAD_GOOD_PASSWORD")
        assert call(capsys, "mupload", "-r", "good", "--no-input", wheel)[0] == 0
    assert set(good.readers) == set(good.logins)
    stored = pypirc.read_text()
    assert ("GOOD s3cret" in stored, "BAD s3cret" in stored) == (True, False)
    assert pypirc.stat().st_mode & 0o777 == 0o600
    assert "s3cret" not in text + told


def test_login_at_an_address_has_no_section_to_be_stored_in(tmp_path, capsys, monkeypatch):
    with Stub() as stub:
        address = stub.url.replace("://", "://jo:s3cret@")
        words = ("--store-login", "-r", address, make_wheel(tmp_path))
        status, text, told = call(capsys, "mupload", *words)
    assert (status, len(stub.sent)) == (2, 1)
    assert told == f"{stub.url} can't be the name of a section in {tmp_path / '.pypirc'}.\n"
    assert "s3cret" not in text + told


def test_classifiers_of_one_server_are_bare_lines(tmp_path, capsys):
    names = [f"Topic :: {'x' * 90} {number}" for number in range(1500)]
    with Stub() as stub:
        stub.pages["/?:action=list_classifiers"] = (200, "\n".join(names), {})
        write_pypirc(tmp_path / ".pypirc", one=(stub.url, "realm: x", "username: a", "password: b"))
        status, text, said = call(capsys, "mregister", "--list-classifiers")
    assert (status, text.splitlines(), said) == (0, names, "")
    # who is of another realm gets no password for a list that anybody may have
    assert stub.readers == [None]


def test_ctrl_c_stops_what_has_not_begun(tmp_path, capsys):
    # far more than are sent until the signal is heard
    files = [make_wheel(tmp_path, version=f"1.{number}") for number in range(100)]

    def interrupt():
        while not stub.forms:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    with Stub(wait=lambda: time.sleep(0.3)) as stub:
        write_pypirc(tmp_path / ".pypirc", one=stub.url)
        threading.Thread(target=interrupt, daemon=True).start()
        status, text, _said = call(capsys, "mupload", "--json", *files)
    assert status == 130
    assert len(stub.sent) < len(files)
    assert len(stub.sent) == len(set(stub.sent))
    assert outcomes(text)["one"].count("done") == len(stub.files)


def test_program_without_a_name(capsys):
    assert program.main([]) == 2
    assert "mupload" in capsys.readouterr().err
