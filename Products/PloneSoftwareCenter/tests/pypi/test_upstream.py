from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.upstream import is_index_address
from Products.PloneSoftwareCenter.pypi.upstream import is_same_server
from Products.PloneSoftwareCenter.pypi.upstream import keeps_password
from Products.PloneSoftwareCenter.pypi.upstream import lies_within
from Products.PloneSoftwareCenter.pypi.upstream import page_address

import pytest


@pytest.mark.parametrize(
    "url",
    [
        "https://pypi.org/simple",
        "https://pypi.org/simple/",
        "http://127.0.0.1:8080/plone/software/simple",
        "http://[::1]:3141/root/pypi/+simple/",
        "https://index.example.org",
        "https://index.example.org/a%20b/simple",
    ],
)
def test_address_of_an_index(url):
    assert is_index_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "pypi.org/simple",
        "//pypi.org/simple",
        "ftp://pypi.org/simple",
        "https:///simple",
        "https://",
        "https://ann:secret@pypi.org/simple",
        "https://ann@pypi.org/simple",
        "https://@pypi.org/simple",
        "https://pypi.org/simple?a=b",
        "https://pypi.org/simple?",
        "https://pypi.org/simple#a",
        "https://pypi.org/simple#",
        "https://pypi.org:port/simple",
        "https://pypi.org:99999/simple",
        "https://pypi.org:0/simple",
        "https://[pypi.org/simple",
        "https://pypi.org/simple\r\nSet-Cookie: a=b",
        "https://pypi.org/a b",
        "https://pypi.org\\@example.org/simple",
        "https://p\u00fcpi.org/simple",
        "javascript:alert(1)",
    ],
)
def test_no_address_of_an_index(url):
    assert not is_index_address(url)


@pytest.mark.parametrize("index", ["https://pypi.org/simple", "https://pypi.org/simple/"])
def test_page_of_a_name(index):
    name = normalize_name("Products.Foo_Bar")
    assert page_address(index, name) == "https://pypi.org/simple/products-foo-bar/"


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("https://a.org/psc/simple", "https://a.org/psc", True),
        ("https://a.org/psc/", "https://a.org/psc", True),
        ("https://a.org/psc", "https://a.org/psc/", True),
        ("https://A.org./psc/simple", "https://a.org/psc", True),
        ("https://a.org:443/psc", "http://a.org:80/psc", True),
        ("https://a.org/p%73c/simple", "https://a.org/psc", True),
        ("https://a.org/x/../psc//simple", "https://a.org/psc", True),
        ("https://a.org/simple", "https://a.org", True),
        ("https://a.org//simple", "https://a.org/", True),
        ("https://a.org/psc2/simple", "https://a.org/psc", False),
        ("https://a.org/", "https://a.org/psc", False),
        ("https://a.org:8443/psc", "https://a.org/psc", False),
        ("https://b.org/psc", "https://a.org/psc", False),
        ("https://a.org/psc", "https://a.org:99999/psc", False),
        ("https://a.org/psc", "https://[a.org/psc", False),
    ],
)
def test_what_lies_within_a_center(url, base, expected):
    assert lies_within(url, base) is expected


@pytest.mark.parametrize(
    ("url", "other", "expected"),
    [
        ("https://a.org/x", "https://A.org:443/y", True),
        ("http://a.org/x", "http://a.org:80", True),
        ("http://a.org/x", "https://a.org/x", False),
        ("http://a.org:8080/x", "http://a.org:8081/x", False),
        ("https://a.org/x", "https://a.org.evil.org/x", False),
        ("https://a.org:x/x", "https://a.org:x/x", False),
    ],
)
def test_same_server(url, other, expected):
    assert is_same_server(url, other) is expected


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        ('pip/26.0 {"ci":null}', True),
        ("uv/0.9.2 {}", True),
        ("python-requests/2.32.5", True),
        ("python-urllib3/2.5.0", True),
        ("curl/8.14", True),
        ("setuptools/80.9.0 Python-urllib/3.13", False),
        ("Python-urllib/2.7 distribute/0.6.49", False),
        ("", False),
        (None, False),
    ],
)
def test_who_keeps_the_password(user_agent, expected):
    assert keeps_password(user_agent) is expected
