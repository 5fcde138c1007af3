"""What a server shows: its simple page of a name, and whether a file is there as we have it."""

from __future__ import annotations

from collective.dist.answers import blocks_of
from collective.dist.answers import cause
from collective.dist.archives import Archive
from collective.dist.archives import digest_of
from collective.dist.errors import Unreachable
from collective.dist.servers import Server
from html.parser import HTMLParser
from urllib.parse import unquote
from urllib.parse import urljoin
from urllib.parse import urlsplit

import contextlib
import hashlib
import json
import requests
import time


ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
#: bytes of a page of one name
LARGEST = 50 * 1024 * 1024
#: bytes a second, with which a file must come
SLOWEST = 10_000
#: what is believed to tell bytes apart, best first; anybody makes two files of one md5 or sha1
ALGORITHMS = ("sha256", "sha512", "sha384", "blake2b")

#: a file's address and its digests, by its name
Page = dict[str, tuple[str, dict[str, str]]]


class Links(HTMLParser):
    """The links of an HTML page."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.base = url
        self.files: Page = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "base" and href:
            with contextlib.suppress(ValueError):
                self.base = urljoin(self.base, href)
        elif tag == "a" and href:
            try:
                parts = urlsplit(urljoin(self.base, href))
            except ValueError:
                return
            algorithm, _, digest = parts.fragment.partition("&")[0].partition("=")
            name = unquote(parts.path.rpartition("/")[2])
            digests = {algorithm: digest.lower()} if digest else {}
            self.files[name] = (parts._replace(fragment="").geturl(), digests)


def read_page(session: requests.Session, server: Server, name: str, timeout: float) -> Page | None:
    """Return the files that a server shows of a name; None when it shows no page.

    :param name: normalized
    :raises Unreachable: when it does not answer, or not like an index
    """
    for root in server.indexes():
        url = f"{root}{name}/"
        status, content_type, body, final = fetch(session, url, timeout)
        if status == 404:
            continue
        if status != 200:
            raise Unreachable(f"{url} answers {status}.", passing=status >= 500)
        if "json" in content_type:
            return parse_json(body, final)
        if "html" in content_type:
            links = Links(final)
            links.feed(body.decode("utf-8", "replace"))
            return links.files
    return None


def get(session: requests.Session, url: str, timeout: float, **headers: str) -> requests.Response:
    """Begin to read; the body is still to come."""
    wait = (timeout, timeout)
    return session.get(url, headers=headers, timeout=wait, stream=True, verify=session.verify)


def fetch(session: requests.Session, url: str, timeout: float) -> tuple[int, str, bytes, str]:
    """Get a page whole: status, type, body and its final address."""
    deadline, body = time.monotonic() + timeout, b""
    try:
        with get(session, url, timeout, Accept=ACCEPT) as answer:
            for block in blocks_of(answer):
                body += block
                if len(body) > LARGEST or time.monotonic() > deadline:
                    raise Unreachable(f"{url} did not come to its end.")
            kind = answer.headers.get("Content-Type", "").lower()
            return answer.status_code, kind, body, answer.url
    except (OSError, ValueError) as error:  # requests' own are such, too
        passing = not isinstance(error, requests.exceptions.SSLError)
        raise Unreachable(f"{url} can't be read: {cause(error)}", passing=passing) from None


def parse_json(body: bytes, url: str) -> Page:
    """Read a page in JSON (PEP 691).

    :raises Unreachable: when it is none
    """
    try:
        return {
            file["filename"]: (urljoin(url, file["url"]), digests_of(file.get("hashes") or {}))
            for file in json.loads(body)["files"]
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unreachable(f"{url} is no page of an index.", passing=False) from None


def digests_of(hashes: dict[str, str]) -> dict[str, str]:
    return {str(algorithm): str(digest).lower() for algorithm, digest in hashes.items()}


def compare(
    session: requests.Session, page: Page | None, archive: Archive, timeout: float
) -> bool | None:
    """Whether a page shows the bytes of an archive; None when it does not show the file.

    A page without good digests is believed nothing: the file is fetched and read.
    """
    if not page or archive.filename not in page:
        return None
    url, digests = page[archive.filename]
    for algorithm in ALGORITHMS:
        if algorithm in digests:
            mine = archive.sha256 if algorithm == "sha256" else digest_of(archive.path, algorithm)
            return mine == digests[algorithm]
    return fetched_digest(session, url, archive.size, timeout) == archive.sha256


def fetched_digest(session: requests.Session, url: str, size: int, timeout: float) -> str:
    """The sha256 of a file that is fetched, as a stream; of no more than tells it from ours."""
    digest, got = hashlib.sha256(), 0
    deadline = time.monotonic() + timeout + size / SLOWEST
    try:
        with get(session, url, timeout) as answer:
            answer.raise_for_status()
            for block in blocks_of(answer):
                digest.update(block)
                got += len(block)
                if got > size:
                    break
                if time.monotonic() > deadline:
                    raise Unreachable(f"{url} did not come to its end.")
    except (OSError, ValueError) as error:
        raise Unreachable(f"{url} can't be read: {cause(error)}") from None
    return digest.hexdigest()
