"""Numbers of downloads: of which file, in which time, with what; and how they are written out.

Numbers are kept by day, and some time later by month. A *period* is either, as text: ``2027-12-31``
or ``2027-12``. All days are those of UTC.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

import csv
import io
import json


#: for how many days numbers are kept by day; then they are kept by month
DAYS = 90

#: the columns of CSV, and the keys of JSON
COLUMNS = ("project", "version", "file", "period", "installer", "python", "downloads")


@dataclass(frozen=True)
class Row:
    """How often one file was downloaded in one period, by one kind of client."""

    #: normalized name
    project: str
    #: as first written; empty with an empty file name
    version: str
    #: empty: of all files that are not shown (any more), together
    file: str
    period: str
    #: one of ``installers.INSTALLERS``
    installer: str
    #: as ``3.11``; empty: not known
    python: str
    downloads: int


@dataclass(frozen=True)
class Span:
    """Some time; an empty end is open."""

    #: the first and the last day, as ``2027-12-31``
    since: str = ""
    until: str = ""

    def has(self, period: str) -> bool:
        """Say whether a period lies in it; of a month, whether any of its days does."""
        since, until = self.since[: len(period)], self.until[: len(period)]
        return (not since or since <= period) and (not until or period <= until)


def day_of(today: date) -> str:
    """Return a day as a period."""
    return today.isoformat()


def first_day(today: date) -> str:
    """Return the first of the days that are kept as days."""
    return (today - timedelta(days=DAYS - 1)).isoformat()


def period_of(day: str, first: str) -> str:
    """Return the period that keeps a day: itself, or its month.

    :param first: the first day that is kept as one
    """
    return day if day >= first else month_of(day)


def month_of(period: str) -> str:
    """Return the month of a day, or that month itself."""
    return period[:7]


def is_day(period: str) -> bool:
    """Say whether a period is a day."""
    return len(period) == len("2027-12-31")


def last_days(numbers: Mapping[str, int], today: date, count: int) -> list[tuple[str, int]]:
    """Return (day, number) of the last days, the oldest first, those without a number, too."""
    days = (day_of(today - timedelta(days=back)) for back in range(count - 1, -1, -1))
    return [(day, numbers.get(day, 0)) for day in days]


def by_month(numbers: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers of months, the oldest first: those kept by day with their month."""
    found: dict[str, int] = {}
    for period in sorted(numbers):
        month = month_of(period)
        found[month] = found.get(month, 0) + numbers[period]
    return found


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a table (RFC 4180), the names of the columns first."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    writer.writerow(COLUMNS)
    for row in rows:
        yield line.getvalue()
        line.seek(0)
        line.truncate()
        writer.writerow([getattr(row, column) for column in COLUMNS])
    yield line.getvalue()


def as_json(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the pieces of a JSON list of objects."""
    yield "["
    before = "\n"
    for row in rows:
        yield before + json.dumps({column: getattr(row, column) for column in COLUMNS})
        before = ",\n"
    yield "\n]\n"


#: name of a form -> (media type, function that writes rows in it)
FORMS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
}
