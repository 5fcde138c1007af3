"""A badge: two words on two grounds, as a picture that any page can show."""

from html import escape
from Products.PloneSoftwareCenter.pypi.shown_text import visible


#: Longest text in either half, in characters.
MAX_TEXT = 40

#: Of the right half, by what it says; white letters on them reach a contrast of 4.5.
BLUE, GREEN, ORANGE, RED, GREY = "#0b5e8f", "#1c6e3a", "#9a4d00", "#a11d1d", "#5a6268"

# Widths of Verdana at 11 pixels, near enough: viewers stretch the letters to fit (textLength).
_NARROW, _WIDE = frozenset("ijl.,:;|!'()[] frtI-"), frozenset("mwMW@%")


def render_badge(label: str, text: str, color: str = BLUE) -> str:
    """An SVG picture of 20 pixels' height, with a title for those who do not see it.

    :param color: one of the five of this module.
    """
    label, text = _short(label), _short(text)
    left, right = _width(label), _width(text)
    total = left + right
    title = f"{escape(label)}: {escape(text)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total}" height="20" role="img"'
        f' aria-label="{title}"><title>{title}</title>'
        f'<clipPath id="r"><rect width="{total}" height="20" rx="3"/></clipPath>'
        '<g clip-path="url(#r)">'
        f'<rect width="{left}" height="20" fill="#444"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{color}"/></g>'
        '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif"'
        ' font-size="11">'
        f"{_text(label, left / 2, left)}{_text(text, left + right / 2, right)}</g></svg>"
    )


def _text(text: str, middle: float, width: int) -> str:
    return f'<text x="{middle:g}" y="14" textLength="{width - 12}">{escape(text)}</text>'


def _short(text: str) -> str:
    text = " ".join(visible(text).split()) or "?"
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"


def _width(text: str) -> int:
    letters = sum(4 if char in _NARROW else 10 if char in _WIDE else 7 for char in text)
    return letters + 12
