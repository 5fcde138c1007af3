"""Servers that speak TLS, and whose certificate fits or does not."""

from tests.calling import call_program
from tests.certificates import Authority
from tests.stubs import make_wheel
from tests.stubs import Stub
from tests.stubs import write_pypirc

import contextlib
import json
import pytest


LOGIN = ("username: jo", "password: s3cret")


@pytest.fixture
def stubs(tmp_path):
    """By what is wrong with them; each is a server of .pypirc, and there is a wheel."""
    known, unknown = Authority(tmp_path), Authority(tmp_path, "stranger")
    contexts = {
        "good": known.context(),
        "other": known.context(host="other.example.org"),
        "expired": known.context(days=(-9, -2)),
        "later": known.context(days=(2, 9)),
        "stranger": unknown.context(),
    }
    with contextlib.ExitStack() as stack:
        found = {name: stack.enter_context(Stub(tls=tls)) for name, tls in contexts.items()}
        said = {name: (stub.url, *LOGIN, f"ca_cert: {known.path}") for name, stub in found.items()}
        write_pypirc(tmp_path / ".pypirc", **said)
        make_wheel(tmp_path)
        yield found


@pytest.mark.parametrize("program", ["mupload", "mregister"])
def test_certificate_that_does_not_fit_is_said_for_its_server_alone(tmp_path, stubs, program):
    done = call_program(tmp_path, program, "--json", *tmp_path.glob("*.whl"))
    assert (done.returncode, done.stderr) == (1, "")
    rows = {row["server"]: row for row in json.loads(done.stdout)["results"]}
    assert rows.pop("good")["outcome"] == "done"
    words = {
        "other": "IP address mismatch",
        "expired": "certificate has expired",
        "later": "certificate is not yet valid",
        "stranger": "unable to get local issuer certificate",
    }
    for name, row in rows.items():
        assert row["outcome"] == "failed"
        assert row["sentence"].startswith("Its certificate does not fit: ")
        assert words.pop(name) in row["sentence"]
    assert words == {}
    assert [name for name, stub in stubs.items() if stub.forms or stub.readers] == ["good"]
    assert "s3cret" not in done.stdout


def test_verify_and_second_call_go_through_tls(tmp_path, stubs):
    words = ("--json", "--verify", "-r", "good", *tmp_path.glob("*.whl"))
    outcomes = []
    for _time in range(2):
        done = call_program(tmp_path, "mupload", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        [row] = json.loads(done.stdout)["results"]
        outcomes.append((row["outcome"], row["verified"]))
    assert outcomes == [("done", True), ("already there", True)]


def test_authority_of_the_environment_does_not_replace_that_of_the_file(tmp_path, stubs):
    other = Authority(tmp_path, "environment")
    words = ("-r", "good", *tmp_path.glob("*.whl"))
    done = call_program(tmp_path, "mupload", *words, REQUESTS_CA_BUNDLE=str(other.path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_password_does_not_follow_from_tls_to_plain(tmp_path, stubs):
    with Stub() as plain:
        stubs["good"].pages["/simple/demo/"] = (302, "", {"Location": f"{plain.url}simple/demo/"})
        stubs["good"].pages["/?:action=list_classifiers"] = (302, "", {"Location": plain.url})
        for program in (["mupload", *tmp_path.glob("*.whl")], ["mregister", "--list-classifiers"]):
            call_program(tmp_path, *program, "-r", "good")
    assert set(plain.readers) == {None}
