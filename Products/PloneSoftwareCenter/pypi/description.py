"""Long descriptions as HTML that is safe to show."""

from email.message import Message
from html import escape
from html.parser import HTMLParser
from readme_renderer import markdown
from readme_renderer import rst
from readme_renderer import txt

import hashlib
import logging


logger = logging.getLogger(__name__)

RST = "text/x-rst"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"

#: Longer texts, in characters, are shown as they are: a page shall not wait for a parser.
MAX_RENDERED = 500_000

#: As are texts with more lines than this that may be headings: the parsers number headings of
#: the same words by trying each number, and would take minutes.
MAX_HEADINGS = 4_000

#: How many answers of ``is_renderable`` are remembered.
MAX_REMEMBERED = 256

_renderable: dict[bytes, bool] = {}

#: Longest text that an upload is kept waiting for, in characters.
MAX_CHECKED = 200_000

#: How often substitutions of reST may be put in for each other: each of a few lines may double
#: what the one before it makes.
MAX_SUBSTITUTIONS = 200_000

# What may stand before a heading in a quote or a list.
_MARKERS = " \t>*+-.)0123456789"

# What people write for the three that core metadata knows.
_ALIASES = {
    "": RST,
    "text/x-rst": RST,
    "text/rst": RST,
    "text/restructured": RST,
    "text/markdown": MARKDOWN,
    "text/x-markdown": MARKDOWN,
    "text/x-web-markdown": MARKDOWN,
}


def content_type_of(value: str | None) -> str:
    """Which markup a ``description_content_type`` means, parameters and old spellings aside.

    Nothing said means reST; anything else that is not known means plain text.
    Source: core metadata, Description-Content-Type.
    """
    return _ALIASES.get(_content_type(value).strip().lower(), PLAIN)


def render_description(text: str, content_type: str | None) -> str:
    """A description as safe HTML; text whose markup is broken is shown as it was written.

    :param content_type: as core metadata has it: ``text/markdown; variant=CommonMark``.
    """
    if not text.strip():
        return ""
    html = None if _takes_too_long(text) else _render(text, content_type)
    return html if html is not None else f"<pre>{escape(text)}</pre>"


def is_renderable(text: str, content_type: str | None) -> bool:
    """Whether a description is in the markup it is said to be in, as far as that can be told.

    What is too long for an upload to wait is not looked at. A release has several files with the
    same description, so the last answers are remembered.

    :param content_type: as for ``render_description``.
    """
    if not text.strip() or content_type_of(content_type) != RST:
        return True
    if len(text) > MAX_CHECKED or _takes_too_long(text):
        return True
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    known = _renderable.get(digest)
    if known is None:
        known = _render(text, content_type) is not None
        if len(_renderable) >= MAX_REMEMBERED:
            _renderable.clear()
        _renderable[digest] = known
    return known


def _takes_too_long(text: str) -> bool:
    if len(text) > MAX_RENDERED:
        return True
    lines = text.splitlines()
    if sum(map(_may_be_heading, lines)) > MAX_HEADINGS:
        return True
    return _substitutions(lines) > MAX_SUBSTITUTIONS


def _substitutions(lines: list[str]) -> int:
    """The most that substitutions can come to; 0 where none is made of others."""
    product, pipes = 1, 0
    is_inside = False
    for line in [*lines, "end"]:
        is_first = ".. |" in line
        if is_inside and not is_first and (not line.strip() or line[0] in " \t"):
            pipes += line.count("|")
            continue
        if is_inside:
            product = min(product * max(1, (pipes + 1) // 2), MAX_SUBSTITUTIONS + 1)
        is_inside = is_first
        pipes = line.count("|") - 2
    if product == 1:
        return 0
    return product * sum(line.count("|") for line in lines)


def _may_be_heading(line: str) -> bool:
    """``# Words``, or a line under words that has one kind of punctuation only."""
    line = line.strip()
    if not line:
        return False
    words = line.lstrip(_MARKERS)
    return words.startswith("#") or not words or (len(set(words)) == 1 and not words[0].isalnum())


def plain_text(html: str) -> str:
    """The words of HTML with single blanks between, for a search or a teaser."""
    parser = _TextParser()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.texts).split())


class _TextParser(HTMLParser):
    """Gathers text; any tag but those inside a line ends a word."""

    _INLINE = frozenset(["a", "abbr", "b", "code", "em", "i", "span", "strong", "sub", "sup", "tt"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the words on both sides of a block apart."""
        if tag not in self._INLINE:
            self.texts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Keep the words on both sides of a block apart."""
        if tag not in self._INLINE:
            self.texts.append(" ")

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.texts.append(data)


def _render(text: str, content_type: str | None) -> str | None:
    kind = content_type_of(content_type)
    try:
        if kind == MARKDOWN:
            variant = _parameter(content_type, "variant")
            name = "CommonMark" if variant.lower() == "commonmark" else "GFM"
            return markdown.render(text, variant=name)
        if kind == RST:
            return rst.render(text)
        return txt.render(text)
    except Exception as error:  # noqa: BLE001 - three parsers, written by others, on any text
        logger.warning("A description could not be rendered as %s: %r", kind, error)
        return None


def _content_type(value: str | None) -> str:
    return (value or "").partition(";")[0]


def _parameter(value: str | None, name: str) -> str:
    message = Message()
    message["Content-Type"] = value or ""
    return str(message.get_param(name, ""))
