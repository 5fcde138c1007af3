"""The projects of a center that somebody asks for.

One question to the catalog, which leaves out what the asker may not view; all the rest is done with
sets of its ids. Nothing that was found is loaded but the lines that a page shows. What there is
without any question, or with some words, is kept until the catalog changes: each page begins so.
"""

from AccessControl import getSecurityManager
from functools import cached_property
from plone import api
from Products.CMFCore.indexing import processQueue
from Products.PloneSoftwareCenter.content.states import PUBLIC_PROJECT_STATES
from Products.PloneSoftwareCenter.finding.counts import Tokens
from Products.PloneSoftwareCenter.finding.order import first_in_order
from Products.PloneSoftwareCenter.finding.order import MANY
from Products.PloneSoftwareCenter.finding.popularity import state_of_downloads
from Products.PloneSoftwareCenter.finding.question import DOWNLOADS
from Products.PloneSoftwareCenter.finding.question import Question
from Products.PloneSoftwareCenter.finding.words import text_query
from Products.PloneSoftwareCenter.index.cache import cached_finding
from Products.PloneSoftwareCenter.pypi.facets import STATUS
from Products.PloneSoftwareCenter.pypi.facets import token
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.status import serves_files
from Products.PloneSoftwareCenter.pypi.status import STATUSES
from Products.ZCTextIndex.ParseTree import ParseError

import time


PUBLIC = tuple(sorted(PUBLIC_PROJECT_STATES))
#: of these projects no list tells, whoever asks
UNLISTED = tuple(status for status in STATUSES if not serves_files(status))
#: seconds after which dates are looked at again, by which content appears and goes
MOMENT = 60
#: about how many bytes a catalog id takes in a set, and a number beside a filter
ID_SIZE, NUMBER_SIZE = 64, 256


class Part(list):
    """The brains of one page, as Plone's batches take them.

    :ivar actual_result_count: how many there are in all
    """

    def __init__(self, brains, total):
        super().__init__(brains)
        self.actual_result_count = total


class FoundProjects:
    """The answer to a question.

    :param states: of the projects; those that are public unless given
    """

    #: statuses of projects that are left out
    unlisted = UNLISTED

    def __init__(self, center, question, states=PUBLIC):
        self.center = center
        self.question = question
        self.states = states
        self.catalog = api.portal.get_tool("portal_catalog")

    def __len__(self):
        return len(self._rids)

    def part(self, size):
        """Return (the ``Part`` that the question's start begins, that start).

        A start behind the last page is that of the last page.
        """
        return self.part_in_order(
            lambda rids, wanted: self._first(self.question, rids, wanted), self.question.start, size
        )

    def part_in_order(self, first, start, size):
        """Return the same in an order of the caller's own.

        :param first: called with a set of catalog ids and how many are wanted; returns these
        """
        last = max(0, len(self) - 1) // size * size
        start = min(start, last)
        rids = first(self._rids, start + size)
        return Part(self._brains(rids[start:]), len(self)), start

    def first(self, sort, wanted, state=None):
        """Return the brains of the first projects in some order, whatever else is asked.

        :param state: of the workflow, of those that are wanted; any unless given
        """
        rids = self._everything
        if state is not None:
            rids = rids.intersection(self._having_state(state))
        return self._brains(self._first(Question(sort=sort), rids, wanted))

    def _having_state(self, state):
        having = self.catalog._catalog.getIndex("review_state")._index.get(state, ())
        return (having,) if isinstance(having, int) else having

    def named(self, name):
        """Return the brains of the project that holds a name: one or none."""
        query = {**self._query, "psc_names": normalize_name(name)}
        return [brain for brain in self.catalog.searchResults(query) if _is_listed(brain)]

    @property
    def total(self):
        """How many there are without any question."""
        return len(self._everything)

    @cached_property
    def counts(self):
        """How many there are beside each filter: facet -> list of ``Counted``."""
        question = self.question
        return self._kept(
            ("counts", question.text, question.chosen),
            lambda: self._tokens.count(self._worded, question),
            lambda counts: NUMBER_SIZE * sum(len(of_facet) for of_facet in counts.values()),
        )

    @cached_property
    def _tokens(self):
        return Tokens(self.catalog)

    @cached_property
    def _rids(self):
        return self._tokens.narrow(self._worded, self.question.chosen)

    @property
    def _worded(self):
        return self._with_words[0] if self.question.text else self._everything

    @property
    def _scores(self):
        return self._with_words[1]

    @cached_property
    def _with_words(self):
        text = self.question.text
        return self._kept(
            ("words", text), lambda: self._ask(text), lambda found: 2 * ID_SIZE * len(found[0])
        )

    @cached_property
    def _everything(self):
        return self._kept("ids", lambda: self._ask("")[0], lambda rids: ID_SIZE * len(rids))

    def _kept(self, what, compute, size_of):
        """Return what the pages of an answer have in common, once for a state of the catalog.

        :param what: hashable: which of it, with what it depends on of the question
        """
        # What waits to be written into the catalog is a change of this transaction.
        processQueue()
        counter = self.catalog._counter
        if counter is None:
            return compute()
        query = {name: _hashable(value) for name, value in self._query.items()}
        asker = tuple(self.catalog._listAllowedRolesAndUsers(getSecurityManager().getUser()))
        shows_all = bool(query.get("show_inactive") or self.catalog.allow_inactive({}))
        moment = 0 if shows_all else time.time() // MOMENT
        state = (what, frozenset(query.items()), self.unlisted, asker, shows_all, moment)
        return cached_finding(counter, state, compute, size_of)

    def _first(self, question, rids, wanted):
        by_downloads = question.order == DOWNLOADS
        if rids is self._everything and not question.text and (by_downloads or wanted > MANY):
            state = state_of_downloads(self.center) if by_downloads else None
            return self._kept(
                ("order", question.order, state),
                lambda: self._in_order(question, rids, {}, len(rids)),
                lambda order: ID_SIZE * len(order),
            )[:wanted]
        return self._in_order(question, rids, self._scores if question.text else {}, wanted)

    def _in_order(self, question, rids, scores, wanted):
        return first_in_order(self.catalog, self.center, question, rids, scores, wanted)

    def _brains(self, rids):
        return [self.catalog._catalog[rid] for rid in rids]

    @property
    def _query(self):
        return {
            "portal_type": "PSCProject",
            "path": "/".join(self.center.getPhysicalPath()),
            "review_state": self.states,
        }

    def _ask(self, text):
        """Return the catalog ids that have all words, and how well they fit."""
        query = self._query
        if text:
            query["SearchableText"] = text_query(text)
            if not query["SearchableText"]:
                return frozenset(), {}
        try:
            found = self.catalog.searchResults(query)
        except ParseError:
            # what was searched for has no word in it
            return frozenset(), {}
        # The lazy sequence of the catalog holds ids, with scores where it has any; to ask it for
        # brains would load ten thousand of them.
        held = list(getattr(found, "_seq", ()))
        scores = {pair[1]: pair[0] for pair in held if isinstance(pair, tuple)}
        rids = frozenset(scores or held)
        for status in self.unlisted:
            rids -= self._tokens.having(rids, STATUS, status)
        return rids, scores


def _hashable(value):
    return tuple(value) if isinstance(value, list) else value


def _is_listed(brain):
    tokens = brain.psc_facets or ()
    return not any(token(STATUS, status) in tokens for status in UNLISTED)
