"""Configurations of web servers: what is filled in, and what is refused."""

from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.program import COULD_NOT_RUN
from collective.psc.mirroring.program import run
from collective.psc.mirroring.servers.write import Served
from collective.psc.mirroring.servers.write import SERVERS
from collective.psc.mirroring.servers.write import write_configuration
from collective.psc.mirroring.tree import Tree

import pytest
import re


def served(**other):
    values = {
        "tree": Tree("/srv/mirror"),
        "address": "https://psc.example.org/software",
        "center": "/Plone/software",
        **other,
    }
    return Served(**values)


@pytest.mark.parametrize("server", SERVERS)
def test_everything_is_filled_in(server):
    text = write_configuration(server, served())
    assert not re.search("%[A-Z]+%", text)
    assert "/srv/mirror/www" in text
    assert "/VirtualHostBase/https/psc.example.org:443/Plone/VirtualHostRoot" in text


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize(
    ("address", "center", "root"),
    [
        ("https://psc.example.org", "/Plone/software", ":443/Plone/software/VirtualHostRoot"),
        ("https://psc.example.org/", "/Plone/software", ":443/Plone/software/VirtualHostRoot"),
        ("http://psc.example.org:81/a/b", "/Plone/a/b", ":81/Plone/VirtualHostRoot"),
    ],
)
def test_where_the_center_is(server, address, center, root):
    assert root in write_configuration(server, served(address=address, center=center))


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize(
    "other",
    [
        {"address": ""},
        {"address": "psc.example.org/software"},
        {"address": "https://user:secret@psc.example.org/software"},
        {"address": "https://psc.example.org/other"},
        {"address": "https://psc.example.org/a;b", "center": "/Plone/a;b"},
        {"center": "software"},
        {"tree": Tree("mirror")},
        {"tree": Tree("/srv/with space")},
        {"tree": Tree('/srv/mirror"; evil')},
        {"tree": Tree("/srv/$uri")},
        {"zope": "127.0.0.1:8080; evil"},
        {"listen": "80;\n evil"},
    ],
)
def test_what_can_not_stand_in_it_is_refused(server, other):
    with pytest.raises(MirrorError):
        write_configuration(server, served(**other))


def test_command(capsys):
    words = ["configure", "nginx", "/srv/mirror", "--address", "https://psc.example.org/software"]
    assert run([*words, "--center", "/Plone/software"]) == 0
    assert "root /srv/mirror/www;" in capsys.readouterr().out
    assert run([*words, "--center", "/Plone/other"]) == COULD_NOT_RUN
    assert "do not end alike" in capsys.readouterr().err
