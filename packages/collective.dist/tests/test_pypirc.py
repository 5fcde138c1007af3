from collective.dist.errors import DistError
from collective.dist.pypirc import choose_servers
from collective.dist.pypirc import read_servers
from collective.dist.pypirc_writing import store_login
from collective.dist.servers import make_server
from collective.dist.servers import PYPI
from twine.utils import get_repository_from_config

import os
import pytest
import random
import stat


NEW = """\
[distutils]
index-servers =
    pypi
    company

[pypi]
username: jo
password: a%b#c

[company]
repository: https://psc.example.com/software
username: owen
password: very secret
realm: acme
"""
OLD = "[server-login]\nusername: jo\npassword: old\n"
LATE = "repository:https://other.example.org/\nusername:mine\npassword:mine\n"


def written(folder, text):
    path = folder / ".pypirc"
    path.write_text(text, encoding="utf-8")
    return path


def test_new_form_in_its_order(tmp_path):
    pypi, company = read_servers(written(tmp_path, NEW)).values()
    assert (pypi.url, pypi.username, pypi.password) == (PYPI, "jo", "a%b#c")
    assert (company.name, company.realm, company.password) == ("company", "acme", "very secret")


@pytest.mark.parametrize(
    "text", [OLD, "[distutils]\nindex-servers =\n" + OLD, OLD.replace("server-login", "pypi")]
)
def test_old_form_and_empty_list_are_pypi(tmp_path, text):
    [server] = read_servers(written(tmp_path, text)).values()
    assert (server.name, server.url, server.password) == ("pypi", PYPI, "old")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NEW + "[company]\nusername: x\n", "a second section [company]"),
        (NEW + "realm: again\n", "says realm a second time"),
        (NEW.replace("[company]", "[customer]"), "no section [company]"),
        (NEW.replace("    pypi", "    company"), "twice"),
        ("password: secret\n", "no section above it"),
        (NEW + "secret\n", "neither a section nor a setting"),
        (NEW.replace("https://", "ftp://owen:secret@"), "no address that begins with"),
        (NEW.replace("/software", "/software?a=secret#b"), "must have no ?"),
        (NEW + "protocol: 3\n", "protocol is historic"),
    ],
)
def test_faults_are_one_sentence_without_a_password(tmp_path, text, said):
    with pytest.raises(DistError) as raised:
        read_servers(written(tmp_path, text))
    sentence = str(raised.value)
    assert said in sentence
    assert "\n" not in sentence
    assert "very secret" not in sentence
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ([], ["pypi", "company"]),
        (["company"], ["company"]),
        (["https://psc.example.com/software/"], ["company"]),
        (["company", "https://psc.example.com/software"], ["company"]),
        (["testpypi", "company"], ["testpypi", "company"]),
        (["https://new.example.org/"], ["https://new.example.org/"]),
    ],
)
def test_servers_are_chosen_by_name_or_address(tmp_path, words, names):
    found = choose_servers(written(tmp_path, NEW), words)
    assert [server.name for server in found] == names


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [(NEW, ["nowhere"], "nowhere not found in"), ("", [], "names no server")],
)
def test_unknown_servers_are_one_sentence(tmp_path, text, words, said):
    with pytest.raises(DistError, match=said):
        choose_servers(written(tmp_path, text), words)


def test_missing_file_knows_no_server(tmp_path):
    with pytest.raises(DistError, match="names no server"):
        choose_servers(tmp_path / "none")


def test_password_is_in_no_text_of_a_server():
    server = make_server("x", "https://jo:s3cret@example.org/up")
    assert (server.url, server.username, server.password) == (
        "https://example.org/up",
        "jo",
        "s3cret",
    )
    assert "s3cret" not in repr(server)


@pytest.mark.parametrize("text", ["", NEW, OLD, NEW + "\n# end\n[unlisted]\n" + LATE])
def test_stored_login_is_read_again_by_us_and_by_twine(tmp_path, text):
    path = written(tmp_path, text)
    new = make_server("psc", "https://psc.example.net/x", username="ann", password="p%w # ;x")
    before = read_servers(path)
    store_login(path, new)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_servers(path)["psc"] == new
    assert {name: read_servers(path)[name] for name in before} == before
    config = get_repository_from_config(str(path), "psc")
    assert (config["repository"], config["password"]) == (new.url, new.password)
    assert "# end" not in text or "# end" in path.read_text()


def test_stored_login_replaces_the_one_that_was_there(tmp_path):
    path = written(tmp_path, NEW)
    store_login(
        path, make_server("company", "https://psc.example.com/y", username="z", password="n")
    )
    server = read_servers(path)["company"]
    assert (server.url, server.username, server.password) == ("https://psc.example.com/y", "z", "n")
    assert server.realm == "acme"


@pytest.mark.parametrize("mask", [0o000, 0o077, 0o777])
def test_stored_login_is_for_its_owner_alone_whatever_the_umask(tmp_path, mask):
    path = written(tmp_path, NEW)
    path.chmod(0o666)
    old = os.umask(mask)
    try:
        store_login(path, make_server("n", "https://x.org/", username="a", password="b"))
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [".pypirc"]


def test_link_to_the_file_stays_a_link(tmp_path):
    kept = written(tmp_path, NEW).rename(tmp_path / "kept")
    path = tmp_path / ".pypirc"
    path.symlink_to(kept)
    store_login(path, make_server("n", "https://x.org/", username="a", password="b"))
    assert path.is_symlink()
    assert read_servers(kept)["n"].password == "b"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_password_comes_back_and_leaves_the_others(tmp_path, end):
    """Of letters that mean something to one reader or another."""
    letters = "ab %$#;:=[]'\"\\\t\x0b\x0c\x1c\x85\u2028é"
    chosen = random.Random(7)
    path = written(tmp_path, NEW.replace("\n", end))
    kept = {}
    for number in range(40):
        password = "".join(chosen.choices(letters, k=12)).strip()
        kept[f"s{number}"] = server = make_server(
            f"s{number}", f"https://x.org/{number}", username="é", password=password
        )
        store_login(path, server)
    found = read_servers(path)
    assert {name: found[name] for name in kept} == kept
    assert found["company"].password == "very secret"
    for name, server in kept.items():
        assert get_repository_from_config(str(path), name)["password"] == server.password


def test_login_that_would_change_another_is_not_stored(tmp_path):
    text = NEW + "[old]\nusername: x\npassword: a\n  b\n"
    path = written(tmp_path, text)
    with pytest.raises(DistError, match="can't hold"):
        store_login(path, make_server("old", "https://x.org/", username="a", password="b"))
    assert path.read_text() == text


@pytest.mark.parametrize("password", [" x", "x\ny"])
def test_login_that_the_file_can_not_hold_changes_nothing(tmp_path, password):
    path = written(tmp_path, NEW)
    with pytest.raises(DistError, match="can't hold"):
        store_login(path, make_server("n", "https://x.org/", username="a", password=password))
    assert path.read_text() == NEW
