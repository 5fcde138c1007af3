"""What mindex prints and writes."""

from collective.dist import program
from collective.dist.index_settings import settings_for
from collective.dist.servers import make_server
from tests.stubs import write_pypirc

import configparser
import importlib
import pytest
import sys


ONE = make_server("one", "https://psc.example.com/software", username="jo", password="s3cret")
TWO = make_server("two", "https://packages.example.org/", username="jo", password="s3cret")


@pytest.mark.parametrize("kind", ["pip", "uv", "buildout"])
def test_no_password_and_the_first_server_first(kind):
    text = settings_for(kind, [ONE, TWO])
    assert "s3cret" not in text
    assert text.index("psc.example.com") < text.index("packages.example.org")


@pytest.mark.parametrize("kind", ["pip", "buildout"])
def test_warns_of_dependency_confusion_where_all_are_asked(kind):
    assert "ependency confusion" in settings_for(kind, [ONE, TWO])
    assert "ependency confusion" not in settings_for(kind, [ONE])


def test_pip_reads_it():
    parser = configparser.RawConfigParser()
    parser.read_string(settings_for("pip", [ONE, TWO]))
    assert parser["global"]["index-url"] == "https://psc.example.com/software/simple/"
    assert parser["global"]["extra-index-url"].split() == ["https://packages.example.org/simple/"]


def test_uv_reads_it():
    # pytest brings tomli where Python has no tomllib
    tomllib = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    indexes = tomllib.loads(settings_for("uv", [ONE, TWO]))["index"]
    assert [index["name"] for index in indexes] == ["one", "two"]
    assert [index.get("default", False) for index in indexes] == [False, True]


def test_writes_and_writes_again_but_never_over_a_file_of_others(tmp_path, capsys):
    write_pypirc(tmp_path / ".pypirc", one="https://psc.example.com/software")
    target = tmp_path / "pip.conf"
    assert program.mindex(["--output", str(target)]) == 0
    assert program.mindex(["--output", str(target)]) == 0
    text = target.read_text()
    assert "psc.example.com" in text
    target.write_text("# mine\n")
    assert program.mindex(["--output", str(target)]) == 2
    assert "stays as it is" in capsys.readouterr().err
    assert target.read_text() == "# mine\n"
    link = tmp_path / "link.conf"
    link.symlink_to(target)
    assert program.mindex(["--output", str(link)]) == 2
    assert target.read_text() == "# mine\n"
