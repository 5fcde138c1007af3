"""Servers, files and people that do not do what they should, among others that do."""

from collective.dist import program
from collective.dist import sending
from collective.dist.results import Options
from collective.dist.sending import Sender
from collective.dist.servers import make_server
from collective.dist.twine_forms import read_archive
from tests.calling import call_program
from tests.stubs import make_wheel
from tests.stubs import nobody_there
from tests.stubs import Stub
from tests.stubs import write_pypirc

import contextlib
import json
import pytest
import threading
import time


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(sending, "PAUSE", 0.01)


@pytest.fixture
def wheels(tmp_path):
    return [make_wheel(tmp_path, version=f"1.{number}") for number in range(3)]


def rows_of(done):
    found = {}
    for row in json.loads(done.stdout)["results"]:
        found.setdefault(row["server"], []).append((row["outcome"], row["sentence"]))
    return found


def test_each_of_four_fails_in_its_own_way_and_the_fifth_gets_all(tmp_path, wheels):
    words = ("mupload", "--json", "--retry", "1", "--timeout", "5", *wheels)
    with (
        Stub() as good,
        Stub((401, "Who are you? s3", {})) as wrong,
        Stub((403, "Owners only.", {})) as refusing,
        Stub("hang") as hanging,
    ):
        stubs = {"good": good, "wrong": wrong, "refusing": refusing, "hanging": hanging}
        addresses = {name: stub.url for name, stub in stubs.items()}
        pypirc = tmp_path / ".pypirc"
        write_pypirc(pypirc, **addresses, down=nobody_there())
        started = time.monotonic()
        done = call_program(tmp_path, *words)
        assert time.monotonic() - started < 240
        found = rows_of(done)
        assert (done.returncode, done.stderr) == (1, "")
        assert {name: [row[0] for row in rows] for name, rows in found.items()} == {
            "good": ["done"] * 3,
            "wrong": ["refused", "failed", "failed"],
            "refusing": ["refused"] * 3,
            "hanging": ["failed"] * 3,
            "down": ["failed"] * 3,
        }
        assert found["wrong"][0][1] == "401: Who are you? ***"
        assert found["wrong"][1][1].startswith("Not tried any more. 401: ")
        assert found["refusing"][2][1] == "403: Owners only."
        assert "did not answer within 5 seconds" in found["hanging"][0][1]
        assert "can't be reached" in found["down"][0][1]
        assert [len(stubs[name].forms) for name in stubs] == [3, 1, 3, 1]
        # mended by their owners, and called again: only what is missing goes out
        for stub in (wrong, refusing):
            stub.answers = [(200, "OK", {})]
        with Stub() as mended, Stub() as up:
            addresses.update(hanging=mended.url, down=up.url)
            write_pypirc(pypirc, **addresses)
            done = call_program(tmp_path, *words)
            assert done.returncode == 0, done.stdout + done.stderr
            assert [len(stub.sent) for stub in (mended, up)] == [3, 3]
        assert [len(set(stub.sent)) for stub in (good, wrong, refusing)] == [3, 3, 3]
        assert [len(stub.forms) for stub in (good, wrong, refusing)] == [3, 4, 6]


@pytest.mark.parametrize("answer", [(413, "At most 1 MB.", {}), (401, "Who?", {})])
def test_answer_before_the_end_of_a_big_file_is_told(tmp_path, answer):
    path = make_wheel(tmp_path, padding=6_000_000)
    with Stub(answer) as stub:
        stub.hasty = True
        server = make_server("stub", stub.url, username="jo", password="s3cret")
        result = Sender(server, Options(timeout=60)).send(read_archive(path))
    assert (result.outcome, result.sentence) == ("refused", f"{answer[0]}: {answer[1]}")
    assert stub.begun == 1


@pytest.mark.parametrize("change", ["grows", "shrinks", "differs", "vanishes"])
def test_file_that_changes_in_the_middle(tmp_path, change):
    path = make_wheel(tmp_path, padding=1_000_000)
    other = make_wheel(tmp_path, version="2.0")
    archive = read_archive(path)
    old, sent = path.read_bytes(), []

    def told(size):
        if not sent:
            if change == "vanishes":
                path.unlink()
            else:
                with path.open("r+b") as opened:
                    opened.seek(-9, 2)
                    opened.write(b"x" * (900 if change == "grows" else 9))
                    opened.truncate(None if change != "shrinks" else 600_000)
        sent.append(size)

    with Stub() as stub:
        server = make_server("stub", stub.url, username="jo", password="s3cret")
        one = Sender(server, Options(timeout=60, retry=1), told=told)
        result, second = one.send(archive), one.send(read_archive(other))
    assert len(sent) > 2
    # what is open can be read to its end, though its name is gone
    assert result.outcome == ("done" if change == "vanishes" else "failed")
    assert "The file" in result.sentence or change == "vanishes"
    assert second.outcome == "done"
    assert stub.contents_of.get(path.name) == (old if change == "vanishes" else None)


@pytest.mark.parametrize("name", ["notes.txt", "demo-2.0-py3-none-any.whl", "folder", "x.tar.gz"])
def test_file_that_is_no_distribution_is_named_and_nothing_is_sent(tmp_path, wheels, name):
    if name == "folder":
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_bytes(b"nothing")
    with Stub() as stub:
        write_pypirc(tmp_path / ".pypirc", one=stub.url)
        done = call_program(tmp_path, "mupload", *wheels, name)
    assert (done.returncode, done.stdout) == (2, "")
    assert name in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert stub.forms == []


def test_letters_that_a_terminal_has_not_are_no_fault(tmp_path, wheels):
    with Stub((403, "Zutritt nur für Ämter ✋", {})) as stub:
        write_pypirc(tmp_path / ".pypirc", one=stub.url)
        done = call_program(tmp_path, "mupload", *wheels, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (1, "")
    assert "403: Zutritt nur f\\xfcr \\xc4mter" in done.stdout


def test_four_servers_are_served_at_the_same_time(tmp_path):
    files = [str(make_wheel(tmp_path, version=f"1.{number}")) for number in range(10)]
    # none answers before all four have got as many files: one after the other would end here
    meeting = threading.Barrier(4, timeout=300)
    with contextlib.ExitStack() as stack:
        stubs = [stack.enter_context(Stub(wait=meeting.wait)) for _ in range(4)]
        write_pypirc(tmp_path / ".pypirc", **{f"s{n}": stub.url for n, stub in enumerate(stubs)})
        assert program.mupload(["--json", "--retry", "0", *files]) == 0
    assert [len(stub.sent) for stub in stubs] == [10] * 4
