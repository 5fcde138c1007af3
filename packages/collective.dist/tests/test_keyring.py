"""A real keyring, of its own, filled by keyring's program as twine's users do it."""

from tests.calling import call_program
from tests.calling import environment
from tests.stubs import make_wheel
from tests.stubs import Stub
from tests.stubs import write_pypirc

import base64
import pytest
import subprocess
import sys


@pytest.fixture
def ring(tmp_path):
    """What names the keyring."""
    return {
        "PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring",
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }


def keep(home, ring, url, user, password):
    command = [sys.executable, "-m", "keyring", "set", url, user]
    subprocess.run(
        command, env=environment(home, **ring), input=password, text=True, check=True, timeout=600
    )


def test_each_server_gets_its_own_password_of_the_keyring(tmp_path, ring):
    wheel = make_wheel(tmp_path)
    with Stub() as one, Stub() as two, Stub() as three:
        for stub, password in ((one, "first s3cret"), (two, "sécond s3cret")):
            keep(tmp_path, ring, stub.url, "jo", password)
        said = {"one": one.url, "two": two.url, "three": three.url}
        said = {name: (url, "username: jo") for name, url in said.items()}
        write_pypirc(tmp_path / ".pypirc", **said)
        done = call_program(tmp_path, "mupload", "--debug", wheel, **ring)
    assert done.returncode == 1
    logins = {login for stub in (one, two) for login in stub.logins}
    expected = ("jo:first s3cret", "jo:sécond s3cret")
    assert logins == {f"Basic {base64.b64encode(text.encode()).decode()}" for text in expected}
    # the keyring has none for this one
    assert three.forms == three.readers == []
    assert "No password: set MUPLOAD_THREE_PASSWORD" in done.stdout
    assert "s3cret" not in done.stdout + done.stderr


@pytest.mark.parametrize("backend", ["keyring.backends.fail.Keyring", "none.of.these", "broken"])
def test_keyring_that_does_not_work_is_as_none(tmp_path, ring, backend):
    wheel = make_wheel(tmp_path)
    if backend == "broken":
        backend = ring["PYTHON_KEYRING_BACKEND"]
        folder = tmp_path / "data" / "python_keyring"
        folder.mkdir(parents=True)
        (folder / "keyring_pass.cfg").write_text("no section, but a s3cret\n")
    with Stub() as one, Stub() as two:
        write_pypirc(tmp_path / ".pypirc", one=(one.url, "username: jo"), two=two.url)
        further = {**ring, "PYTHON_KEYRING_BACKEND": backend}
        done = call_program(tmp_path, "mupload", "--debug", wheel, **further)
    assert done.returncode == 1
    assert (len(one.forms), len(two.forms)) == (0, 1)
    assert "Traceback" not in done.stderr
    assert "s3cret" not in done.stdout + done.stderr
