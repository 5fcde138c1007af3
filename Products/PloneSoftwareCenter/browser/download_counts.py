"""``<center>/counts.csv``, ``<center>/counts/<name>.json``: numbers of downloads for programs."""

from datetime import date
from Products.PloneSoftwareCenter.browser.protocol import ProtocolView
from Products.PloneSoftwareCenter.browser.streams import TextStream
from Products.PloneSoftwareCenter.downloads.numbers import are_shown
from Products.PloneSoftwareCenter.downloads.numbers import rows_of_name
from Products.PloneSoftwareCenter.index.queries import visible_names
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.pypi.downloads import FORMS
from Products.PloneSoftwareCenter.pypi.downloads import Span
from Products.PloneSoftwareCenter.pypi.errors import InvalidQuery
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.reading.answer import reading_headers
from Products.PloneSoftwareCenter.reading.rights import is_public_record


#: names after which what was read for them is let go of
KEPT = 100


class DownloadCounts(ProtocolView):
    """All numbers that the asker may see, as a stream."""

    #: the name of one distribution, with the form as its ending
    has_subpath = True

    def answer(self):
        """Answer with the stream."""
        self.require_readable()
        name, form = self._asked()
        if form not in FORMS or not are_shown(self.center):
            raise NotFound()
        span = Span(self._day("since"), self._day("until"))
        names, public = self._names(name)
        self.response.setHeader("Content-Type", FORMS[form][0])
        self.response.setHeader("X-Content-Type-Options", "nosniff")
        for header, value in reading_headers(public):
            self.response.setHeader(header, value)
        if self.request.method == "HEAD":
            return b""
        return RowStream(self.center, form, names, span)

    def _asked(self):
        """Return (the name that is asked for, or None for all; the form)."""
        _view, _, form = self.__name__.partition(".")
        if form and not self.subpath:
            return None, form
        if form or len(self.subpath) != 1:
            raise NotFound()
        name, _, form = self.subpath[0].rpartition(".")
        return name, form

    def _names(self, name):
        """Return (normalized names, whether everybody may see their numbers)."""
        if name is None:
            # Everybody sees other ones: nobody may keep it for others.
            return [one for one, _written in visible_names(self.center)], False
        record = visible_record(self.center, name)
        public = is_public(self.center) and is_public_record(self.center, record)
        return [record.normalized_name], public

    def _day(self, field):
        text = self.request.form.get(field, "")
        if not isinstance(text, str):
            raise InvalidQuery(f"Send {field} once.")
        try:
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError as error:
            raise InvalidQuery(f"Write {field} as 2027-12-31.") from error


class RowStream(TextStream):
    """The numbers of some names."""

    def __init__(self, center, form, names, span):
        super().__init__(center._p_jar.db())
        self._oid = center._p_oid
        self._form = form
        self._names = names
        self._span = span

    def pieces(self, connection):
        """Yield them in their form."""
        return FORMS[self._form][1](self._rows(connection))

    def _rows(self, connection):
        center = connection.get(self._oid)
        for number, name in enumerate(self._names, 1):
            yield from rows_of_name(center, name, self._span)
            if number % KEPT == 0:
                connection.cacheGC()
