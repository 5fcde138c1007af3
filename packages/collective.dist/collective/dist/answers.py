"""What a server's answer means, and its own sentence out of it."""

from __future__ import annotations

from collections.abc import Iterator
from collective.dist.archives import BLOCK
from collective.dist.errors import Unreachable
from collective.dist.servers import Server
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import quote

import base64
import http.client
import json
import re
import requests
import ssl
import time
import urllib3


#: bytes of an answer that are read
ENOUGH = 64 * 1024
#: characters of a sentence
LONGEST = 300
#: statuses that another try may change
PASSING = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Answer:
    """What came back.

    :param text: its body, the beginning of a long one
    """

    status: int
    reason: str
    content_type: str
    text: str
    location: str = ""
    challenge: str = ""
    retry_after: str = ""

    @property
    def is_html(self) -> bool:
        return self.content_type.startswith("text/html") and "<" in self.text

    @property
    def is_good(self) -> bool:
        """Whether it took what was sent: an HTML page is a form to log in, or another site."""
        return self.status in (200, 201, 202, 204) and not self.is_html

    @property
    def is_passing(self) -> bool:
        return self.status in PASSING

    @property
    def says_there(self) -> bool:
        """Whether it refuses a file since it has one of this name; servers differ in how."""
        said = f"{self.reason} {self.text}".lower()
        return self.status == 409 or (self.status in (400, 403) and "already exist" in said)


def ask(
    session: requests.Session,
    method: str,
    url: str,
    timeout: float,
    enough: int = ENOUGH,
    **options: object,
) -> Answer:
    """Send one request and return the answer.

    :param enough: bytes of the answer that are read
    :raises Unreachable: when there is none
    """
    try:
        answer = session.request(
            method,
            url,
            timeout=(timeout, timeout),
            stream=True,
            allow_redirects=method == "GET",
            # said again, or the environment's would stand above that of .pypirc
            verify=session.verify,
            **options,  # type: ignore[arg-type]
        )
        with answer:
            body = read_beginning(answer, timeout, enough)
    except requests.exceptions.SSLError as error:
        fits = "CERTIFICATE" not in str(error).upper()
        said = "It does not speak TLS as it should" if fits else "Its certificate does not fit"
        raise Unreachable(f"{said}: {cause(error)}", passing=False) from None
    except requests.exceptions.ConnectTimeout:
        raise Unreachable(f"It did not answer within {timeout:g} seconds.") from None
    except (requests.exceptions.Timeout, TimeoutError):
        said = f"It did not answer within {timeout:g} seconds."
        # it may still be at work: what is sent again may arrive twice
        raise Unreachable(said, ambiguous=True, passing=False) from None
    except requests.exceptions.ConnectionError as error:
        new = isinstance(innermost(error), urllib3.exceptions.NewConnectionError)
        said = "It can't be reached" if new else "It broke the connection off"
        raise Unreachable(f"{said}: {cause(error)}", ambiguous=not new) from None
    except requests.exceptions.RequestException as error:
        raise Unreachable(f"It does not speak HTTP as it should: {cause(error)}") from None
    except (OSError, ValueError) as error:
        # certificates of .pypirc that are not there, a redirect to no address
        raise Unreachable(f"It can't be asked: {tidy(str(error))}", passing=False) from None
    return Answer(
        status=answer.status_code,
        reason=answer.reason or "",
        content_type=answer.headers.get("Content-Type", "").lower(),
        text=body.decode("utf-8", "replace"),
        location=answer.headers.get("Location", ""),
        challenge=answer.headers.get("WWW-Authenticate", ""),
        retry_after=answer.headers.get("Retry-After", ""),
    )


def read_beginning(answer: requests.Response, timeout: float, enough: int) -> bytes:
    """Read the beginning of a body; a server that lets it drip gets no more than its time."""
    body, deadline = b"", time.monotonic() + timeout
    for block in blocks_of(answer):
        body += block
        if len(body) >= enough or time.monotonic() > deadline:
            break
    return body


def blocks_of(answer: requests.Response) -> Iterator[bytes]:
    """The body as it comes: no block waits until it is full.

    :raises requests.exceptions.RequestException: when it breaks off
    """
    # urllib3 before 2 has none
    read = getattr(answer.raw, "read1", answer.raw.read)
    try:
        while block := read(BLOCK, decode_content=True):
            yield block
    except urllib3.exceptions.TimeoutError as error:
        raise requests.exceptions.ReadTimeout(error) from error
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
        raise requests.exceptions.ChunkedEncodingError(error) from error


def innermost(error: BaseException) -> object:
    """What urllib3 says the reason was."""
    inner: object = error.args[0] if error.args else error
    return getattr(inner, "reason", None) or inner


def cause(error: BaseException) -> str:
    """A few words on why; nothing of what was sent."""
    inner = innermost(error)
    if isinstance(inner, (ssl.SSLError, urllib3.exceptions.SSLError)):
        return tidy(re.sub(r"\(_ssl\.c:\d+\)", "", str(inner)))
    text = re.sub(r"^.*?(?:Connection|connection)[^:]*: ", "", str(inner))
    return tidy(re.sub(r"<[^>]*>:?|0x[0-9a-f]+", "", text)) or type(error).__name__


def sentence_of(answer: Answer, server: Server) -> str:
    """The server's own words, on one line, without our password should it say it."""
    if 300 <= answer.status < 400:
        target = re.sub(r"//[^/]*@", "//", answer.location)
        said = f"{answer.status}: it sends us to {target or 'nowhere'}; nothing was sent there."
        return tidy(hide(said, server))
    if answer.is_html:
        words = words_of(answer.text) or answer.reason
        if answer.status == 200:
            words = f"an HTML page ({words}): is this the address for uploads?"
    else:
        words = answer.text.strip() or answer.reason
    if answer.status == 401 and server.realm and server.realm not in answer.challenge:
        words = f"{words} (it calls itself {answer.challenge!r}, not {server.realm!r})"
    said = words if answer.is_good else f"{answer.status}: {words}"
    return tidy(hide(said, server))


def other_realm(answer: Answer, server: Server) -> str:
    """Why a server that was asked without a password is told none; empty: it may have it."""
    wanted, challenge = server.realm, answer.challenge
    if answer.status != 401 or not wanted or f'"{wanted}"' in challenge:
        return ""
    return tidy(f"It calls itself {challenge!r}, not {wanted!r}: no password was sent.")


def hide(text: str, server: Server) -> str:
    """Take a password out of a text, also as it goes over the wire or as a page shows it."""
    password = server.password
    if not password:
        return text
    login = base64.b64encode(f"{server.username}:{password}".encode()).decode()
    written = {password, login, quote(password, safe=""), escape(password)}
    written |= {json.dumps(password)[1:-1], json.dumps(password, ensure_ascii=False)[1:-1]}
    written.add(repr(password)[1:-1])
    for secret in sorted(written, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


def tidy(text: str) -> str:
    """One line that does nothing to a terminal."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}..."


class Words(HTMLParser):
    """The title of a page, and its first heading."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = ""
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside = tag if tag in ("title", "h1") else ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside and data.strip() and data.strip() not in self.found:
            self.found.append(data.strip())


def words_of(page: str) -> str:
    """What a page of HTML says in a few words."""
    reader = Words()
    reader.feed(page)
    return ": ".join(reader.found[:2])
