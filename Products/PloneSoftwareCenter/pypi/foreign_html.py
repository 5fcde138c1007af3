"""The links of a page of another index in HTML (PEP 503)."""

from html.parser import HTMLParser

import time


#: Characters that are read at a time, and that may wait for the end of a tag or a comment.
BLOCK = 1 << 13
LONGEST_TAG = 1 << 16


class UnreadableMarkup(ValueError):
    """Markup that no index writes, and that would take very long to read."""


class _Anchors(HTMLParser):
    def __init__(self, limit: int) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.found: list[dict[str, str]] = []
        self._limit = limit

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("a", "base") or len(self.found) >= self._limit:
            return
        # Of an attribute that is there twice, the first counts, as in browsers.
        attributes = {name: value or "" for name, value in reversed(attrs)}
        if "href" not in attributes:
            return
        if tag == "a":
            self.found.append(attributes)
        elif not self.base:
            self.base = attributes["href"].strip()


def find_anchors(text: str, limit: int, seconds: float) -> tuple[str, list[dict[str, str]]]:
    """Return the page's ``<base href>``, empty if there is none, and the attributes of its links.

    :param limit: how many links are looked at.
    :param seconds: how long it may take.
    :raises UnreadableMarkup: when it takes longer, or a tag does not end
    """
    parser = _Anchors(limit)
    deadline = time.monotonic() + seconds
    # In one piece, what begins and does not end would be read again from each of its beginnings.
    for begin in range(0, len(text), BLOCK):
        parser.feed(text[begin : begin + BLOCK])
        if parser.cdata_elem is None and len(parser.rawdata) > LONGEST_TAG:
            raise UnreadableMarkup("A tag or a comment of the page does not end.")
        if time.monotonic() > deadline:
            raise UnreadableMarkup("The page takes too long to read.")
    for anchor in parser.found:
        anchor["href"] = anchor["href"].strip()
    return parser.base, parser.found
