"""How many projects there are beside each filter, for whoever asks."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from Products.PloneSoftwareCenter.pypi.facets import FACETS
from Products.PloneSoftwareCenter.pypi.facets import read_token
from Products.PloneSoftwareCenter.pypi.facets import token


INDEX = "psc_facets"


@dataclass(frozen=True)
class Counted:
    """One value of a facet, with the number of projects that choosing it would leave."""

    value: str
    count: int
    is_chosen: bool


class Tokens:
    """Which catalog ids have which token, in the whole site."""

    def __init__(self, catalog):
        self._index = catalog._catalog.getIndex(INDEX)

    @cached_property
    def facets(self):
        """Facet -> value -> ids."""
        facets = defaultdict(dict)
        for one, rids in self._index.items():
            facet, value = read_token(one)
            facets[facet][value] = rids
        return facets

    def having(self, rids, facet, value):
        """Return those of a set of catalog ids that have a value."""
        found = self._index._index.get(token(facet, value), ())
        return rids.intersection((found,) if isinstance(found, int) else found)

    def narrow(self, rids, chosen):
        """Return those of a set of catalog ids that have all of the chosen values."""
        for facet, value in chosen:
            rids = self.having(rids, facet, value)
        return rids

    def count(self, rids, question):
        """Return facet -> list of ``Counted``, those that leave nothing out of it.

        A chosen value does not count against the others of its facet: each number is what one
        gets by choosing that one.

        :param rids: the catalog ids that have the words, whatever is chosen
        """
        left = self.narrow(rids, question.chosen)
        counted = {}
        for facet in FACETS:
            chosen = question.value_of(facet)
            others = [pair for pair in question.chosen if pair[0] != facet]
            base = left if chosen is None else self.narrow(rids, others)
            numbers = (
                (value, len(base.intersection(having)))
                for value, having in self.facets[facet].items()
            )
            counted[facet] = [
                Counted(value, number, value == chosen)
                for value, number in numbers
                if number or value == chosen
            ]
        return counted
