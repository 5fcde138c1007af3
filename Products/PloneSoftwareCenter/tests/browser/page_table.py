"""Every page of ours, and who opens it in ``test_all_pages.py``: put new pages here.

``sample.py`` says what there is to look at.
"""

from dataclasses import dataclass


EVERYBODY = ("visitor", "publisher", "reviewer", "manager")
MEMBERS = EVERYBODY[1:]
MANAGER = ("manager",)
REVIEWERS = ("reviewer", "manager")
EDITORS = ("publisher", "manager")


@dataclass(frozen=True)
class Row:
    """One page."""

    #: below the center, or below the site where it begins with ``@@``
    path: str
    #: those who may see it
    who: tuple[str, ...] = EVERYBODY
    #: the name of its picture in docs/images; empty: none is taken
    picture: str = ""
    #: who is on the picture, and its width
    pictured: tuple[str, int] = ("visitor", 1280)


CALENDAR = "/acme-calendar"
WHEEL = f"{CALENDAR}/2.0/acme_calendar-2.0-py3-none-any.whl"
SDIST = f"{CALENDAR}/1.1/acme-calendar-1.1.tar.gz"
ROWS = (
    # the center
    Row("", picture="front-page"),
    Row("?SearchableText=calendar", picture="search"),
    Row("?SearchableText=nothing+of+this+kind", ("visitor",)),
    Row("?license=MIT&python=3.12&sort=updated", ("visitor",)),
    Row("/by-category/add-on"),
    Row("/simple/", ("visitor",)),
    Row("/edit", MANAGER),
    Row("/manage-center", MANAGER, picture="manage", pictured=("manager", 1280)),
    Row("/check-index", MANAGER),
    Row("/reserved-names", MANAGER),
    Row("/webhooks", MANAGER),
    Row("/known-good", ("visitor",)),
    Row("/ownerless", MANAGER),
    Row("/@@review", REVIEWERS, picture="review", pictured=("reviewer", 1280)),
    Row("/journal", MANAGER),
    Row("/tokens", MEMBERS),
    Row("/upload-files"),
    Row("/my-projects", MEMBERS, picture="my-projects", pictured=("publisher", 1280)),
    Row("/all-tokens", MANAGER),
    Row("/++add++PSCProject", EDITORS),
    # projects
    Row(CALENDAR, picture="project-page"),
    Row(f"{CALENDAR}/edit", EDITORS),
    Row(f"{CALENDAR}/@@people", EDITORS),
    Row(f"{CALENDAR}/@@journal", EDITORS),
    Row(f"{CALENDAR}/webhooks", ("publisher",)),
    Row(f"{CALENDAR}/@@move-name", ("publisher",)),
    Row(f"{CALENDAR}/upload-files", EVERYBODY),
    Row(f"{CALENDAR}/@@status", EDITORS),
    Row(f"{CALENDAR}/delete_confirmation", EDITORS),
    Row(f"{CALENDAR}/++add++PSCRelease", EDITORS),
    Row("/acme-waiting", MEMBERS),
    Row("/acme-search", ("visitor",)),
    Row("/acme-odd", ("visitor",)),
    # releases and files
    Row(f"{CALENDAR}/2.0", picture="release-page"),
    Row(f"{CALENDAR}/2.0/needs", ("visitor",)),
    Row(f"{CALENDAR}/2.0/edit", EDITORS),
    Row(f"{CALENDAR}/2.0/upload-files", EDITORS),
    Row(f"{CALENDAR}/2.0/configuration-files", EDITORS),
    Row(f"{CALENDAR}/2.0/yank", EDITORS),
    Row(f"{CALENDAR}/2.0/++add++PSCFile", EDITORS),
    Row(WHEEL, picture="file-page"),
    Row(f"{WHEEL}/contents"),
    Row(f"{WHEEL}/yank", EDITORS),
    Row(SDIST, ("visitor",)),
    Row(f"{SDIST}/contents", ("visitor",)),
    # of the site
    Row("@@api-tokens", MEMBERS),
    Row("@@my-projects", MEMBERS),
    Row("@@project-invitations", MEMBERS),
    Row("@@software-centers", MANAGER),
)
