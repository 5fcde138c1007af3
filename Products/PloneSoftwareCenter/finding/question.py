"""What somebody asks of a list of projects: read from a form, and written into addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from Products.PloneSoftwareCenter.pypi.facets import FACETS
from urllib.parse import urlencode


#: the field for words; Plone's own name for it
WORDS = "SearchableText"
SORT = "sort"
START = "b_start"
#: characters; nobody types more, and programs may send megabytes
LONGEST_TEXT = 200
LONGEST_VALUE = 200
#: beyond any list; where a number comes from a stranger, it ends somewhere
LAST_START = 1_000_000

RELEVANCE = "relevance"
NAME = "name"
NEWEST = "newest"
UPDATED = "updated"
DOWNLOADS = "downloads"
SORTS = (RELEVANCE, NAME, NEWEST, UPDATED, DOWNLOADS)


@dataclass(frozen=True)
class Question:
    """One state of a list.

    :ivar text: the words; empty: none
    :ivar chosen: (facet, value) pairs, one a facet at most, in the order of ``FACETS``
    :ivar sort: one of ``SORTS``; empty: the usual one
    :ivar start: how many projects are left out before the first that is shown
    """

    text: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    start: int = 0

    @property
    def order(self) -> str:
        """The sort that counts: without words nothing is more relevant than the rest."""
        usual = RELEVANCE if self.text else NAME
        return usual if self.sort in ("", RELEVANCE) else self.sort

    @property
    def is_narrowed(self) -> bool:
        """Is anything left out by it?"""
        return bool(self.text or self.chosen)

    def value_of(self, facet: str) -> str | None:
        """What is chosen of a facet, or None."""
        return dict(self.chosen).get(facet)

    def with_value(self, facet: str, value: str | None) -> "Question":
        """The same with another value of a facet, from its first project on; None: without it."""
        values = {**dict(self.chosen), facet: value}
        chosen = tuple((name, values[name]) for name in FACETS if values.get(name))
        return replace(self, chosen=chosen, start=0)

    def without_words(self) -> "Question":
        """The same without words."""
        return replace(self, text="", start=0)

    def query(self) -> str:
        """The query string of its address, empty for the whole list."""
        fields = [(WORDS, self.text), *self.chosen, (SORT, self.sort)]
        if self.start:
            fields.append((START, str(self.start)))
        return urlencode([(name, value) for name, value in fields if value])


def read_question(form: Mapping[str, object]) -> Question:
    """Read a question from the fields of a form; whatever is none of ours is left out."""
    values = [(facet, _text(form.get(facet), LONGEST_VALUE)) for facet in FACETS]
    sort = _text(form.get(SORT), LONGEST_VALUE)
    return Question(
        text=_text(form.get(WORDS), LONGEST_TEXT),
        chosen=tuple((facet, value) for facet, value in values if value),
        sort=sort if sort in SORTS else "",
        start=_number(form.get(START)),
    )


def _text(value: object, longest: int) -> str:
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    if not isinstance(value, str):
        return ""
    # a lone surrogate can't be written anywhere
    return " ".join(value[:longest].encode("utf-8", "ignore").decode().split())


def _number(value: object) -> int:
    try:
        number = int(value)  # type: ignore[call-overload]
    except (TypeError, ValueError):
        # anybody can write anything into an address
        return 0
    return min(max(0, number), LAST_START)
