"""The views that answer installers through Zope: they translate, ``reading`` answers.

``<center>/simple/...``, ``<center>/links``, ``<center>/++simple++/...``; see ``reading.routes``.
"""

from Products.PloneSoftwareCenter.browser.protocol import ProtocolView
from Products.PloneSoftwareCenter.content.strangers import ROUTE
from Products.PloneSoftwareCenter.downloads.gather import GATHERED
from Products.PloneSoftwareCenter.journal.reads import READS
from Products.PloneSoftwareCenter.pypi.errors_access import LoginRequired
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.counted import download_of
from Products.PloneSoftwareCenter.reading.handing import hand_over
from Products.PloneSoftwareCenter.reading.handing import note_web_server
from Products.PloneSoftwareCenter.reading.routes import answer
from Products.PloneSoftwareCenter.reading.routes import open_body
from Products.PloneSoftwareCenter.reading.stored import StoredPart
from Products.PloneSoftwareCenter.tokens.login import has_tried_to_log_in
from zope.interface import implementer
from zope.location.interfaces import LocationError
from zope.traversing.interfaces import ITraversable

import logging
import transaction


logger = logging.getLogger(__name__)


class ReadingView(ProtocolView):
    """A view that reads: its name is the first segment of the route."""

    has_subpath = True
    wrong_method = (
        "This URL is for reading. Upload to the center's own URL, with nothing behind it."
    )

    def publishTraverse(self, request, name):
        self.subpath = (name,)
        self.take_rest()
        return self

    def take_rest(self):
        """Take the whole path behind the view as it was sent.

        Zope would find resources, views and namespaces in it.
        """
        stack = self.request["TraversalRequestNameStack"]
        self.subpath = (*self.subpath, *reversed(stack))
        del stack[:]

    @property
    def route(self):
        """The segments of the path below the center, wherever Zope or plone.rest have left them."""
        return self.request.environ.get(ROUTE, (self.__name__, *self.subpath))

    def answer(self):
        asked = asked_of(self.request, self.center, self.route)
        note_web_server(self.request.environ)
        opened = answer(self.center, asked)
        answered = hand_over(self.request.environ, opened)
        found, body = open_body(asked, answered)
        if found.status == 401 and has_tried_to_log_in(self.request):
            # who is told more than that a log-in is needed
            return self.refuse(LoginRequired())
        if isinstance(opened.body, StoredPart) and found.status < 300 and not found.is_public:
            READS.note(self.center, opened.body.filename)
        counted = download_of(opened, found.status)
        if counted is not None:
            GATHERED.note(counted, asked.user_agent)
        response = self.response
        response.setStatus(found.status, lock=True)
        for name, value in found.headers:
            response.setHeader(name, value)
        if found.status >= 400:
            transaction.abort()
            logger.info("%s %r: %s", asked.method, asked.route, found.status)
        return body


def asked_of(request, center, route):
    """Return what a Zope request asks for.

    :param route: the segments of its path below the center
    """
    wanted = request.form.get("format")
    return Asked(
        method=request.method,
        route=route,
        ends_with_slash=request.get("PATH_INFO", "").endswith("/"),
        query=request.get("QUERY_STRING") or "",
        # Sent twice it is a list, and ``format:int`` makes a number of it: no media type.
        format=wanted if isinstance(wanted, str) else None,
        accept=request.getHeader("Accept"),
        if_none_match=request.getHeader("If-None-Match"),
        if_range=request.getHeader("If-Range"),
        range=request.getHeader("Range"),
        user_agent=request.getHeader("User-Agent"),
        has_login=bool(request._auth) or "__ac" in request.cookies,
        center_url=center.absolute_url(),
    )


@implementer(ITraversable)
class SimpleNamespace:
    """Adapter of center and request, named ``simple``: ``++simple++``, where the index once was."""

    def __init__(self, center, request):
        self.center = center
        self.request = request

    def traverse(self, name, further):
        if name:
            raise LocationError(self.center, f"++simple++{name}")
        view = ReadingView(self.center, self.request)
        view.__name__ = "++simple++"
        view.take_rest()
        return view
