"""Taking an API token out of a request, before anybody else sees it.

What is left in its place is no password to any other plug-in: no token is ever sent to a directory
server, or looked for among the users.
"""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.tokens.grants import Grant
from Products.PloneSoftwareCenter.tokens.text import parse_token_text
from Products.PloneSoftwareCenter.tokens.text import PREFIX
from Products.PloneSoftwareCenter.tokens.text import TokenText
from typing import Any
from zope.component import adapter
from ZPublisher.interfaces import IPubStart
from ZPublisher.utils import basic_auth_decode


#: the user name with which a token is sent in place of a password, here as everywhere
TOKEN_USER = "__token__"  # noqa: S105 - everybody knows it

#: what stands in a request's ``_auth`` where credentials were; it says that there were some
TAKEN = "Taken-Out"

UNKNOWN = "This API token opens nothing here. It may have been revoked: make a new one."
WRONG_USER = f"Send an API token with the user name {TOKEN_USER}, or as a Bearer token."

_ATTRIBUTE = "_psc_token"
_LOGIN = "_psc_login"


@dataclass
class Presented:
    """The token that a request has brought, and what became of it."""

    #: None: it is none
    text: TokenText | None
    #: why it is not accepted, a sentence
    refusal: str = UNKNOWN
    #: what it opens; None: it was not accepted
    grant: Grant | None = None
    #: id of its user, once it was accepted
    user_id: str | None = None
    #: the user folder that knows the user
    users: Any = None


@adapter(IPubStart)
def take_token(event):
    """Take the token of a request out of its Authorization header."""
    request = event.request
    if not request._auth:
        return
    login = basic_login(request._auth)
    presented = _presented(request._auth, login)
    if presented is not None:
        vars(request)[_ATTRIBUTE] = presented
        request._auth = TAKEN
    elif login is not None:
        vars(request)[_LOGIN] = login[0]


def presented_token(request) -> Presented | None:
    """Return the token that a request has brought."""
    # What is no attribute of a request is looked up in its form, which anybody fills in.
    return vars(request).get(_ATTRIBUTE)


def sent_login(request) -> str | None:
    """Return the name with which a request wants to log in by HTTP Basic."""
    if _LOGIN in vars(request):
        return vars(request)[_LOGIN]
    # a request that was not started as others are
    login = basic_login(request._auth)
    return login and login[0]


def basic_login(auth: str | None) -> tuple[str, str] | None:
    """Return the user name and the password of an Authorization header (RFC 7617)."""
    try:
        # as Zope itself does it, also where several words follow
        return basic_auth_decode(auth)
    except ValueError:
        return None


def _presented(auth, login):
    if login is not None:
        user, secret = login
        text = parse_token_text(secret)
        if user == TOKEN_USER:
            return Presented(text)
        # Whoever has a password like that is told the same; nobody chooses one by chance.
        return Presented(None, WRONG_USER) if text is not None else None
    scheme, _, secret = auth.partition(" ")
    if scheme.lower() == "bearer" and secret.strip().startswith(PREFIX):
        return Presented(parse_token_text(secret))
    return None
