"""A center with something of everything, for whoever looks at all pages."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.downloads.store import add_downloads
from Products.PloneSoftwareCenter.downloads.store import Download
from Products.PloneSoftwareCenter.pypi.downloads import first_day
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import REVIEWER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


WHEEL, SDIST = "acme_calendar-2.0-py3-none-any.whl", "acme-calendar-2.0.tar.gz"
TEXT = """\
A calendar that shows what is on, where and when.

Features
--------

* month, week and day
* feeds for other calendars
* works with a keyboard alone

.. code-block:: python

    from acme.calendar import Calendar

    Calendar("software").show()
"""
CLASSIFIERS = [
    "Development Status :: 5 - Production/Stable",
    "Framework :: Plone",
    "Framework :: Plone :: 6.1",
    "Framework :: Plone :: 6.2",
    "License :: OSI Approved :: MIT License",
    "Programming Language :: Python :: 3.11",
    "Programming Language :: Python :: 3.12",
    "Topic :: Office/Business :: Scheduling",
]
METADATA = [
    ("summary", "Shows what is on, where and when"),
    ("description", TEXT),
    ("description_content_type", "text/x-rst"),
    ("author", "Ann Example"),
    ("author_email", "ann@example.org"),
    ("home_page", "https://calendar.example.org"),
    ("keywords", "calendar,events"),
    ("license", "MIT"),
    ("classifiers", CLASSIFIERS),
]
#: what the archives of the calendar say that it requires
REQUIRED = "Requires-Dist: acme-search>=1\nRequires-Dist: plone.api\n"
REQUIRED_LATER = 'Requires-Dist: icalendar>=5; extra == "feeds"\n'
#: a text that wants to be more than a text
ODD_TEXT = """\
<div class="position-fixed modal show vh-100 vw-100" id="content" onclick="alert(1)">wide</div>

<script>alert(2)</script> <img src=x onerror=alert(3)> [link](javascript:alert(4))

| a very | wide | table | that | goes | on | and | on | and | on | and | on | and | on |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| x | x | x | x | x | x | x | x | x | x | x | x | x | x |

```python
print("a line of code that is much longer than the window of a phone is wide, all in one line")
```
"""
#: a name as somebody writes it who wants to be taken for another one
RIGHT_TO_LEFT = "pay\u202elap\u200b.example"


def fill(test):
    """Fill the center of a ``ServedCenter``; the publisher owns all of it.

    ``acme-calendar`` has all that a project may have; the other projects have a state each.
    """
    _publish_calendar(test)
    for name in ("acme-search", "acme-forms"):
        path = make_wheel(name, "1.0", folder=test.folder)
        fields = [("summary", f"What {name} is for"), ("classifiers", CLASSIFIERS[1:5])]
        assert test.owner.upload(path, fields).status == 200
    with test.changes():
        api.user.grant_roles(username=REVIEWER, obj=test.center, roles=["Reviewer"])
        test.center.title = "Acme software"
        test.center.description = "All that Acme makes, ready to be installed"
        test.center.featured_project = "acme-calendar"
        test.center["acme-calendar"].categories = ("add-on",)
        test.center["acme-search"].categories = ("infrastructure",)
        _make_others(test.center)
        for project in test.center.objectValues():
            notify(ObjectModifiedEvent(project))
        test.center.reindexObjectSecurity()
        _count_downloads(test.center)


def _publish_calendar(test):
    name = "acme-calendar"
    for version in ("1.0", "1.1", "2.0", "2.1rc1"):
        metadata = [*METADATA, ("requires_python", ">=3.11")]
        for make in (make_wheel, make_sdist):
            path = make(
                name,
                version,
                folder=test.folder,
                requires_python=">=3.11",
                metadata_extra=REQUIRED + (REQUIRED_LATER if version > "1.0" else ""),
            )
            answer = test.owner.upload(path, metadata)
            assert answer.status == 200, answer.text


def _count_downloads(center):
    """Five weeks in which more and more people want the calendar, but at weekends."""
    today = datetime.now(UTC).date()
    found = []
    for back in range(35):
        day = today - timedelta(days=back)
        number = 1200 + (35 - back) * 40 if day.weekday() < 5 else 170
        for filename, installer in ((WHEEL, "pip"), (SDIST, "setuptools")):
            one = Download("acme-calendar", "2", filename, day.isoformat(), installer, "3.11")
            found.append((one, number if installer == "pip" else number // 9))
    add_downloads(center, found, first_day(today))


def _make_others(center):
    """Projects that uploads do not bring."""
    with api.env.adopt_user(username=OWNER):
        waiting = create_project(
            center, "acme-waiting", description="Tells people how long it takes"
        )
        notes = create_project(center, "acme-notes", description="Notes beside the calendar")
        turned = create_project(
            center, "", title=RIGHT_TO_LEFT, description="Not what it looks like"
        )
        turned.creation_date -= 30
        odd = create_project(
            center, "acme-odd", text=ODD_TEXT, text_content_type="text/markdown", license="x" * 150
        )
        odd.creation_date -= 30
        create_release(waiting, "0.1")
        for project in (waiting, notes):
            set_state(project, PROJECT_WORKFLOW, "pending")
    with api.env.adopt_user(username=REVIEWER):
        api.content.transition(notes, "reject", comment="Please name a license.")
    with api.env.adopt_user(username=OWNER):
        api.content.transition(notes, "submit", comment="It is MIT now.")
    set_state(center["acme-forms"], PROJECT_WORKFLOW, "featured")
