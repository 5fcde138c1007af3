"""What a list of projects is filtered by, as the page shows it: titles, numbers, addresses."""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.browser.pages.groups import groups_of
from Products.PloneSoftwareCenter.browser.pages.rows import KINDS
from Products.PloneSoftwareCenter.browser.pages.rows import STATES
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.facets import CATEGORY
from Products.PloneSoftwareCenter.pypi.facets import FACETS
from Products.PloneSoftwareCenter.pypi.facets import FRAMEWORK
from Products.PloneSoftwareCenter.pypi.facets import KIND
from Products.PloneSoftwareCenter.pypi.facets import LICENSE
from Products.PloneSoftwareCenter.pypi.facets import MATURITY
from Products.PloneSoftwareCenter.pypi.facets import PYTHON
from Products.PloneSoftwareCenter.pypi.facets import STATUS
from Products.PloneSoftwareCenter.pypi.facets import TOPIC
from Products.PloneSoftwareCenter.pypi.status import ACTIVE
from Products.PloneSoftwareCenter.pypi.status import ARCHIVED
from Products.PloneSoftwareCenter.pypi.status import DEPRECATED

import re


TITLES = {
    CATEGORY: _("label_category", default="Category"),
    TOPIC: _("label_topic", default="Topic"),
    FRAMEWORK: _("label_made_for", default="Made for"),
    PYTHON: _("label_python", default="Python"),
    LICENSE: _("label_license", default="License"),
    MATURITY: _("label_maturity", default="Maturity"),
    KIND: _("label_packagetype", default="Kind of file"),
    STATUS: _("label_status", default="Status"),
}
STATUS_TITLES = {
    ACTIVE: _("label_status_active", default="Active"),
    DEPRECATED: _("label_status_deprecated", default="Deprecated"),
    ARCHIVED: _("label_status_archived", default="Archived"),
}
MATURITIES = tuple(reversed(STATES))
#: values of a filter that are shown at once; the rest opens
SHOWN = 8
_NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class FilterValue:
    """One value that may be chosen.

    :ivar url: of the list with it; without it, where it is chosen
    """

    title: object
    url: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """One facet with the values that leave anything."""

    id: str
    title: object
    values: tuple[FilterValue, ...]

    @property
    def first(self):
        """The values that are shown at once, and whatever is chosen."""
        return [v for n, v in enumerate(self.values) if n < SHOWN or v.is_chosen]

    @property
    def more(self):
        """The values that open."""
        return [v for v in self.values[SHOWN:] if not v.is_chosen]

    @property
    def chosen(self):
        """The value that is chosen, or None."""
        return next((value for value in self.values if value.is_chosen), None)


def filters_of(center, counts, question, address, fixed=None):
    """Return the filters of a list in their order.

    :param counts: what ``FoundProjects.counts`` says
    :param address: makes the address of a question
    :param fixed: the facet that the page itself has chosen; it is no filter there
    """
    unused = CATEGORY if center.use_classifiers else TOPIC
    found = []
    for facet in FACETS:
        counted = counts.get(facet, ())
        if facet in (fixed, unused) or not _is_worth_it(facet, counted):
            continue
        values = [
            FilterValue(
                title=title_of(center, facet, one.value),
                url=address(question.with_value(facet, None if one.is_chosen else one.value)),
                count=one.count,
                is_chosen=one.is_chosen,
            )
            for one in sorted(counted, key=_order(center, facet))
        ]
        found.append(Filter(facet, TITLES[facet], tuple(values)))
    return found


def _is_worth_it(facet, counted):
    """Say whether there is anything to choose: of the statuses, one that is not the usual one."""
    return any(facet != STATUS or one.value != ACTIVE or one.is_chosen for one in counted)


def _order(center, facet):
    """Return the key that sorts the values of a facet."""
    if facet == CATEGORY:
        places = {group.id: place for place, group in enumerate(groups_of(center))}
        return lambda one: (places.get(one.value, len(places)), one.value)
    if facet == MATURITY:
        return lambda one: (MATURITIES.index(one.value) if one.value in MATURITIES else 99,)
    if facet == PYTHON:
        return lambda one: [-int(number) for number in _NUMBERS.findall(one.value)]
    return lambda one: (-one.count, one.value.lower())


def title_of(center, facet, value):
    """Return what people call a value."""
    if facet == CATEGORY:
        return next((group.title for group in groups_of(center) if group.id == value), value)
    if facet == TOPIC:
        return value.partition(" :: ")[2]
    known = {MATURITY: STATES, KIND: KINDS, STATUS: STATUS_TITLES}.get(facet, {})
    return known.get(value, value)
