"""The commands of setup.py, in a process of their own."""

from pathlib import Path
from tests.stubs import Stub
from tests.stubs import write_pypirc

import os
import pytest
import subprocess
import sys


PACKAGE = Path(__file__).resolve().parents[1]
SETUP = """\
from setuptools import setup
setup(
    name="demo.app", version="1.0", py_modules=["demo_app"], url="https://example.org/",
    description="What", author="Jo", author_email="jo@example.org",
    long_description={text!r}, classifiers=["Topic :: Utilities"],
)
"""


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "setup.py").write_text(SETUP.format(text="Fine.\n"))
    (folder / "demo_app.py").write_text("")
    return folder


def setup(project, *words, packages="--command-packages=collective.dist.commands"):
    return subprocess.run(
        [sys.executable, "setup.py", packages, *words],
        cwd=project,
        env={
            **os.environ,
            "HOME": str(project.parent),
            "PYTHONPATH": os.pathsep.join([str(PACKAGE), *filter(None, sys.path)]),
        },
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=600,
    )


def test_build_register_and_upload_to_two_servers(project):
    with Stub() as one, Stub() as two, Stub() as other:
        write_pypirc(project.parent / ".pypirc", one=one.url, two=two.url, other=other.url)
        words = ("mregister", "-r", "one", "sdist", "mupload", "-r", "one", "-r", two.url)
        done = setup(project, *words, "--show-response")
        assert done.returncode == 0, done.stdout + done.stderr
    assert [form[":action"] for form in one.forms] == ["submit", "file_upload"]
    assert [form[":action"] for form in two.forms] == ["file_upload"]
    assert other.forms == []
    assert one.forms[0]["name"] == "demo.app"
    assert "s3" not in (done.stdout + done.stderr).split()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["mupload"], "No dist file created in earlier command"),
        (["sdist", "mupload", "-r", "none"], "none"),
        (["sdist", "mupload", "-i", "key"], "--identity needs --sign"),
        (["sdist", "mupload", "--retry", "often"], "error: --retry: "),
        (["sdist", "mupload", "--timeout", "0"], "error: --timeout: must be more than 0"),
    ],
)
def test_faults_are_one_sentence(project, words, sentence):
    with Stub() as stub:
        write_pypirc(project.parent / ".pypirc", one=stub.url)
        done = setup(project, *words)
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert stub.forms == []


def test_options_of_all_commands_stand_between(project):
    with Stub() as one, Stub() as two, Stub() as other:
        write_pypirc(project.parent / ".pypirc", one=one.url, two=two.url, other=other.url)
        words = ("mregister", "--quiet", "-r", "one", "-v", "--repository=two")
        done = setup(project, *words)
        assert done.returncode == 0, done.stdout + done.stderr
    assert [len(stub.forms) for stub in (one, two, other)] == [1, 1, 0]


def test_historic_sends_what_distutils_sent(project):
    with Stub() as stub:
        write_pypirc(project.parent / ".pypirc", one=stub.url)
        done = setup(project, "sdist", "mupload", "--historic")
        assert done.returncode == 0, done.stdout + done.stderr
    [form] = stub.forms
    assert (form["protcol_version"], len(form["md5_digest"])) == ("1", 32)
    assert "sha256_digest" not in form


def test_list_classifiers_goes_on_where_one_server_fails(project):
    with Stub() as one, Stub() as two:
        one.pages["/?:action=list_classifiers"] = (500, "Oh", {})
        two.pages["/?:action=list_classifiers"] = (200, "Topic :: A\n\nTopic :: B\n", {})
        write_pypirc(project.parent / ".pypirc", one=one.url, two=two.url)
        done = setup(project, "mregister", "--list-classifiers")
    assert done.returncode == 1
    assert "two:\nTopic :: A\nTopic :: B\n" in done.stdout
    assert "one: 500: Oh" in done.stderr
    assert one.forms == two.forms == []


def test_strict_sends_nothing_that_check_finds_fault_with(project):
    (project / "setup.py").write_text(SETUP.format(text="Broken `text.\n"))
    with Stub() as stub:
        write_pypirc(project.parent / ".pypirc", one=stub.url)
        assert setup(project, "mregister", "--strict").returncode != 0
        assert stub.forms == []
        done = setup(project, "mregister")
        assert done.returncode == 0, done.stderr
        assert "warning: check:" in done.stdout + done.stderr
    assert len(stub.forms) == 1


def test_verify_is_a_dry_run(project):
    with Stub() as stub:
        write_pypirc(project.parent / ".pypirc", one=stub.url)
        assert setup(project, "mregister", "--verify").returncode == 0
    assert [form[":action"] for form in stub.forms] == ["verify"]


if sys.version_info < (3, 12):

    def test_with_a_bare_distutils(project, monkeypatch):
        monkeypatch.setenv("SETUPTOOLS_USE_DISTUTILS", "stdlib")
        text = (project / "setup.py").read_text()
        (project / "setup.py").write_text(text.replace("from setuptools", "from distutils.core"))
        with Stub() as stub:
            write_pypirc(project.parent / ".pypirc", one=stub.url)
            done = setup(project, "mregister", "sdist", "mupload")
            assert done.returncode == 0, done.stdout + done.stderr
        assert [form[":action"] for form in stub.forms] == ["submit", "file_upload"]


@pytest.fixture
def installed(tmp_path):
    """A folder with what an installation tells setuptools of the commands."""
    command = [sys.executable, "setup.py", "-q", "egg_info", "--egg-base", tmp_path]
    subprocess.run(command, cwd=PACKAGE, check=True, capture_output=True, timeout=600)
    return tmp_path


def test_setuptools_finds_each_command_by_its_entry_point(project, installed, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(installed), *sys.path])
    (project / "setup.py").write_text(SETUP.format(text="Broken `text.\n"))
    with Stub() as stub:
        write_pypirc(project.parent / ".pypirc", one=stub.url)
        words = ["mregister", "sdist", "mupload", "--show-response"]
        done = setup(project, *words, packages="--quiet")
        assert done.returncode == 0, done.stdout + done.stderr
    assert [form[":action"] for form in stub.forms] == ["submit", "file_upload"]
    assert "one: OK" in done.stdout
    assert "warning: check: description:1" in done.stderr


def test_check_alone(project):
    done = setup(project, "check", "-r", "-s")
    assert done.returncode == 0, done.stdout + done.stderr
