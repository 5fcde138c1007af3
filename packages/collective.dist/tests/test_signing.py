"""Signatures by a real gpg, with keys of its own."""

from collective.dist import program
from collective.dist.errors import BadArchive
from collective.dist.signing import sign
from pathlib import Path
from tests.stubs import make_wheel
from tests.stubs import Stub
from tests.stubs import write_pypirc

import json
import pytest
import shutil
import subprocess
import tempfile


def gpg(*words):
    command = ["gpg", "--batch", "--status-fd", "1", "--pinentry-mode", "loopback", *words]
    return subprocess.run(
        [*map(str, command)], capture_output=True, text=True, check=True, timeout=600
    ).stdout


@pytest.fixture
def keys(monkeypatch):
    """A key ring with two keys: their fingerprints, the default one first."""
    if not shutil.which("gpg"):
        pytest.skip("there is no gpg")
    # not in tmp_path: the path of the agent's socket must be short
    with tempfile.TemporaryDirectory(prefix="gpg") as home:
        Path(home).chmod(0o700)
        monkeypatch.setenv("GNUPGHOME", home)
        found = []
        for user in ("jo@example.org", "ann@example.org"):
            words = ("--passphrase", "", "--quick-generate-key", user, "ed25519", "sign", "never")
            told = gpg(*words)
            found.append(told.split("KEY_CREATED P ")[1].split()[0])
        yield found
        subprocess.run(["gpgconf", "--kill", "all"], check=True, timeout=600)


def signer(folder, path, signature):
    """The fingerprint of the key that made a signature, which must fit."""
    detached = folder / "sent.asc"
    detached.write_text(signature)
    told = gpg("--verify", detached, path)
    return told.split("VALIDSIG ")[1].split()[0]


@pytest.mark.parametrize(("words", "key"), [([], 0), (["--identity", "ann@example.org"], 1)])
def test_signature_goes_along_and_is_made_anew_each_time(tmp_path, capfd, keys, words, key):
    path = make_wheel(tmp_path)
    # of an earlier build
    path.with_name(f"{path.name}.asc").write_text("stale")
    for _time in range(2):
        with Stub() as stub:
            write_pypirc(tmp_path / ".pypirc", one=stub.url)
            files = [str(path), f"{path}.asc"]
            assert program.mupload(["--json", "--sign", *words, *files]) == 0
        # nothing else is written between
        assert json.loads(capfd.readouterr().out)["failed"] == 0
        [form] = stub.forms
        assert form["gpg_signature"] == f"{path.name}.asc"
        assert signer(tmp_path, path, stub.contents["gpg_signature"].decode()) == keys[key]


def test_signature_that_is_named_goes_along(tmp_path, keys):
    path = make_wheel(tmp_path)
    signature = sign(path, None)
    with Stub() as stub:
        write_pypirc(tmp_path / ".pypirc", one=stub.url)
        assert program.mupload([str(path), str(signature)]) == 0
    assert stub.contents["gpg_signature"] == signature.read_bytes()


def test_unknown_key_is_one_sentence_and_nothing_is_sent(tmp_path, capfd, keys):
    path = make_wheel(tmp_path)
    with Stub() as stub:
        write_pypirc(tmp_path / ".pypirc", one=stub.url)
        assert program.mupload(["--sign", "--identity", "nobody", str(path)]) == 2
    said = capfd.readouterr().err
    assert said.startswith(f"{path.name} can't be signed: ")
    assert len(said.splitlines()) == 1
    assert stub.forms == []


def test_no_gpg_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadArchive, match="there is no gpg"):
        sign(make_wheel(tmp_path), None)
