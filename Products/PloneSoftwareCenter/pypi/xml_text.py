"""Text that any XML parser takes, and moments as feeds write them."""

from datetime import datetime
from datetime import UTC
from email.utils import format_datetime
from xml.etree import ElementTree

import re


DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'

#: what XML 1.0 has no way to write (production 2, Char)
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """Return a text without the characters that XML can't hold, escaped or not."""
    return _UNWRITABLE.sub("", text)


def add(
    parent: ElementTree.Element, tag: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    """Append an element; whatever text and attributes hold is escaped when it is written."""
    clean = {name: writable(value) for name, value in attributes.items()}
    element = ElementTree.SubElement(parent, tag, clean)
    if text:
        element.text = writable(text)
    return element


def written(root: ElementTree.Element) -> bytes:
    """Return a document in UTF-8."""
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=False)
    return DECLARATION + body + b"\n"


def as_rfc3339(moment: datetime) -> str:
    """Return an aware moment as Atom and sitemaps write it, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def as_rfc5322(moment: datetime) -> str:
    """Return an aware moment as RSS and HTTP write it."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)
