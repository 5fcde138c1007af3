"""What every view has in common that speaks to programs.

Plain English text, our own 401 and 403, no theme, no transform chain: the chain
would drop a write that came without Plone's own token and still answer 200.
"""

from Acquisition import aq_inner
from Products.Five.browser import BrowserView
from Products.PloneSoftwareCenter.interfaces import IProtocolView
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors_access import LoginRequired
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed
from Products.PloneSoftwareCenter.reading.refusals import refusal_headers
from Products.PloneSoftwareCenter.reading.refusals import status_of
from Products.PloneSoftwareCenter.reading.rights import require_readable
from Products.PloneSoftwareCenter.tokens.login import begin_login
from Products.PloneSoftwareCenter.tokens.login import better_refusal
from Products.PloneSoftwareCenter.upload.rights import require_right_to_write
from Products.PloneSoftwareCenter.upload.rights import user_id
from urllib.parse import urlsplit
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

import logging
import transaction


logger = logging.getLogger(__name__)

#: the methods with which Zope takes a view as it is
TRAVERSED = ("GET", "HEAD", "POST")


@implementer(IProtocolView, IPublishTraverse)
class ProtocolView(BrowserView):
    """A view of a center for programs. Subclasses say ``methods`` and ``answer``."""

    methods = ("GET", "HEAD")
    #: whether what lies behind the view's URL belongs to it
    has_subpath = False

    def __init__(self, context, request):
        super().__init__(context, request)
        self.center = aq_inner(context)
        self.subpath = ()
        self.is_refusing = False
        # As early as can be: an answer must not be themed whatever happens.
        request.environ["plone.transformchain.disable"] = True
        begin_login(request)

    def publishTraverse(self, request, name):
        if not self.is_refusing:
            self.subpath = (*self.subpath, name)
        return self

    def browserDefault(self, request):
        if request.method in TRAVERSED or self.is_refusing:
            return self, ()
        # For any other method Zope wants to find the name in the container itself,
        # where views are not. One step further, the view is its own container, and
        # has this name.
        self.is_refusing = True
        return self, ("refuse_method",)

    def __call__(self):
        self.response = self.request.response
        try:
            if self.request.method not in self.methods:
                return self.refuse_method()
            if self.subpath and not self.has_subpath:
                self.require_readable()
                raise NotFound()
            return self.answer()
        except PackageIndexError as error:
            return self.refuse(error)

    def answer(self):
        """Return the body of the answer."""
        raise NotImplementedError

    def require_readable(self):
        """See that the asker may read the center's index; see ``reading.rights``."""
        require_readable(self.center)

    def text(self, text, status=200):
        """Answer with plain text."""
        self.response.setStatus(status, lock=True)
        self.response.setHeader("Content-Type", "text/plain; charset=utf-8")
        self.response.setHeader("X-Content-Type-Options", "nosniff")
        body = (text + "\n").encode("utf-8", "backslashreplace") if text else b""
        self.response.setHeader("Content-Length", str(len(body)))
        return b"" if self.request.method == "HEAD" else body

    def refuse(self, error):
        """Answer with an error; whatever was written is dropped."""
        transaction.abort()
        error = better_refusal(self.request, error)
        status = status_of(error)
        for name, value in refusal_headers(error):
            self.response.setHeader(name, value)
        logger.info("%s %r: %s %s", self.request.method, self.__name__, status, error)
        return self.text(str(error), status)

    def refuse_method(self):
        """Answer 405: this URL takes other methods."""
        transaction.abort()
        self.response.setHeader("Allow", ", ".join(self.methods))
        return self.text(self.wrong_method, 405)

    @property
    def wrong_method(self):
        return f"Only {' and '.join(self.methods)} can be asked of this URL."


class WritingView(ProtocolView):
    """A view that writes: only with credentials that the client itself has sent."""

    methods = ("POST",)

    def require_own_request(self):
        """See that the request was made by a client, not by somebody's browser for another site.

        Browsers resend Basic credentials they remember to whichever page asks
        for it, and tell where that page came from.

        :raises LoginRequired: without an Authorization header
        :raises NotAllowed: when another site's page has sent it, or this log-in may not write
        """
        if not self.request._auth:
            raise LoginRequired()
        if "__ac" in self.request.cookies:
            raise NotAllowed("Send a user name and a password, and no cookie of a log-in.")
        site = self.request.getHeader("Sec-Fetch-Site", "none")
        origin = self.request.getHeader("Origin")
        own = urlsplit(self.request["SERVER_URL"])
        if site not in ("none", "same-origin") or (origin and not _is_own(origin, own)):
            raise NotAllowed("This request was sent by a page of another site.")
        if user_id() is None:
            raise LoginRequired()
        require_right_to_write(self.center)


def _is_own(origin, own):
    sent = urlsplit(origin)
    return (sent.scheme, sent.netloc) == (own.scheme, own.netloc)
