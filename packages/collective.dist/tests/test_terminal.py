"""At a real terminal: questions, bars, and Ctrl-C."""

from tests.calling import call_program
from tests.stubs import make_wheel
from tests.stubs import Stub
from tests.stubs import write_pypirc
from tests.terminal import Terminal

import base64
import json
import pytest
import re
import time


def login(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.fixture
def wheels(tmp_path):
    return [make_wheel(tmp_path, version=f"1.{number}") for number in range(3)]


def test_each_server_is_asked_for_once_and_nothing_typed_is_shown(tmp_path, wheels):
    with Stub() as one, Stub() as two, Stub() as three:
        write_pypirc(
            tmp_path / ".pypirc",
            one=(one.url, "username: jo"),
            two=(two.url,),
            three=(three.url, "username: ann", "password: written"),
        )
        with Terminal(tmp_path, "mupload", *wheels) as terminal:
            terminal.wait_for("Password of jo for one: ")
            terminal.type("fïrst s3cret\n")
            terminal.wait_for("User name for two")
            terminal.type("kim\n")
            terminal.wait_for("Password of kim for two: ")
            terminal.type("second\n")
            assert terminal.end() == 0, terminal.text
            text = terminal.text
    assert (text.count("Password of"), text.count("User name for")) == (2, 1)
    assert "s3cret" not in text
    assert "second" not in text
    assert set(one.logins) == {login("jo", "fïrst s3cret")}
    assert set(two.logins) == {login("kim", "second")}
    assert set(three.logins) == {login("ann", "written")}
    assert [len(stub.sent) for stub in (one, two, three)] == [3, 3, 3]


def test_no_answer_is_one_sentence_and_the_others_are_served(tmp_path, wheels):
    with Stub() as one, Stub() as two:
        write_pypirc(tmp_path / ".pypirc", one=(one.url, "username: jo"), two=two.url)
        with Terminal(tmp_path, "mupload", *wheels) as terminal:
            terminal.wait_for("Password of jo for one: ")
            terminal.type("\x04")
            assert terminal.end() == 1
            assert "Traceback" not in terminal.text
            assert "MUPLOAD_ONE_PASSWORD" in terminal.text
    assert (len(one.sent), len(two.sent)) == (0, 3)


def test_login_that_was_typed_serves_the_commands_after_it(tmp_path):
    project = tmp_path / "project"
    project.mkdir()
    setup = "from setuptools import setup\nsetup(name='demo', version='1.0', py_modules=['demo'])\n"
    (project / "setup.py").write_text(setup)
    (project / "demo.py").write_text("")
    with Stub() as stub:
        write_pypirc(tmp_path / ".pypirc", one=stub.url, asked=(stub.url + "x/",))
        words = ["--command-packages=collective.dist.commands", "mregister", "sdist", "mupload"]
        with Terminal(tmp_path, "setup.py", *words, cwd=project) as terminal:
            terminal.wait_for("User name for asked")
            terminal.type("kim\n")
            terminal.wait_for("Password of kim for asked: ")
            terminal.type("typed s3cret\n")
            assert terminal.end() == 0, terminal.text
            text = terminal.text
    assert (text.count("Password of"), text.count("User name for")) == (1, 1)
    assert "s3cret" not in text
    assert stub.logins.count(login("kim", "typed s3cret")) == 2


def test_ctrl_c_at_a_question_sends_nothing(tmp_path, wheels):
    with Stub() as one, Stub() as two:
        write_pypirc(tmp_path / ".pypirc", one=(one.url, "username: jo"), two=two.url)
        with Terminal(tmp_path, "mupload", *wheels) as terminal:
            terminal.wait_for("Password of jo for one: ")
            terminal.type("\x03")
            assert terminal.end() == 130
            assert terminal.text.strip().endswith("Interrupted.")
            assert "Traceback" not in terminal.text
    assert one.forms == two.forms == []


def test_ctrl_c_in_the_middle_tells_what_became_of_each_file(tmp_path, wheels):
    with Stub() as quick, Stub("hang") as hanging:
        write_pypirc(tmp_path / ".pypirc", quick=quick.url, hanging=hanging.url)
        with Terminal(tmp_path, "mupload", *wheels) as terminal:
            # the program hangs up when it has kept what became of the last file
            terminal.wait(lambda: len(quick.files) == 3 and not quick.connections, "upload")
            terminal.wait(lambda: hanging.forms, "upload")
            started = time.monotonic()
            terminal.type("\x03")
            # and once more, of somebody who does not wait
            terminal.wait_for("^C")
            terminal.type("\x03")
            assert terminal.end() == 130
            assert time.monotonic() - started < 240
            rows = re.findall(r"^(\w+) +demo-1\.(\d)\S+ +(\w+)", terminal.text, re.MULTILINE)
            assert "Traceback" not in terminal.text
    assert [row[2] for row in rows if row[0] == "quick"] == ["done"] * 3
    assert [row[2] for row in rows if row[0] == "hanging"] == ["stopped"] * 3
    assert "not known whether it arrived" in terminal.text
    assert len(hanging.forms) == 1
    with Stub() as mended:
        # the second call sends what is missing
        write_pypirc(tmp_path / ".pypirc", quick=quick.url, hanging=mended.url)
        call_program(tmp_path, "mupload", "-r", "hanging", *wheels)
    assert len(mended.sent) == 3


@pytest.mark.parametrize("columns", [30, 40, 100])
def test_bar_of_each_server(tmp_path, columns):
    files = [make_wheel(tmp_path, version=f"1.{number}") for number in range(100)]
    with Stub() as one, Stub() as two, Stub((403, "Not you.", {})) as three:
        names = ("one", "packages.of-a-long-name.example.org", "three")
        servers = dict(zip(names, (one.url, two.url, three.url)))
        write_pypirc(tmp_path / ".pypirc", **servers)
        with Terminal(tmp_path, "mupload", *files, columns=columns) as terminal:
            assert terminal.end() == 1
    # the last ones that were painted, a line each
    lines = [line for line in terminal.text.splitlines() if "━" in line][-3:]
    assert [line[:8] for line in lines] == ["one     ", "packages", "three   "]
    assert all(re.search("…? +━+ 100%", line) for line in lines)
    assert ["kB" in line for line in lines] == [columns == 100] * 3
    assert "refused" in terminal.text
    assert max(map(len, re.split("[\r\n]", terminal.text))) <= columns
    assert [len(stub.sent) for stub in (one, two, three)] == [100] * 3


def test_without_a_terminal_there_are_no_bars(tmp_path, wheels):
    with Stub() as stub:
        write_pypirc(tmp_path / ".pypirc", one=stub.url)
        done = call_program(tmp_path, "mupload", *wheels)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert len(done.stdout.splitlines()) == 4


def test_json_at_a_terminal_is_still_json(tmp_path, wheels):
    with Stub() as stub:
        write_pypirc(tmp_path / ".pypirc", one=stub.url)
        with Terminal(tmp_path, "mupload", "--json", *wheels) as terminal:
            assert terminal.end() == 0
            text = terminal.text
    assert json.loads(text[text.index("{\n") :])["failed"] == 0
