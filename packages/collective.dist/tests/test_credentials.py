"""Where a login comes from, and that each server is asked for once."""

from collective.dist import credentials
from collective.dist.servers import make_server

import getpass
import io
import keyring
import keyring.errors
import logging
import pytest
import sys


URL = "https://psc.example.com/software"


def complete(environ=(), ask=False, names=("company",), **said):
    servers = [make_server(name, f"{URL}/{name}", **said) for name in names]
    return credentials.complete(servers, dict(environ), ask)


def login(*words, **said):
    [server] = complete(*words, **said)[0]
    return server.username, server.password


@pytest.fixture
def ring(monkeypatch):
    kept = {(f"{URL}/company", "owen"): "from the ring"}
    monkeypatch.setattr(keyring, "get_password", lambda url, name: kept.get((url, name)))


@pytest.fixture
def asked(monkeypatch):
    """Somebody who types; the questions that were put."""
    questions = []
    monkeypatch.setattr(sys, "stdin", io.StringIO("owen\nowen\n"))
    monkeypatch.setattr(getpass, "getpass", lambda text: questions.append(text) or "typed")
    return questions


OWN = {"MUPLOAD_COMPANY_USERNAME": "ann", "MUPLOAD_COMPANY_PASSWORD": "own"}
TWINES = {"TWINE_USERNAME": "tim", "TWINE_PASSWORD": "twine"}


@pytest.mark.parametrize(
    ("environ", "said", "expected"),
    [
        (OWN, {"username": "owen", "password": "file"}, ("ann", "own")),
        ({}, {"username": "owen", "password": "file"}, ("owen", "file")),
        ({}, {"username": "owen"}, ("owen", "from the ring")),
        (TWINES, {}, ("tim", "twine")),
        (TWINES, {"username": "owen", "password": "file"}, ("tim", "twine")),
        ({"TWINE_PASSWORD": "twine"}, {"username": "owen"}, ("owen", "twine")),
        # two halves of different pairs are no login
        ({"MUPLOAD_COMPANY_USERNAME": "owen", **TWINES}, {}, ("owen", "from the ring")),
        # somebody else's password is not sent with this name
        (
            {"MUPLOAD_COMPANY_USERNAME": "owen"},
            {"username": "x", "password": "y"},
            ("owen", "from the ring"),
        ),
    ],
)
def test_environment_then_file_then_keyring(ring, environ, said, expected):
    assert login(environ, **said) == expected


def test_variables_of_twine_go_to_no_server_when_there_are_two():
    able, unable = complete(TWINES, names=("company", "customer"))
    assert able == []
    assert set(unable) == {"company", "customer"}
    assert "MUPLOAD_CUSTOMER_USERNAME" in unable["customer"]


def test_each_server_is_asked_for_once(asked):
    able, _unable = complete(ask=True, names=("company", "customer"))
    assert [(server.username, server.password) for server in able] == [("owen", "typed")] * 2
    assert [text.rpartition(" ")[0] for text in asked] == [
        "Password of owen for company:",
        "Password of owen for customer:",
    ]


def test_end_of_input_is_one_sentence(asked, monkeypatch):
    def end(text):
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", end)
    able, unable = complete(ask=True)
    assert able == []
    assert "No password" in unable["company"]


def test_variable_of_two_servers_is_for_neither():
    names = ("my-company", "my.company", "customer")
    environ = {f"MUPLOAD_{name}_PASSWORD": "own" for name in ("MY_COMPANY", "CUSTOMER")}
    able, unable = complete(environ, names=names, username="owen")
    assert [server.name for server in able] == ["customer"]
    assert "MUPLOAD_MY_COMPANY_PASSWORD may be meant" in unable["my-company"]


def test_nobody_there_is_one_sentence_for_that_server_alone():
    able, unable = complete(OWN, names=("company", "customer"))
    assert [server.name for server in able] == ["company"]
    assert list(unable) == ["customer"]


@pytest.mark.parametrize("fault", [keyring.errors.KeyringLocked, OSError, ValueError])
def test_keyring_that_fails_is_none(monkeypatch, caplog, fault):
    def fail(url, name):
        raise fault("s3cret")

    monkeypatch.setattr(keyring, "get_password", fail)
    monkeypatch.setattr(keyring, "get_credential", fail)
    caplog.set_level(logging.DEBUG)
    assert complete(username="owen")[0] == []
    assert complete()[0] == []
    assert "s3cret" not in caplog.text
