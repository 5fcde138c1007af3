"""Texts that markup's parsers would take minutes for, told without parsing them."""

from html.parser import HTMLParser


#: Longer texts, in characters, are shown as they are: a page shall not wait for a parser.
MAX_RENDERED = 500_000

#: As are texts with more lines than this that may be headings: the parsers number headings of
#: the same words by trying each number, and would take minutes.
MAX_HEADINGS = 4_000

#: How often substitutions of reST may be put in for each other: each of a few lines may double
#: what the one before it makes.
MAX_SUBSTITUTIONS = 200_000

#: How deep elements may lie in each other. Browsers and the themes of a site stop at some 250.
MAX_DEPTH = 100

#: How many rows tables may have. The time that Diazo's XSLT takes grows with the square of how
#: many rows, or items of a list, with several nodes each lie beside each other: with Barceloneta,
#: 0.1 s for 1,000 rows of four cells, 1.3 s for 4,000, 12 s for 12,000. In groups of 50 it grows
#: with their number: 0.04 s, 0.2 s, 0.6 s. ``page_html`` makes such groups where it can.
MAX_ROWS = 1_000

# What may stand before a heading in a quote or a list.
_MARKERS = " \t>*+-.)0123456789"

# Elements that have no end of their own.
_VOID = frozenset(("br", "col", "hr", "img", "input"))


def takes_too_long(text: str) -> bool:
    """Is a text one that no parser should be given?"""
    if len(text) > MAX_RENDERED:
        return True
    lines = text.splitlines()
    if sum(map(_may_be_heading, lines)) > MAX_HEADINGS:
        return True
    return _substitutions(lines) > MAX_SUBSTITUTIONS


def is_too_much(html: str) -> bool:
    """Do elements lie deeper in each other than pages should have them, or have tables more rows?

    :param html: as a sanitizer writes it: what begins also ends.
    """
    parser = _DepthParser()
    parser.feed(html)
    parser.close()
    return parser.deepest > MAX_DEPTH or parser.rows > MAX_ROWS


class _DepthParser(HTMLParser):
    """Counts how deep elements lie in each other, and the rows of tables."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.depth = self.deepest = self.rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go one down."""
        self.rows += tag == "tr"
        if tag not in _VOID:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        """Go one up."""
        self.depth -= 1


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
