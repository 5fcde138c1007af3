"""Terms and the center they come from."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterable
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from urllib.parse import quote
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


def find_center(context):
    """Return the center that something lies in, None where there is none.

    Forms hand over whatever they edit; a vocabulary without a center is empty.
    """
    while context is not None and not IPloneSoftwareCenter.providedBy(context):
        context = aq_parent(aq_inner(context))
    return context


def make_vocabulary(titles: Iterable[tuple[str, object]]) -> SimpleVocabulary:
    """Return a vocabulary of (value, title); the first of equal values counts."""
    found: dict[str, object] = {}
    for value, title in titles:
        found.setdefault(value, title)
    return SimpleVocabulary(
        [
            SimpleTerm(value, token=quote(value, safe=" ()[]:/.,+-_"), title=title)
            for value, title in found.items()
        ]
    )


def chosen(context, name: str) -> list[tuple[str, str]]:
    """Return what content holds in a field already, as further terms.

    Else a form could not be saved again after the center's choices have changed.
    """
    values = getattr(context, "__dict__", {}).get(name) or ()
    if isinstance(values, str):
        values = (values,)
    return [(value, value) for value in values if isinstance(value, str)]
