"""Lines of access logs of the world, and what is none."""

from Products.PloneSoftwareCenter.pypi.access_log import Hit
from Products.PloneSoftwareCenter.pypi.access_log import read_line
from Products.PloneSoftwareCenter.pypi.access_log import UnreadableLine

import contextlib
import hypothesis
import hypothesis.strategies
import pytest


WHEEL = "demo-1.0-py3-none-any.whl"
PATH = f"/simple/demo/{WHEEL}"
PIP = 'pip/24.2 {"ci":null,"python":"3.11.6"}'


def combined(
    request=f"GET {PATH} HTTP/1.1",
    status="200",
    size="1234",
    stamp="31/Dec/2027:12:30:00 +0000",
    agent="curl/8",
    before="192.0.2.1 - - ",
    behind="",
):
    return f'{before}[{stamp}] "{request}" {status} {size} "-" "{agent}"{behind}'


def hit(day="2027-12-31", filename=WHEEL, status=200, size=1234, user_agent="curl/8"):
    return Hit(day, filename, status, size, user_agent)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (combined(), hit()),
        # nginx writes the quotes of pip's own form so, and Apache so
        (combined(agent=PIP.replace('"', r"\x22")), hit(user_agent=PIP)),
        (combined(agent=PIP.replace('"', r"\"")), hit(user_agent=PIP)),
        (combined(agent=r"a\\b"), hit(user_agent=r"a\b")),
        # vhost_combined of Apache, times behind, the common format
        (combined(before="example.org:443 ::1 - o%20 b "), hit()),
        (combined(behind=' 0.003 "-" upstream'), hit()),
        (combined().replace(' "-" "curl/8"', ""), hit(user_agent="")),
        (combined(size="-"), hit(size=None)),
        (combined(status="206", size="17"), hit(status=206, size=17)),
        (combined(request=f"GET {PATH}?x=1 HTTP/2.0"), hit()),
        (combined(request=f"GET https://example.org{PATH} HTTP/1.1"), hit()),
        (combined(request="GET /packages/demo/a%20b%2Bc.zip HTTP/1.1"), hit(filename="a b+c.zip")),
        (combined(request="GET /simple/demo/%ff.zip HTTP/1.1"), hit(filename="\ufffd.zip")),
        # it was another day in UTC
        (combined(stamp="01/Jan/2028:00:30:00 +0100"), hit()),
        (combined(stamp="30/Dec/2027:23:30:00 -0330"), hit()),
        # readable, and no download
        (combined(request=f"HEAD {PATH} HTTP/1.1"), None),
        (combined(request=f"POST {PATH} HTTP/1.1"), None),
        (combined(request="GET /simple/demo/ HTTP/1.1"), None),
        (combined(request="GET /about/demo.zip HTTP/1.1"), None),
        (combined(request=r"\x16\x03\x01", status="400"), None),
        (combined(request=f"GET /simple/{'x' * 2000} HTTP/1.1"), None),
        (combined(request=""), None),
    ],
)
def test_lines_of_nginx_and_apache(line, expected):
    assert read_line(line.encode()) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            f'{{"time_iso8601":"2028-01-01T00:30:00+01:00","request":"GET {PATH} HTTP/1.1",'
            '"status":"200","body_bytes_sent":"1234","http_user_agent":"curl/8"}',
            hit(),
        ),
        (
            f'{{"time_local":"31/Dec/2027:12:30:00 +0000","request_method":"GET",'
            f'"request_uri":"{PATH}","status":206}}',
            hit(status=206, size=None, user_agent=""),
        ),
        (
            f'{{"ts":1830000000.5,"request":{{"method":"GET","uri":"{PATH}",'
            '"headers":{"User-Agent":["curl/8"]}},"status":200,"size":1234}',
            hit(day="2027-12-28"),
        ),
        (f'{{"time":"2027-12-31T12:00:00Z","method":"HEAD","path":"{PATH}","status":200}}', None),
        ('{"time":"2027-12-31T12:00:00Z","method":"GET","path":null,"status":200}', None),
    ],
)
def test_lines_of_json(line, expected):
    assert read_line(line.encode()) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\x00\x01",
        "Dec 31 12:30:00 host sshd[1]: nothing of the kind",
        combined(stamp="31/Foo/2027:12:30:00 +0000"),
        combined(stamp="31/Feb/2027:12:30:00 +0000"),
        combined(stamp="01/Jan/0001:00:00:00 +2359"),
        combined().replace('" 200', '" two'),
        '"' * 10_000,
        "[31/Dec/2027:12:30:00 +0000] " + '"' + "\\" * 10_001,
        "{",
        "{}",
        "{[" * 5000,
        '{"time":"then","status":200}',
        '{"time":1e99,"method":"GET","path":"/simple/a/b","status":200}',
        '{"time":"2027-12-31","method":"GET","path":"/simple/a/b","status":[]}',
    ],
)
def test_garbage(line):
    with pytest.raises(UnreadableLine):
        read_line(line.encode())


def test_only_what_lies_below_a_path():
    line = combined(request=f"GET /index{PATH} HTTP/1.1").encode()
    assert read_line(line, b"/index/") == hit()
    assert read_line(line, b"/other/") is None


@hypothesis.given(hypothesis.strategies.binary() | hypothesis.strategies.from_regex(rb"\{.*\}"))
def test_whatever_stands_there(line):
    with contextlib.suppress(UnreadableLine):
        read_line(line)
