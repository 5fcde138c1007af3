"""Before and after Zope looks who asks one of our views for programs.

Before: is another attempt allowed? After: was it one that failed, and what does the token open?
"""

from AccessControl import getSecurityManager
from Acquisition import aq_parent
from base64 import b64decode
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors_access import LoginRequired
from Products.PloneSoftwareCenter.pypi.errors_access import TokenRefused
from Products.PloneSoftwareCenter.pypi.errors_access import TooManyLogins
from Products.PloneSoftwareCenter.tokens.grants import log_in_narrowed
from Products.PloneSoftwareCenter.tokens.header import presented_token
from Products.PloneSoftwareCenter.tokens.header import sent_login
from Products.PloneSoftwareCenter.tokens.header import TAKEN
from Products.PloneSoftwareCenter.tokens.limits import LIMITS
from urllib.parse import unquote
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal

import logging


logger = logging.getLogger(__name__)

_ATTRIBUTE = "_psc_attempt"

#: fields of a form by which Plone's own log-in goes, on each page of a site
_LOGIN_FIELDS = ("__ac_name", "__ac_password", "__ac")

#: no cookie is longer, so longer fields of a form need no look
_LONGEST_COOKIE = 4096


class Attempt:
    """A request's attempt to log in at one of our views."""

    __slots__ = ("login", "wait")

    def __init__(self, login: str | None) -> None:
        #: with which name, as it was sent; None: no password was sent
        self.login = login
        #: seconds for which nothing is tried; 0: it was tried
        self.wait = 0


def begin_login(request) -> None:
    """Call this when a view for programs was found, before Zope looks who asks.

    A request brings one password, in its header or in a cookie; and if too many have failed, it is
    not tried.
    """
    known = vars(request)
    if _ATTRIBUTE in known:
        return
    cookies = _drop_other_passwords(request)
    login = sent_login(request)
    if cookies and (login is not None or len(cookies) > 1):
        _drop(request.cookies, cookies)
    elif cookies:
        login = next(iter(cookies.values()))
    attempt = known[_ATTRIBUTE] = Attempt(login)
    if login is not None:
        attempt.wait = LIMITS.wait(login, request.getClientAddr())
        if attempt.wait:
            _drop(request.cookies, cookies)
            request._auth = TAKEN


@adapter(IPubAfterTraversal)
def end_login(event):
    """Narrow a user to the token, and count an attempt."""
    request = event.request
    attempt = vars(request).get(_ATTRIBUTE)
    if attempt is None:
        # None of our views: there, tokens log nobody in.
        return
    presented = presented_token(request)
    if presented is not None:
        _end_with_token(request, presented, attempt)
    elif attempt.login is not None and not attempt.wait:
        if _has_logged_in(request, attempt.login):
            LIMITS.succeed(attempt.login, request.getClientAddr())
        else:
            attempt.wait = _count(attempt.login, request)


def has_tried_to_log_in(request) -> bool:
    """Say whether a request has brought a token, or a password that was tried or held back."""
    attempt = vars(request).get(_ATTRIBUTE)
    return presented_token(request) is not None or (attempt is not None and bool(attempt.wait))


def better_refusal(request, error: PackageIndexError) -> PackageIndexError:
    """Return what to tell in place of an error, to whoever has tried to log in."""
    if not isinstance(error, LoginRequired):
        return error
    attempt = vars(request).get(_ATTRIBUTE)
    if attempt is not None and attempt.wait:
        return TooManyLogins(attempt.wait)
    presented = presented_token(request)
    return TokenRefused(presented.refusal) if presented is not None else error


def _end_with_token(request, presented, attempt):
    if presented.grant is not None:
        user = getSecurityManager().getUser()
        if user.getId() != presented.user_id or aq_parent(user) != presented.users:
            # One of the root, or a cookie that came with the token was looked at first.
            user = presented.users.getUserById(presented.user_id)
        log_in_narrowed(user, presented.grant)
        request["AUTHENTICATED_USER"] = getSecurityManager().getUser()
        return
    account = f"token {presented.text.token_id if presented.text is not None else ''}"
    attempt.wait = LIMITS.wait(account, request.getClientAddr()) or _count(account, request)


def _count(account, request):
    wait = LIMITS.fail(account, request.getClientAddr())
    if wait:
        logger.warning("Too many failed log-ins from %s.", request.getClientAddr())
    return wait


def _has_logged_in(request, login):
    """Say whether the password was right, and not only the cookie that came with it."""
    user = getSecurityManager().getUser()
    name = user.getUserName()
    if name == "Anonymous User" or "__ac" not in request.cookies:
        return name != "Anonymous User"
    return login.lower() in (str(name).lower(), str(user.getId()).lower())


def _drop_other_passwords(request):
    """Take passwords out of a request that come as fields or in JSON.

    :returns: name -> log-in name, for the cookies that hold a password
    """
    if request.form:
        # A plug-in that looks for its cookie finds a field of that name, too.
        held = [name for name, value in request.form.items() if _login_in(value)]
        _drop(request.form, (*_LOGIN_FIELDS, *held))
    if (request.environ.get("CONTENT_TYPE") or "").startswith("application/json"):
        # No view for programs reads JSON; a plug-in for log-ins does.
        request.environ["CONTENT_TYPE"] = "application/octet-stream"
    if not request.cookies:
        return {}
    logins = ((name, _login_in(value)) for name, value in request.cookies.items())
    return {name: login for name, login in logins if login}


def _drop(mapping, names):
    for name in names:
        mapping.pop(name, None)


def _login_in(cookie):
    """Return the log-in name of a cookie that brings a password each time, as PAS writes them."""
    if not isinstance(cookie, str) or len(cookie) > _LONGEST_COOKIE:
        return None
    try:
        login, _, password = b64decode(unquote(cookie)).decode("utf-8").partition(":")
        return bytes.fromhex(login).decode("utf-8") if bytes.fromhex(password) else None
    except ValueError:
        return None
