"""Text of strangers, so that what is in it is also what people see of it."""

import re


# Characters that show nothing and make one name look like another, or turn the order of what
# stands around them (Unicode 15, General_Category Cc and Cf; UTR 36). The two joiners (200C,
# 200D) are part of how some languages, and emoji, are written.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)

# In running text most of these have a use; these overrule the order of all that follows.
_OVERRIDES = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u202d\u202e]")


def visible(text: str) -> str:
    """A name or a line with each unseen character told by its number.

    >>> visible("demo\u200b")
    'demo[U+200B]'
    """
    return _UNSEEN.sub(_told, text)


def without_overrides(text: str) -> str:
    """A text of several lines in which nothing turns the order of letters."""
    return _OVERRIDES.sub(_told, text)


def _told(match: re.Match[str]) -> str:
    return f"[U+{ord(match[0]):04X}]"
