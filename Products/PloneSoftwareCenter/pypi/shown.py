"""Texts of strangers on a line of a page: nothing in them hides, or turns what stands around."""

from unicodedata import category


#: between letters these two change how those are written in Persian and Indic scripts, and hold
#: one emoji together
JOINERS = frozenset("\u200c\u200d")
#: control, format (of direction, of no width), private, surrogate; line and paragraph separators
HIDDEN = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))


def shown_text(text: str | None) -> str:
    """A text without the characters that nobody sees, on one line.

    >>> shown_text("pay" + chr(0x202E) + "lap" + chr(0x200B))
    'paylap'
    """
    kept = (" " if char in "\n\r\t" else char for char in text or "" if not _hides(char))
    return " ".join("".join(kept).split())


def _hides(char: str) -> bool:
    return category(char) in HIDDEN and char not in JOINERS and char not in "\n\r\t"
