"""Checking the index of a center and making it right, by a manager in the browser."""

from dataclasses import dataclass
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.PloneSoftwareCenter.browser.pages.web_server import files_of
from Products.PloneSoftwareCenter.browser.pages.web_server import FilesOfCenter
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.consistency.parts import batches
from Products.PloneSoftwareCenter.index.consistency.parts import count_keys
from Products.PloneSoftwareCenter.index.consistency.parts import Cursor
from Products.PloneSoftwareCenter.index.consistency.parts import PARTS
from Products.PloneSoftwareCenter.index.consistency.survey import Survey
from Products.PloneSoftwareCenter.interfaces import ICenterTask
from Products.PloneSoftwareCenter.maintenance.check import check
from Products.PloneSoftwareCenter.maintenance.rebuild import rebuild
from Products.PloneSoftwareCenter.maintenance.stored import ALL_PARTS
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.upload.rights import MANAGE
from Products.PloneSoftwareCenter.upload.rights import may
from zope.component import getAdapters

import time


#: seconds after which a request ends and offers to go on
LONGEST = 10
#: how many differences one page shows
SHOWN = 100


@dataclass(frozen=True)
class Stretch:
    """What one request has looked at, and the sums since the beginning."""

    #: of what was found now: sentences, at most ``SHOWN``
    sentences: tuple[str, ...]
    #: how many more were found now
    more: int
    #: since the beginning: looked at, and all there is
    done: int
    total: int
    #: since the beginning: what is wrong (and was not mended), and what was mended
    wrong: int
    mended: int
    #: where to go on; None: it is through
    cursor: Cursor | None
    #: why it stopped early, as plain text; None: it did not
    error: str | None = None

    @property
    def is_right(self):
        """Was everything looked at, and is it right?"""
        return self.cursor is None and not self.wrong and not self.error


class CheckIndexPage(BrowserView):
    """``<center>/check-index``."""

    stretch = None

    def __call__(self):
        """Show the page; after a button, with what was found."""
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.stretch = self._work()
        return self.index()

    @property
    def is_mending(self):
        """Was the second button pressed?"""
        return self.request.form.get("task") == "mend"

    @property
    def task(self):
        """What the button to go on does."""
        return "mend" if self.is_mending else "check"

    def _work(self):
        """Look at one batch after the other until it is through or the time is up."""
        end = time.monotonic() + LONGEST
        survey = Survey(self.context)
        # The bytes of files are looked for only; nothing here could bring them back.
        parts = PARTS if self.is_mending else ALL_PARTS
        sums = {name: self._number(name) for name in ("done", "wrong", "mended")}
        found, cursor, error = [], self._cursor(parts), None
        is_through = True
        try:
            for batch, mended, wrong in self._steps(survey, batches(survey, parts, cursor)):
                cursor = batch.end
                sums["done"] += len(batch.keys)
                sums["mended"] += len(mended)
                sums["wrong"] += len(wrong)
                found += [one.sentence for one in (*mended, *wrong)]
                if time.monotonic() > end:
                    is_through = False
                    break
        except PackageIndexError as refusal:
            error, is_through = str(refusal), False
        return Stretch(
            sentences=tuple(found[:SHOWN]),
            more=max(0, len(found) - SHOWN),
            total=max(count_keys(survey, parts), sums["done"]),
            cursor=None if is_through else cursor,
            error=error,
            **sums,
        )

    def _steps(self, survey, walk):
        """Yield (batch, what was mended, what is wrong)."""
        if self.is_mending:
            for step in rebuild(survey, walk):
                yield step.batch, step.mended, step.left
        else:
            for looked in check(survey, walk):
                yield looked.batch, (), looked.found

    def _cursor(self, parts):
        """Return where the last request ended, None at the beginning."""
        form = self.request.form
        part, key = form.get("part"), form.get("key")
        known = part in {one.name for one in parts}
        return Cursor(part, key) if known and isinstance(key, str) else None

    def _number(self, name):
        try:
            return max(0, int(self.request.form.get(name, 0)))
        except (TypeError, ValueError):
            # the form has them; what somebody else writes there counts as none
            return 0


@dataclass(frozen=True)
class TaskLink:
    """A page that another distribution has about a center."""

    title: str
    url: str
    told: str


@dataclass(frozen=True)
class CenterLink:
    """A center whose index and names the asker may manage."""

    title: str
    path: str
    #: of the page that leads to all that its managers can do
    manage_url: str
    url: str
    names_url: str
    #: of the page of projects that nobody owns
    ownerless_url: str
    files: FilesOfCenter
    journal_url: str
    #: pages of other distributions
    tasks: tuple[TaskLink, ...]


class SoftwareCenters(BrowserView):
    """``<site>/@@software-centers``: the centers of a site, in its control panel."""

    label = _("heading_software_centers", default="Software centers")

    @cached_property
    def centers(self):
        """The centers whose names the asker manages."""
        site = api.portal.get()
        start = len(site.getPhysicalPath())
        found = api.content.find(object_provides=IPloneSoftwareCenter, sort_on="sortable_title")
        centers = [brain.getObject() for brain in found]
        return [
            CenterLink(
                title=center.Title(),
                path="/".join(center.getPhysicalPath()[start:]),
                manage_url=f"{center.absolute_url()}/manage-center",
                url=f"{center.absolute_url()}/check-index",
                names_url=f"{center.absolute_url()}/reserved-names",
                ownerless_url=f"{center.absolute_url()}/ownerless",
                files=files_of(center),
                journal_url=f"{center.absolute_url()}/journal",
                tasks=tasks_of(center),
            )
            for center in centers
            if may(MANAGE, center)
        ]


def tasks_of(center):
    """Return the pages of other distributions about a center that the asker may use."""
    found = sorted(getAdapters((center,), ICenterTask), key=lambda named: named[0])
    return tuple(
        TaskLink(title=task.title, url=task.url, told=task.told)
        for _name, task in found
        if may(task.permission, center)
    )
