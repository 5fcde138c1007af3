"""Long descriptions as HTML that is safe to show, in bounded time."""

from html import escape
from html.parser import HTMLParser
from Products.PloneSoftwareCenter.pypi.apart import Busy
from Products.PloneSoftwareCenter.pypi.apart import to_html_apart
from Products.PloneSoftwareCenter.pypi.costly import takes_too_long
from Products.PloneSoftwareCenter.pypi.markup import content_type_of
from Products.PloneSoftwareCenter.pypi.markup import RST
from Products.PloneSoftwareCenter.pypi.markup import to_html
from Products.PloneSoftwareCenter.pypi.page_html import fit_for_page
from Products.PloneSoftwareCenter.pypi.shown_text import without_overrides

import hashlib
import re


#: Longest text, in characters, that is rendered where it is asked for: the worst takes a second.
#: What is longer gets a process of its own, which costs some tenths of one, and can be ended.
MAX_RENDERED_HERE = 8_000

#: In reST, what defines a role, or chooses one. The parser keeps roles for all texts that follow,
#: of whoever they are: so such a text gets a process of its own, too.
_ROLES = re.compile(r"role\s*::", re.IGNORECASE)

#: Most characters of a text that are shown as they were written.
MAX_SHOWN = 200_000

#: How many answers of ``is_renderable`` are remembered.
MAX_REMEMBERED = 256

_renderable: dict[bytes, bool] = {}

#: Longest text that an upload is kept waiting for, in characters.
MAX_CHECKED = 200_000


def render_description(text: str, content_type: str | None, *, images: bool = True) -> str:
    """A description as safe HTML; text whose markup is broken is shown as it was written.

    :param content_type: as core metadata has it: ``text/markdown; variant=CommonMark``.
    :param images: whether images are shown, or the words that stand for them.
    :raises Busy: when other texts keep all places; show it with ``as_written``.
    """
    if not text.strip():
        return ""
    html = None if takes_too_long(text) else _bounded(without_overrides(text), content_type)
    return fit_for_page(html, images=images) if html is not None else as_written(text)


def as_written(text: str) -> str:
    """A text as HTML that shows it as it is; of a huge one its beginning."""
    is_cut = len(text) > MAX_SHOWN
    shown = f"{text[:MAX_SHOWN]}\n\n[...]" if is_cut else text
    return f"<pre>{escape(without_overrides(shown))}</pre>"


def is_renderable(text: str, content_type: str | None) -> bool:
    """Whether a description is in the markup it is said to be in, as far as that can be told.

    What is too long for an upload to wait is not looked at. A release has several files with the
    same description, so the last answers are remembered.

    :param content_type: as for ``render_description``.
    """
    if not text.strip() or content_type_of(content_type) != RST:
        return True
    if len(text) > MAX_CHECKED or takes_too_long(text):
        return True
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    known = _renderable.get(digest)
    if known is None:
        try:
            known = _bounded(text, content_type) is not None
        except Busy:
            return True
        if len(_renderable) >= MAX_REMEMBERED:
            _renderable.clear()
        _renderable[digest] = known
    return known


def _bounded(text: str, content_type: str | None) -> str | None:
    defines_roles = content_type_of(content_type) == RST and _ROLES.search(text) is not None
    if defines_roles or len(text) > MAX_RENDERED_HERE:
        return to_html_apart(text, content_type)
    return to_html(text, content_type)


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
