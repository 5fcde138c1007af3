"""Making, listing and revoking API tokens, by their users and by managers."""

from AccessControl import Unauthorized
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.tokens.store import add_token
from Products.PloneSoftwareCenter.tokens.store import KINDS
from Products.PloneSoftwareCenter.tokens.store import READ
from Products.PloneSoftwareCenter.tokens.store import revoke_token
from Products.PloneSoftwareCenter.tokens.store import tokens_of
from Products.PloneSoftwareCenter.tokens.store import UPLOAD
from Products.PloneSoftwareCenter.tokens.users import current_token_user
from Products.PloneSoftwareCenter.upload.rights import MANAGE
from Products.PloneSoftwareCenter.upload.rights import may


#: how many tokens a user has at most in a center
MOST = 100
LONGEST_NAME = 100
#: how long a token lasts unless its user says something else
USUAL = timedelta(days=365)

KIND_TITLES = {
    UPLOAD: _("label_token_uploads", default="Uploads, and reading"),
    READ: _("label_token_reads", default="Reading only"),
}


class Mistaken(Exception):
    """What was filled in can't be taken; its argument is a message."""


@dataclass(frozen=True)
class Row:
    """A token in a list."""

    token_id: str
    name: str
    user: str
    kind: object
    #: names, as one text; empty: the whole center
    projects: str
    made: str
    #: None: never
    expires: str | None
    is_expired: bool
    #: None: never
    last_used: str | None


class TokensPage(Page):
    """``<center>/tokens``: the tokens of whoever is logged in."""

    _table_macros = ViewPageTemplateFile("../templates/tokens_table.pt")
    #: whether it lists the tokens of everybody
    is_for_managers = False
    kinds = tuple(KIND_TITLES.items())

    #: the text of a token that was made now, and is shown this once
    made = None
    error = None
    is_revoked = False

    def __call__(self):
        """Show the page; after a button, do what it says."""
        # neither a cache nor the browser keeps a page that may show a token
        self.request.response.setHeader("Cache-Control", "no-store")
        if api.user.is_anonymous():
            raise Unauthorized("Log in to see your API tokens.")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self._work()
        return self.index()

    @property
    def table_macros(self):
        """The list."""
        return self._table_macros.macros

    @cached_property
    def user(self):
        """Whoever is logged in; None: somebody who can't have tokens."""
        return current_token_user(api.portal.get())

    @property
    def can_make(self):
        return self.user is not None and not self.is_for_managers

    @property
    def manages(self):
        """May the asker see the tokens of everybody?"""
        return may(MANAGE, self.context)

    @property
    def asked(self):
        """The row of the token that is about to be revoked: whoever wants that is asked first."""
        wanted = "" if self.request.method == "POST" else _text(self.request.form, "ask")
        return next((row for row in self.rows if row.token_id == wanted), None)

    @property
    def rows(self):
        """The tokens that are listed, those of one user together, the newest first."""
        found = sorted(self._listed(), key=lambda token: token.made, reverse=True)
        return [self._row(token) for token in sorted(found, key=lambda token: token.user_id)]

    @property
    def filled_in(self):
        """What the fields of the form hold."""
        form = self.request.form
        usual = (datetime.now(UTC) + USUAL).date().isoformat()
        texts = {name: _text(form, name) for name in ("name", "projects")}
        return {
            **texts,
            "kind": _text(form, "kind") or UPLOAD,
            "end": _text(form, "end") if "end" in form else usual,
        }

    def _listed(self):
        tokens = tokens_of(self.context).values()
        if self.is_for_managers:
            return list(tokens)
        return [one for one in tokens if self.user is not None and self.user.owns(one)]

    def _row(self, token):
        names = center_index(self.context).projects
        held = [", ".join(names.get(uid, ())) for uid in token.projects]
        gone = self.context.translate(_("label_deleted_project", default="a deleted project"))
        return Row(
            token_id=token.token_id,
            name=token.name,
            user=token.user_id,
            kind=KIND_TITLES[token.kind],
            projects=", ".join(name or gone for name in held),
            made=_shown(token.made),
            expires=_shown(token.last_day),
            is_expired=token.is_expired(),
            last_used=_shown(token.last_used, long_format=True),
        )

    def _work(self):
        form = self.request.form
        try:
            if "revoke" in form:
                self._revoke(_text(form, "revoke"))
            elif "make" in form and self.can_make:
                self._make(form)
        except Mistaken as mistake:
            self.error = mistake.args[0]

    def _revoke(self, token_id):
        for token in self._listed():
            if token.token_id == token_id:
                revoke_token(self.context, token)
                self.is_revoked = True

    def _make(self, form):
        if len(self._listed()) >= MOST:
            raise Mistaken(
                _(
                    "error_token_many",
                    default="You have too many tokens. Revoke some of them first.",
                )
            )
        _token, text = add_token(
            self.context,
            user_id=self.user.user_id,
            is_root_user=self.user.is_root_user,
            name=_name(form),
            kind=_kind(form),
            projects=self._projects(_text(form, "projects").split()),
            expires=_end(_text(form, "end")),
        )
        self.made = str(text)
        # the form is empty again
        for name in ("name", "projects", "kind", "end"):
            form.pop(name, None)

    def _projects(self, names):
        """Return the UIDs of the projects that hold certain names."""
        found = {}
        for name in names:
            try:
                project = project_of(self.context, visible_record(self.context, name))
            except PackageIndexError as error:
                raise Mistaken(
                    _(
                        "error_token_project",
                        default="You see no project here that holds the name ${name}.",
                        mapping={"name": name},
                    )
                ) from error
            found[project.UID()] = None
        return tuple(found)


class AllTokensPage(TokensPage):
    """``<center>/all-tokens``: the tokens of everybody, for managers."""

    is_for_managers = True


class MyTokens(BrowserView):
    """``<site>/@@api-tokens``: the centers in which whoever is logged in may have tokens."""

    def __call__(self):
        """Lead to the only center; else show the list."""
        if api.user.is_anonymous():
            raise Unauthorized("Log in to see your API tokens.")
        if len(self.centers) == 1:
            return self.request.response.redirect(self.centers[0]["url"])
        return self.index()

    @cached_property
    def centers(self):
        found = api.content.find(object_provides=IPloneSoftwareCenter, sort_on="sortable_title")
        return [{"title": brain.Title, "url": f"{brain.getURL()}/tokens"} for brain in found]


def _text(form, name):
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _name(form):
    name = _text(form, "name")[:LONGEST_NAME]
    if not name:
        raise Mistaken(_("error_token_name", default="Give the token a name."))
    return name


def _kind(form):
    kind = _text(form, "kind")
    if kind not in KINDS:
        raise Mistaken(_("error_token_kind", default="Say what the token is for."))
    return kind


def _end(text):
    """Return the moment at which the day in a field is over; None: it is empty."""
    if not text:
        return None
    try:
        end = datetime.combine(date.fromisoformat(text), time(), UTC) + timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise Mistaken(
            _("error_token_end", default="Write the end date as year-month-day: 2027-12-31.")
        ) from error
    if end <= datetime.now(UTC):
        raise Mistaken(_("error_token_past", default="This end date is over already."))
    return end


def _shown(moment, long_format=False):
    return api.portal.get_localized_time(moment, long_format=long_format) if moment else None
