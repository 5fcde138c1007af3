"""What a program is told when Zope fails before it comes to a view of ours.

Zope then answers with a page of the site, or with the name of a Python exception.
"""

from Products.PloneSoftwareCenter.browser.form import ACTION
from Products.PloneSoftwareCenter.browser.wire import say
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.interfaces import IProtocolView
from Products.PloneSoftwareCenter.reading.routes import ADDRESS
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from zExceptions import NotFound
from zope.component import adapter
from ZPublisher.BaseRequest import BaseRequest
from ZPublisher.HTTPRequest import HTTPRequest
from ZPublisher.interfaces import IPubBeforeAbort

import traceback


#: what everybody is told of a storage; the log and the center's page tell administrators more
AWAY = (
    "The storage of files does not answer at the moment, so nothing was changed."
    " Try again later; its administrators find the reason in the log."
)
#: the methods that any place of a site knows
KNOWN = ("GET", "HEAD", "POST")


@adapter(IPubBeforeAbort)
def refuse_plainly(event):
    """Answer 404, 405 and 503 in one sentence.

    Zope looks for a method that it does not know as if it were content, and then has
    no answer but 500. Nor has it one for a storage that is away while somebody deletes something.
    """
    if event.retry:
        return
    request, error = event.request, event.exc_info[1]
    if isinstance(error, StorageUnavailable):
        say(request, 503, AWAY)
    elif isinstance(error, NotFound) or _is_namespace_fault(error, event.exc_info[2]):
        if _is_for_programs(request):
            say(request, 404, "Not found.")
    elif isinstance(error, (AttributeError, KeyError)) and request.method not in KNOWN:
        below_center = any(map(IPloneSoftwareCenter.providedBy, request["PARENTS"]))
        if below_center and _failed_on_the_way(event.exc_info[2]):
            request.response.setHeader("Allow", ", ".join(KNOWN))
            say(request, 405, f"Only {', '.join(KNOWN)} can be asked of this URL.")


def _is_for_programs(request: HTTPRequest) -> bool:
    """Say whether the way led to a view for programs, or would have."""
    parents = request["PARENTS"]
    if any(map(IProtocolView.providedBy, parents)):
        return True
    # Zope refuses some paths as a whole, before it takes a step.
    if len(parents) > 1 and not any(map(IPloneSoftwareCenter.providedBy, parents)):
        return False
    is_action = len(parents) <= 1 and ACTION in request.form
    return is_action or ADDRESS.search(request.get("PATH_INFO", "")) is not None


def _is_namespace_fault(error: BaseException, trace) -> bool:
    """Say whether a namespace (``++skin++``) does not stand where it must in a path."""
    return isinstance(error, ValueError) and _failed_on_the_way(trace)


def _failed_on_the_way(trace) -> bool:
    way = BaseRequest.traverse.__code__
    return any(frame.f_code is way for frame, _ in traceback.walk_tb(trace))
