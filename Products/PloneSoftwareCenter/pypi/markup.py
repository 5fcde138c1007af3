"""The markup of descriptions, and what makes HTML of each kind."""

from email.message import Message
from Products.PloneSoftwareCenter.pypi.costly import is_too_much
from readme_renderer import markdown
from readme_renderer import rst
from readme_renderer import txt

import logging


logger = logging.getLogger(__name__)

RST = "text/x-rst"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"

#: Longest HTML that a page shows, in characters.
MAX_HTML = 4_000_000

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


def to_html(text: str, content_type: str | None) -> str | None:
    """A text as sanitised HTML; ``None`` where its markup is broken, or its HTML too
    much for a page.

    It may take long: ``apart`` bounds that.
    """
    kind = content_type_of(content_type)
    try:
        html = _parsed(text, kind, content_type)
    except Exception as error:  # noqa: BLE001 - three parsers, written by others, on any text
        logger.warning("A description could not be rendered as %s: %r", kind, error)
        return None
    if html is None or len(html) > MAX_HTML or is_too_much(html):
        return None
    return html


def _parsed(text: str, kind: str, content_type: str | None) -> str | None:
    if kind == MARKDOWN:
        variant = _parameter(content_type, "variant")
        name = "CommonMark" if variant.lower() == "commonmark" else "GFM"
        return markdown.render(text, variant=name)
    if kind == RST:
        return rst.render(text)
    return txt.render(text)


def _content_type(value: str | None) -> str:
    return (value or "").partition(";")[0]


def _parameter(value: str | None, name: str) -> str:
    message = Message()
    message["Content-Type"] = value or ""
    return str(message.get_param(name, ""))
