"""Webhooks: signatures, addresses, pauses."""

from Products.PloneSoftwareCenter.pypi.errors import InvalidHook
from Products.PloneSoftwareCenter.pypi.hooks import check_host
from Products.PloneSoftwareCenter.pypi.hooks import check_url
from Products.PloneSoftwareCenter.pypi.hooks import GIVEN_UP
from Products.PloneSoftwareCenter.pypi.hooks import is_allowed
from Products.PloneSoftwareCenter.pypi.hooks import is_signed
from Products.PloneSoftwareCenter.pypi.hooks import LONGEST_REST
from Products.PloneSoftwareCenter.pypi.hooks import networks_of
from Products.PloneSoftwareCenter.pypi.hooks import pause_after
from Products.PloneSoftwareCenter.pypi.hooks import PAUSES
from Products.PloneSoftwareCenter.pypi.hooks import payload
from Products.PloneSoftwareCenter.pypi.hooks import rest_after
from Products.PloneSoftwareCenter.pypi.hooks import sign
from Products.PloneSoftwareCenter.pypi.hooks import subject_of

import hashlib
import hmac
import json
import pytest


def test_signature_is_that_of_timestamp_and_body():
    digest = hmac.new(b"secret", b"17." + b"body", hashlib.sha256).hexdigest()
    assert sign("secret", 17, b"body") == f"t=17,v1={digest}"


@pytest.mark.parametrize(
    ("secret", "header", "body", "now", "is_good"),
    [
        ("secret", sign("secret", 1000, b"body"), b"body", 1000, True),
        ("secret", sign("secret", 1000, b"body"), b"body", 1299, True),
        ("secret", sign("secret", 1000, b"body"), b"body", 1400, False),
        ("secret", sign("secret", 1000, b"body"), b"other", 1000, False),
        ("other", sign("secret", 1000, b"body"), b"body", 1000, False),
        ("secret", sign("secret", 1000, b"body").replace("1000", "1001"), b"body", 1000, False),
        ("secret", "t=1000", b"body", 1000, False),
        ("secret", "v1=a", b"body", 1000, False),
        ("secret", "", b"body", 1000, False),
        ("secret", "t=²,v1=a", b"body", 1000, False),
    ],
)
def test_who_checks_a_signature(secret, header, body, now, is_good):
    assert is_signed(secret, header, body, now) is is_good


def test_payload_is_json_with_its_id():
    told = json.loads(payload("abc", "yank", "2026-01-01T00:00:00Z", {"yanked": True}))
    assert (told["id"], told["event"], told["yanked"]) == ("abc", "yank", True)


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({"release": {"name": "demo", "version": "1.0"}}, "demo 1.0"),
        (
            {"release": {"name": "demo", "version": "1"}, "file": {"filename": "demo-1.zip"}},
            "demo 1 demo-1.zip",
        ),
        ({"release": {"name": "", "version": "1.0"}}, "1.0"),
        ({"status": "archived"}, "A demo archived"),
    ],
)
def test_what_a_message_is_about(about, expected):
    body = payload("abc", "upload", "2027-01-01", {"project": {"title": "A demo"}, **about})
    assert subject_of(body) == expected


def test_pauses_grow_and_last_longer_than_a_day_of_failures():
    assert list(PAUSES) == sorted(PAUSES)
    assert 24 * 3600 < GIVEN_UP == sum(PAUSES) <= 48 * 3600
    assert pause_after(1) == 10
    assert pause_after(len(PAUSES)) == 12 * 3600
    assert pause_after(len(PAUSES) + 1) is None


def test_a_hook_rests_for_half_an_hour_at_most():
    rests = [rest_after(failures) for failures in range(1, 20)]
    assert rests[:4] == [10, 60, 300, 1800]
    assert set(rests[4:]) == {LONGEST_REST}


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/hook?a=b",
        "http://example.org:8080",
        "https://[2606:4700::1111]/x",
        "https://example.org:443/",
    ],
)
def test_addresses_that_are_taken(url):
    check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "https://",
        "https://user:secret@example.org/",
        "https://example.org:22/",
        "https://example.org:25/",
        "https://example.org:99999/",
        "https://example.org/\r\nX: y",
        "https://exa mple.org/",
        "https://[::1",
        "https://example.org/#x",
        "https://exämple.org/",
        "https://example.org/" + "x" * 2000,
    ],
)
def test_addresses_that_are_refused(url):
    with pytest.raises(InvalidHook):
        check_url(url)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("93.184.215.14", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("0.0.0.0", False),  # noqa: S104 (an address that is refused)
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00:ec2::254", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:7f00:1::", False),
        ("2130706433", False),
        ("localhost", False),
        ("", False),
    ],
)
def test_networks(address, allowed):
    assert is_allowed(address) is allowed


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "a.localhost",
        "127.0.0.1",
        "127.1",
        "0x7f000001",
        "2130706433",
        "10.1",
        "169.254.169.254",
        "::1",
        "::ffff:10.0.0.1",
        "fe80::1",
        "0.0.0.0",  # noqa: S104 - refused
    ],
)
def test_hosts_that_are_an_address_where_nothing_is_sent(host):
    with pytest.raises(InvalidHook, match="nothing is sent there"):
        check_host(host)


@pytest.mark.parametrize("host", ["example.org", "93.184.215.14", "localhost.example", "a-b", "1a"])
def test_other_hosts_are_looked_up_when_something_is_sent(host):
    check_host(host)


def test_a_host_in_an_allowed_network():
    check_host("localhost", networks_of("127.0.0.0/8"))
    check_host("10.1", networks_of("10.0.0.0/8"))


def test_further_networks_are_those_of_the_administrators():
    networks = networks_of("10.1.0.0/16, fd00::/8 127.0.0.1")
    assert is_allowed("10.1.2.3", networks)
    assert is_allowed("fd00::1", networks)
    assert is_allowed("127.0.0.1", networks)
    assert is_allowed("::ffff:10.1.2.3", networks)
    assert not is_allowed("10.2.0.1", networks)
    with pytest.raises(ValueError, match="x"):
        networks_of("x")
