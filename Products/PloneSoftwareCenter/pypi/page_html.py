"""Sanitised HTML of a stranger, so that it fits into a page of a site that people log in to."""

from itertools import count

# The tags and attributes are those of readme_renderer; what comes in was sanitised by it.
from readme_renderer.clean import ALLOWED_ATTRIBUTES
from readme_renderer.clean import ALLOWED_TAGS

import nh3
import re


#: What ids begin with, so that none is one of the page's own.
ID_PREFIX = "user-content-"

# What each element of a kind gets, whatever it had. A block that is wider than the page can be
# moved with the keyboard; the boxes of a list of tasks have a name for who does not see them.
_SET = {
    "img": {"loading": "lazy", "decoding": "async", "referrerpolicy": "no-referrer"},
    "input": {"type": "checkbox", "disabled": "", "aria-label": "Task"},
    "pre": {"tabindex": "0"},
}

# The language of code is none that people speak.
_ATTRIBUTES = {**ALLOWED_ATTRIBUTES, "pre": {"class"}, "input": {"checked"}}

# The sanitizer writes ``<`` and ``>`` in values as references, so these begin and end tags.
_WITHOUT_ALT = re.compile(r"<img(?=[ >])(?![^>]* alt=)")

# Between two rows of a table. The sanitizer writes all tables with ``tbody``.
_BETWEEN_ROWS = re.compile(r"</tr>\s*(?=<tr[ >])")

#: Rows that lie in one ``tbody``, see ``MAX_ROWS`` in ``costly.py``.
GROUP_OF_ROWS = 50

# Classes that docutils, comrak and Pygments write. Any other could be one of the site's theme,
# and lay a text over the whole page that looks like its log-in form.
_CLASS = re.compile(
    r"[a-z]{1,2}[0-9]?|align-(?:left|center|right|top|middle|bottom)|admonition(?:-title)?"
    r"|attention|caution|danger|error|hint|important|note|tip|warning|markdown-alert(?:-[a-z]+)?"
    r"|highlight|code|literal(?:-block)?|docutils|simple|footnote(?:-reference|-list)?|brackets"
    r"|field-list|option-list|line-block|topic(?:-title)?|rubric|math|language-[a-z0-9+#-]+"
)


def fit_for_page(html: str, *, images: bool = True) -> str:
    """HTML whose images load late and tell no referrer, and whose ids and classes are its own.

    Addresses that are relative lead nowhere on this page, and are left out.

    :param html: sanitised already.
    :param images: ``False`` leaves the words that stand for each image, and asks nobody for it.
    """

    def fit(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "class":
            return " ".join(name for name in value.split() if _CLASS.fullmatch(name)) or None
        if attribute == "id":
            return _prefixed(value)
        if attribute == "href" and value.startswith("#"):
            return f"#{_prefixed(value[1:])}"
        if tag == "img" and attribute == "src" and not images:
            return None
        return value

    found = nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=fit,
        link_rel="nofollow noopener",
        url_schemes={"http", "https", "mailto"},
        url_relative=_on_this_page,
        set_tag_attribute_values=_SET,
    )
    return _grouped(_WITHOUT_ALT.sub('<img alt=""', found))


def _grouped(html: str) -> str:
    """Divide the rows of long tables, which looks the same and gets its theme much sooner."""
    # A cell does not reach from one ``tbody`` into the next.
    if "rowspan" in html:
        return html
    numbers = count(1)

    def divide(found: re.Match[str]) -> str:
        is_end = next(numbers) % GROUP_OF_ROWS == 0
        return "</tr></tbody><tbody>" if is_end else found[0]

    return _BETWEEN_ROWS.sub(divide, html)


def _on_this_page(url: str) -> str | None:
    return url if url.startswith("#") else None


def _prefixed(name: str) -> str:
    return name if name.startswith(ID_PREFIX) else f"{ID_PREFIX}{name}"
