"""The lines of the README, as somebody types them one after the other."""

from tests.calling import environment
from tests.calling import PACKAGE
from tests.stubs import Stub

import os
import pytest
import re
import subprocess
import sys


PROJECT = """\
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "demo.app"
version = "1.0"
description = "What"
"""
SETUP = "from setuptools import setup\nsetup(py_modules=['demo_app'], url='https://example.org/')\n"


@pytest.fixture
def text():
    return (PACKAGE / "README.txt").read_text(encoding="utf-8")


@pytest.fixture
def programs(tmp_path):
    """A folder of programs, as an installation makes them."""
    folder = tmp_path / "bin"
    folder.mkdir()
    # a link would forget its environment
    (folder / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (folder / "python").chmod(0o755)
    for name in ("mindex", "mregister", "mupload"):
        script = folder / name
        code = f"import sys\nfrom collective.dist.program import {name}\nsys.exit({name}())\n"
        script.write_text(f"#!{sys.executable}\n{code}", encoding="utf-8")
        script.chmod(0o755)
    return folder


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "setup.py").write_text(SETUP)
    (folder / "demo_app.py").write_text("")
    return folder


def run(project, programs, line):
    home = project.parent
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    return subprocess.run(  # noqa: S602 (the line as people type it)
        line,
        shell=True,
        cwd=project,
        env=environment(home, PATH=path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )


def commands(text):
    """The lines that are to be typed, in their order."""
    return [line.strip() for line in re.findall(r"\n    ((?:m[a-z]+|python|pip) .*)", text)]


def test_from_nothing_to_two_servers_in_one_screen(text, project, programs):
    begin = text.index("From nothing to two servers")
    section = text[begin : text.index("The programs\n---")]
    assert len(section.splitlines()) <= 50
    pypirc = re.search(r"code-block:: ini\n\n((?:    .*\n|\n)+)", section)[1]
    typed = commands(section)
    assert typed == [
        "pip install 'collective.dist >= 2.0a1.dev0' build",
        "python -m build",
        "mupload --verify dist/*",
        "mindex --kind pip",
    ]
    with Stub() as company, Stub() as customer:
        pypirc = pypirc.replace("\n    ", "\n")[4:]
        pypirc = pypirc.replace("https://psc.example.com/software", company.url)
        pypirc = pypirc.replace("https://packages.example.org/", customer.url)
        (project.parent / ".pypirc").write_text(pypirc, encoding="utf-8")
        # the environment of the tests is what the first line makes; nothing is fetched here
        for line in typed[1:]:
            line = line.replace("python -m build", "python -m build --no-isolation")
            done = run(project, programs, line)
            assert done.returncode == 0, done.stdout + done.stderr
        names = {"demo_app-1.0.tar.gz", "demo_app-1.0-py3-none-any.whl"}
        assert set(company.files) == set(customer.files) == names
        assert f"index-url = {company.url}simple/" in done.stdout
        # "say the same again: only what is missing is sent"
        assert run(project, programs, typed[2]).returncode == 0
        assert len(company.forms) == len(customer.forms) == 2


def test_commands_of_setup_py(text, project, programs):
    [line] = commands(text[text.index("\nsetup.py\n---") :])
    assert line.startswith("python setup.py mregister -r company sdist bdist_wheel mupload -r")
    # how setuptools finds them when they are installed: test_commands
    line = line.replace("setup.py", "setup.py --command-packages=collective.dist.commands")
    with Stub() as company, Stub() as customer:
        lines = ["[distutils]", "index-servers =", "    company", "    customer"]
        for name, stub in (("company", company), ("customer", customer)):
            lines += [f"[{name}]", f"repository: {stub.url}", "username: jo", "password: s3"]
        (project.parent / ".pypirc").write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = run(project, programs, line)
        assert done.returncode == 0, done.stdout + done.stderr
    assert [form[":action"] for form in company.forms] == ["submit", "file_upload", "file_upload"]
    assert [form[":action"] for form in customer.forms] == ["file_upload", "file_upload"]


def test_names_each_option_and_variable(text):
    for word in ("--verify", "--skip-existing", "--retry", "--timeout", "--dry-run", "--sign"):
        assert word in text
    for word in ("--identity", "--json", "--list-classifiers", "--output", "--store-login"):
        assert word in text
