"""Which kind of program has sent a request, and for which Python: from its ``User-Agent``.

What is told comes from short lists, so that nobody can fill a database by calling themselves
something new each time, and no client is kept by what it says of its machine.
"""

from dataclasses import dataclass

import functools
import re


#: characters of a header that are looked at
LONGEST = 2000

OTHER = "other"
BROWSER = "browser"

#: how a product in the header begins, in lower case -> what it is called; the first one counts
_PRODUCTS = (
    ("pip/", "pip"),
    ("uv/", "uv"),
    ("poetry/", "poetry"),
    ("pdm/", "pdm"),
    ("pipenv/", "pipenv"),
    ("pixi/", "pixi"),
    ("zc.buildout/", "buildout"),
    ("buildout/", "buildout"),
    ("setuptools/", "setuptools"),
    ("distribute/", "setuptools"),
    ("bandersnatch/", "bandersnatch"),
    ("devpi-server/", "devpi"),
    ("devpi/", "devpi"),
    ("artifactory/", "artifactory"),
    ("nexus/", "nexus"),
    ("twine/", "twine"),
    ("conda/", "conda"),
    ("curl/", "curl"),
    ("wget/", "wget"),
    ("python-requests/", "requests"),
    ("python-urllib/", "urllib"),
)
#: all that anything may be called
INSTALLERS = (*dict.fromkeys(name for _start, name in _PRODUCTS), BROWSER, OTHER)

#: pip and uv tell it in JSON, others as a product; "Python/3.11" is aiohttp's and urllib3's
_PYTHON = re.compile(
    r'(?:"python":\s*"|\b(?:cpython|pypy|python|python-urllib)[/ ])([23]\.[0-9]{1,2})(?![0-9])',
    re.IGNORECASE,
)
_NEWEST_MINOR = 40


@dataclass(frozen=True)
class Client:
    """What is kept of a client."""

    #: one of ``INSTALLERS``
    installer: str
    #: as ``3.11``; empty: it does not say so
    python: str


def read_user_agent(header: str | None) -> Client:
    """Return what is kept of whoever sends a header ``User-Agent``."""
    return _read((header or "")[:LONGEST])


@functools.lru_cache(maxsize=1024)
def _read(header: str) -> Client:
    return Client(_installer(header), _python(header))


def _installer(header: str) -> str:
    # Only products count, and not what stands in pip's JSON or in a comment behind them.
    words = header.partition("{")[0].partition("(")[0].lower().split()
    for start, name in _PRODUCTS:
        if any(word.startswith(start) for word in words):
            return name
    return BROWSER if words and words[0].startswith(("mozilla/", "opera/")) else OTHER


def _python(header: str) -> str:
    match = _PYTHON.search(header)
    if match is None:
        return ""
    python = match.group(1)
    minor = int(python[2:])
    return f"{python[0]}.{minor}" if minor <= _NEWEST_MINOR else ""
