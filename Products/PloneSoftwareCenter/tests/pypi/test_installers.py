"""What is kept of a client: a word of a short list, and a version of Python."""

from Products.PloneSoftwareCenter.pypi.installers import Client
from Products.PloneSoftwareCenter.pypi.installers import INSTALLERS
from Products.PloneSoftwareCenter.pypi.installers import LONGEST
from Products.PloneSoftwareCenter.pypi.installers import read_user_agent

import hypothesis
import hypothesis.strategies
import pytest
import re


PIP = (
    'pip/24.2 {"ci":null,"cpu":"x86_64","distro":{"id":"bookworm","libc":{"lib":"glibc",'
    '"version":"2.36"},"name":"Debian GNU/Linux","version":"12"},"implementation":{"name":'
    '"CPython","version":"3.11.6"},"installer":{"name":"pip","version":"24.2"},'
    '"openssl_version":"OpenSSL 3.0.11 19 Sep 2023","python":"3.11.6","setuptools_version":'
    '"65.5.1","system":{"name":"Linux","release":"6.1.0"}}'
)
UV = (
    'uv/0.5.4 {"installer":{"name":"uv","version":"0.5.4","subcommand":["pip","install"]},'
    '"python":"3.13.0","implementation":{"name":"CPython","version":"3.13.0"},"distro":null,'
    '"system":{"name":"Linux","release":"6.1.0"},"cpu":"x86_64","openssl_version":null,'
    '"setuptools_version":null,"rustc_version":null,"ci":null}'
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"


@pytest.mark.parametrize(
    ("header", "installer", "python"),
    [
        (PIP, "pip", "3.11"),
        (PIP.replace('"python":"3.11.6"', '"python": "3.9.18"'), "pip", "3.9"),
        ("pip/1.5.6 CPython/2.7.9 Linux/3.16.0-4-amd64", "pip", "2.7"),
        ("pip/9.0.1 {}", "pip", ""),
        (UV, "uv", "3.13"),
        ("uv/0.1.0", "uv", ""),
        ("poetry/1.8.2 CPython/3.11.6 Linux/6.1.0", "poetry", "3.11"),
        ("pdm/2.20.1 CPython/3.12.4 Linux/6.1.0", "pdm", "3.12"),
        ("setuptools/58.1.0 Python-urllib/3.8", "setuptools", "3.8"),
        ("Python-urllib/2.7 setuptools/44.1.1", "setuptools", "2.7"),
        ("Python-urllib/2.6 distribute/0.6.49", "setuptools", "2.6"),
        ("zc.buildout/5.0 Python-urllib/3.13", "buildout", "3.13"),
        ("Python-urllib/3.12", "urllib", "3.12"),
        ("bandersnatch/6.6.0 (cpython 3.12.1, Linux 6.1.0-x86_64)", "bandersnatch", "3.12"),
        ("devpi-server/6.12.0 (py3.11.2; linux)", "devpi", ""),
        ("Artifactory/7.90.1", "artifactory", ""),
        ("Nexus/3.70.1-02 (PRO; Linux; 6.1.0; amd64; 17.0.11)", "nexus", ""),
        ("python-requests/2.32.3", "requests", ""),
        ("curl/8.10.1", "curl", ""),
        ("Wget/1.21.3", "wget", ""),
        (FIREFOX, "browser", ""),
        ("Opera/9.80 (Windows NT 6.1) Presto/2.12", "browser", ""),
        # who only speaks of pip is not pip
        ("Mozilla/5.0 (compatible; pip/24.0)", "browser", ""),
        ("my-own-thing/1.0 (+https://example.org/pip/)", "other", ""),
        # what nobody has
        ('pip/24.0 {"python":"3.99.1"}', "pip", ""),
        ('pip/24.0 {"python":"3.999.1"}', "pip", ""),
        ('pip/24.0 {"python":"7.1"}', "pip", ""),
        ("", "other", ""),
        (None, "other", ""),
        ("x" * 100_000, "other", ""),
        ("x" * LONGEST + " pip/24.0", "other", ""),
    ],
)
def test_clients_of_the_world(header, installer, python):
    assert read_user_agent(header) == Client(installer, python)


@hypothesis.given(hypothesis.strategies.text() | hypothesis.strategies.from_regex(r"pip/[^x]*"))
def test_whatever_is_sent_little_is_kept(header):
    client = read_user_agent(header)
    assert client.installer in INSTALLERS
    assert re.fullmatch(r"|[23]\.[0-9]{1,2}", client.python)
