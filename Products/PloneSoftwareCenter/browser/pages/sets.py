"""Known good sets for people: what is in them, and the addresses for programs."""

from dataclasses import dataclass
from functools import cached_property
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.index.sets import DRAFT
from Products.PloneSoftwareCenter.index.sets import find_sets
from Products.PloneSoftwareCenter.index.sets import WITHDRAWN
from Products.PloneSoftwareCenter.pypi.effort import NoSetFits
from Products.PloneSoftwareCenter.pypi.effort import StillSearching
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.resolution import InvalidEnvironment
from Products.PloneSoftwareCenter.pypi.set_texts import TEXTS
from Products.PloneSoftwareCenter.pypi.sets import Pin
from Products.PloneSoftwareCenter.reading.sets import pins_of_release
from Products.PloneSoftwareCenter.reading.sets import pins_of_set
from Products.PloneSoftwareCenter.reading.sets import PLATFORM
from Products.PloneSoftwareCenter.reading.sets import PYTHON
from urllib.parse import quote
from urllib.parse import urlencode


#: how each text is used; ``{url}`` is its address
COMMANDS = {
    "constraints.txt": "pip install -c {url} NAME",
    "requirements.txt": "pip install --require-hashes -r {url}",
    "versions.cfg": "extends = {url}",
    "buildout.cfg": "buildout -c {url}",
}


#: members on a page: a set may have thousands, and each is a row
SHOWN = 500


@dataclass(frozen=True)
class Row:
    """A member on a page."""

    pin: Pin
    #: of its project's page; None where the asker sees none
    url: str | None

    @property
    def yanked(self):
        """False, True or the reason; for the macro of files."""
        return self.pin.yanked

    @property
    def yanked_reason(self):
        """The reason; empty where none was given."""
        return self.pin.yanked if isinstance(self.pin.yanked, str) else ""


@dataclass(frozen=True)
class TextLink:
    """One of the texts of a set."""

    filename: str
    url: str
    command: str


@dataclass(frozen=True)
class SetRow:
    """A set in the list of all."""

    title: str
    url: str
    description: str
    #: what is to be known of its state; None of a published one
    badge: str | None


BADGES = {
    DRAFT: _("label_set_draft", default="Draft"),
    WITHDRAWN: _("label_set_withdrawn", default="Withdrawn"),
}


class PinsPage(Page):
    """What the pages of a set, and of what a release needs, have in common."""

    #: of the programs' addresses, below the center: ``sets`` or ``releases``
    route = ""
    query = ""
    #: what is wrong with the whole, lines of plain text; None: nothing
    error = None

    @cached_property
    def shown(self):
        """The members, some at a time, first those that something is wrong with."""
        pins = self.pins.pins if self.pins is not None else ()
        return self.batch(sorted(pins, key=lambda pin: not (pin.fault or pin.yanked)), SHOWN)

    @property
    def rows(self):
        """What the page shows of each."""
        return [Row(pin, self._project_url(pin)) for pin in self.shown]

    @property
    def remarks(self):
        """Sentences on the whole."""
        return self.pins.remarks

    @property
    def links(self):
        """The texts for programs; none for a draft, which they do not get."""
        path = f"{self.center_url}/{self.route}/{quote(normalize_name(self.name))}"
        for filename in TEXTS:
            url = f"{path}/{quote(self.version, safe='')}/{filename}{self.query}"
            yield TextLink(filename, url, COMMANDS[filename].format(url=url))

    def _project_url(self, pin):
        try:
            return project_of(self.center, visible_record(self.center, pin.name)).absolute_url()
        except NotFound:
            return None


class SetPage(PinsPage):
    """``<set>``."""

    route = "sets"

    @property
    def name(self):
        """The name of the set."""
        return self.context.set_name

    @property
    def version(self):
        """The version of the set."""
        return self.context.version

    @property
    def title(self):
        """The heading."""
        return self.context.Title()

    @property
    def lead(self):
        """For what it is good."""
        return self.context.description

    @cached_property
    def pins(self):
        """What the index has of the members, for the asker."""
        return pins_of_set(self.center, self.context, self.center_url)

    @property
    def remarks(self):
        """None besides the state, which the page tells itself."""
        return ()

    @property
    def notice(self):
        """What the state means for visitors; None of a published set."""
        return {
            DRAFT: _(
                "msg_set_draft",
                default="This is a draft: only who works on it sees it, and its addresses. Publish"
                " it when it is known to be good; from then on it never changes.",
            ),
            WITHDRAWN: _("msg_set_withdrawn", default="This set was withdrawn: use another one."),
        }.get(state_of(self.context))


class NeedsPage(PinsPage):
    """``<release>/needs``: the release, and what it needs of this index."""

    route = "releases"
    notice = None

    def __init__(self, context, request):
        super().__init__(context, request)
        form = request.form
        self.python = str(form.get("python") or PYTHON)
        self.platform = str(form.get("platform") or PLATFORM)
        if (self.python, self.platform) != (PYTHON, PLATFORM):
            self.query = "?" + urlencode({"python": self.python, "platform": self.platform})

    @property
    def name(self):
        """The distribution name."""
        return self.context.distribution or ""

    @property
    def version(self):
        """The version of the release."""
        return self.context.version

    @property
    def title(self):
        """The heading."""
        return _(
            "heading_needs",
            default="What ${release} needs",
            mapping={"release": self.context.Title()},
        )

    @property
    def lead(self):
        """For which Python it holds."""
        return _(
            "msg_needs_for",
            default="The newest stable versions in this index that fit together, for Python"
            " ${python} on ${platform}.",
            mapping={"python": self.python, "platform": self.platform},
        )

    @cached_property
    def _found(self):
        """(pins, error): one of them is None."""
        place = (self.center, self.name, self.version, self.center_url)
        try:
            return pins_of_release(*place, self.python, self.platform), None
        except (NoSetFits, StillSearching, InvalidEnvironment) as error:
            return None, str(error).splitlines()
        except NotFound:
            message = _("msg_needs_none", default="This release has no files in the index yet.")
            return None, [message]

    @property
    def error(self):
        """Why there is no set."""
        return self._found[1]

    @property
    def pins(self):
        """The pins, None with an error."""
        return self._found[0]

    @property
    def remarks(self):
        """What the index does not have; none with an error."""
        return () if self.pins is None else [_outside(text) for text in self.pins.remarks]


def _outside(text):
    """Return a remark for people; one that is not of this kind as it is."""
    requirement, _separator, project = text.partition(": ")[2].rpartition(", wanted by ")
    if not requirement:
        return text
    return _(
        "msg_outside_of_index",
        default="Not in this index: ${requirement}, wanted by ${project}",
        mapping={"requirement": requirement, "project": project},
    )


class SetsPage(Page):
    """``<center>/known-good``: the sets that the asker may see."""

    @cached_property
    def sets(self):
        """What the catalog knows of the sets, by name and version, some at a time."""
        return self.batch(find_sets(self.context))

    @property
    def rows(self):
        """What the page shows of each."""
        for brain in self.sets:
            badge = BADGES.get(brain.review_state)
            yield SetRow(brain.Title, brain.getURL(), brain.Description, badge)

    @property
    def add_url(self):
        """Where the asker adds a set; None for who may not."""
        allowed = [fti.getId() for fti in self.context.allowedContentTypes()]
        return f"{self.context.absolute_url()}/++add++PSCSet" if "PSCSet" in allowed else None
