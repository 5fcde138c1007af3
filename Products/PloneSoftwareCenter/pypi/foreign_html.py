"""The links of a page of another index in HTML (PEP 503)."""

from html.parser import HTMLParser


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


def find_anchors(text: str, limit: int) -> tuple[str, list[dict[str, str]]]:
    """Return the page's ``<base href>``, empty if there is none, and the attributes of its links.

    :param limit: how many links are looked at.
    """
    parser = _Anchors(limit)
    parser.feed(text)
    parser.close()
    for anchor in parser.found:
        anchor["href"] = anchor["href"].strip()
    return parser.base, parser.found
