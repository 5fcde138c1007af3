"""Sanitised HTML of a stranger, so that it fits into a page of a site that people log in to."""

# The tags and attributes are those of readme_renderer; what comes in was sanitised by it.
from readme_renderer.clean import ALLOWED_ATTRIBUTES
from readme_renderer.clean import ALLOWED_TAGS

import nh3
import re


#: What ids begin with, so that none is one of the page's own.
ID_PREFIX = "user-content-"

_IMAGE = {"loading": "lazy", "decoding": "async", "referrerpolicy": "no-referrer"}

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

    return nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        attribute_filter=fit,
        link_rel="nofollow noopener",
        url_schemes={"http", "https", "mailto"},
        set_tag_attribute_values={"img": _IMAGE, "input": {"disabled": ""}},
    )


def _prefixed(name: str) -> str:
    return name if name.startswith(ID_PREFIX) else f"{ID_PREFIX}{name}"
