from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.negotiation import HTML
from Products.PloneSoftwareCenter.pypi.negotiation import negotiate
from Products.PloneSoftwareCenter.pypi.negotiation import OFFERS
from Products.PloneSoftwareCenter.pypi.negotiation import V1_HTML
from Products.PloneSoftwareCenter.pypi.negotiation import V1_JSON

import pytest


PIP = (
    "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.1,"
    " text/html; q=0.01"
)
UV = (
    "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2,"
    "text/html;q=0.01"
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
JSON_RANGE = "application/vnd.pypi.simple.v1+json"
LATEST_JSON = "application/vnd.pypi.simple.latest+json"
LATEST_HTML = "application/vnd.pypi.simple.latest+html"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        pytest.param(None, HTML, id="buildout and easy_install send none"),
        ("", HTML),
        ("*/*", HTML),
        ("text/html", HTML),
        ("text/*", HTML),
        (BROWSER, HTML),
        (PIP, V1_JSON),
        (UV, V1_JSON),
        (JSON_RANGE, V1_JSON),
        (JSON_RANGE.upper(), V1_JSON),
        (LATEST_JSON, V1_JSON),
        (LATEST_HTML, V1_HTML),
        ("application/*", V1_HTML),
        ("application/json", HTML),
        ("image/png", HTML),
        (f"{JSON_RANGE}, */*", HTML),
        (f"{JSON_RANGE}, */*;q=0.1", V1_JSON),
        (f"{JSON_RANGE}, text/html", HTML),
        (f"{JSON_RANGE};q=0.5, {LATEST_JSON};q=0.9, text/html;q=0.7", V1_JSON),
        ("text/html;q=0, */*", V1_HTML),
        (f"text/html;q=0, {V1_HTML};q=0, */*;q=0.1", V1_JSON),
        ("*/*;q=0", HTML),
        (f"{JSON_RANGE};q=abc, text/html;q=0.1", HTML),
        (f"{JSON_RANGE};q=nan", HTML),
        (f"{JSON_RANGE};q=1e9", HTML),
        (f"{JSON_RANGE};q=1.5, text/html;q=0.9", V1_JSON),
        (f"{JSON_RANGE};q=", HTML),
        (f"{JSON_RANGE} ; Q = 0.8 , text/html ; q=0.2", V1_JSON),
        (f"{JSON_RANGE};charset=utf-8", V1_JSON),
        (",;,=;q,;;q=1,*", HTML),
    ],
)
def test_accept_chooses_the_format(accept, expected):
    assert negotiate(accept) == expected


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        (JSON_RANGE, V1_JSON),
        (JSON_RANGE.replace("+", " "), V1_JSON),
        (LATEST_JSON, V1_JSON),
        (LATEST_HTML, V1_HTML),
        ("text/html", HTML),
        (" Text/HTML ", HTML),
        ("json", HTML),
        ("application/json", HTML),
        ("", V1_JSON),
        (None, V1_JSON),
    ],
)
def test_format_counts_instead_of_accept(format_, expected):
    assert negotiate(PIP, format_) == expected


@given(
    st.lists(
        st.sampled_from([*OFFERS, "*/*", "application/*", ";", ",", "q=", "0.5", "=", "/", " "])
        | st.text(max_size=8)
    ).map("".join),
    st.none() | st.text(max_size=20),
)
def test_junk_always_gets_an_offered_format(accept, format_):
    assert negotiate(accept, format_) in OFFERS
