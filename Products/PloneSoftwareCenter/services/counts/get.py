"""``GET <center>/@counts``, ``GET <center>/@counts/<name>`` and ``GET <project>/@counts``."""

from datetime import date
from Products.PloneSoftwareCenter.downloads.numbers import are_shown
from Products.PloneSoftwareCenter.downloads.numbers import periods_of_center
from Products.PloneSoftwareCenter.downloads.numbers import periods_of_names
from Products.PloneSoftwareCenter.downloads.numbers import rows_of_name
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.pypi.downloads import Span
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.services.listing import listing
from Products.PloneSoftwareCenter.services.parameters import Refused
from Products.PloneSoftwareCenter.services.parameters import text_of
from Products.PloneSoftwareCenter.services.service import CenterService

import dataclasses


class TellsCounts(CenterService):
    """What tells numbers of downloads."""

    def require_counts(self):
        """See that the center tells them.

        :raises NotFound: when nobody counts
        """
        if not are_shown(self.center):
            raise NotFound()

    def sums(self, periods):
        """Return numbers as one object; the days and months that the query asks for."""
        span = self.span()
        found = [(period, periods[period]) for period in sorted(periods) if span.has(period)]
        return {
            "@id": self.request.URL,
            "downloads": sum(number for _period, number in found),
            "periods": [{"period": period, "downloads": number} for period, number in found],
        }

    def span(self):
        """Return the time that is asked for."""
        return Span(self._day("since"), self._day("until"))

    def _day(self, name):
        text = text_of(self.request, name)
        try:
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError as error:
            raise Refused(f"Write {name} as 2027-12-31.") from error


class GetCountsOfCenter(TellsCounts):
    """``<center>/@counts``, and what there is of one name under it."""

    longest_path = 1

    def answer(self):
        """Return the sums of all, or a part of the rows of one name."""
        self.require_counts()
        if not self.path:
            return self.sums(periods_of_center(self.center))
        record = visible_record(self.center, self.path[0])
        rows = list(rows_of_name(self.center, record.normalized_name, self.span()))
        found = listing(self.request, rows, dataclasses.asdict)
        return {**found, "downloads": sum(row.downloads for row in rows)}


class GetCountsOfProject(TellsCounts):
    """``<project>/@counts``: the sums of all its names."""

    def answer(self):
        """Return them."""
        self.require_counts()
        names = [record.normalized_name for record in names_of(self.center, self.context)]
        return self.sums(periods_of_names(self.center, names))
