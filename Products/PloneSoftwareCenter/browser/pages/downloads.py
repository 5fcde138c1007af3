"""What pages show of downloads: a chart, the same as tables, and where programs read it."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.downloads.numbers import are_shown
from Products.PloneSoftwareCenter.downloads.numbers import periods_of_center
from Products.PloneSoftwareCenter.downloads.numbers import periods_of_names
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.pypi.charts import Column
from Products.PloneSoftwareCenter.pypi.charts import columns
from Products.PloneSoftwareCenter.pypi.charts import grouped
from Products.PloneSoftwareCenter.pypi.charts import HEIGHT
from Products.PloneSoftwareCenter.pypi.charts import STEP
from Products.PloneSoftwareCenter.pypi.downloads import by_month
from Products.PloneSoftwareCenter.pypi.downloads import FORMS
from Products.PloneSoftwareCenter.pypi.downloads import last_days


#: days that a chart shows, and months that the table beside it has at most
DAYS = 30
MONTHS = 24


@dataclass(frozen=True)
class Export:
    """Where the numbers can be had."""

    title: str
    url: str


@dataclass(frozen=True)
class DownloadChart:
    """The last days of some downloads, and their months."""

    columns: tuple[Column, ...]
    #: the newest first: (month, number for people)
    months: tuple[tuple[str, str], ...]
    #: for people: of the days, of the best of them, of all time
    recent: str
    most: str
    total: str
    exports: tuple[Export, ...]

    @property
    def view_box(self) -> str:
        """The extent of the drawing."""
        return f"0 0 {STEP * len(self.columns)} {HEIGHT}"

    @property
    def rows(self) -> Sequence[tuple[str, str]]:
        """The days, the newest first, with their numbers for people."""
        return [(one.label, grouped(one.number)) for one in reversed(self.columns)]

    @property
    def first(self) -> str:
        """The first day."""
        return self.columns[0].label

    @property
    def last(self) -> str:
        """Today."""
        return self.columns[-1].label


class ShowsDownloads:
    """Part of a ``Page`` that shows downloads; it has ``download_periods`` and ``exports``."""

    _downloads = ViewPageTemplateFile("../templates/downloads.pt")

    @property
    def download_parts(self):
        """The chart, and numbers."""
        return self._downloads.macros

    @cached_property
    def counts_downloads(self):
        """Does the center tell of downloads?"""
        return are_shown(self.center)

    @cached_property
    def download_chart(self):
        """The chart; None where nothing was downloaded yet, or nobody tells."""
        if not self.counts_downloads:
            return None
        periods = self.download_periods
        return make_chart(periods, self.download_exports) if periods else None


class ShowsDownloadsOfCenter(ShowsDownloads):
    """The same for a center."""

    #: as its other headings
    downloads_heading = "h4"

    @property
    def download_periods(self):
        """Of all projects that everybody sees who sees the center."""
        return periods_of_center(self.center)

    @property
    def download_exports(self):
        """Of all that the asker may see."""
        return [(form, f"{self.center_url}/counts.{form}") for form in FORMS]


class ShowsDownloadsOfProject(ShowsDownloads):
    """The same for a project."""

    downloads_heading = None

    @cached_property
    def _names(self):
        return [record.normalized_name for record in names_of(self.center, self.context)]

    @property
    def download_periods(self):
        """Of all its names."""
        return periods_of_names(self.center, self._names)

    @property
    def download_exports(self):
        """Of each of its names."""
        return [
            (f"{name} {form}" if len(self._names) > 1 else form, self._export(name, form))
            for name in self._names
            for form in FORMS
        ]

    def _export(self, name, form):
        return f"{self.center_url}/counts/{name}.{form}"


def make_chart(
    periods: Mapping[str, int], exports: Sequence[tuple[str, str]], now: datetime | None = None
) -> DownloadChart:
    """Return the chart of some numbers.

    :param periods: period -> number
    :param exports: what forms are called, and their addresses
    """
    days = last_days(periods, (now or datetime.now(UTC)).date(), DAYS)
    months = sorted(by_month(periods).items(), reverse=True)[:MONTHS]
    return DownloadChart(
        columns=tuple(columns(days)),
        months=tuple((month, grouped(number)) for month, number in months),
        recent=grouped(sum(number for _day, number in days)),
        most=grouped(max(number for _day, number in days)),
        total=grouped(sum(periods.values())),
        exports=tuple(Export(title.upper(), url) for title, url in exports),
    )
