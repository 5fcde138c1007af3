"""Pages of the site that everybody may ask for, in the place of what not everybody may view.

A site map, a search or a log-in form can be asked for below any address, and shows the
titles of what lies above it.
"""

from AccessControl import Unauthorized
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.index.visibility import is_visible
from Products.PloneSoftwareCenter.interfaces import IPloneSoftwareCenterLayer
from Products.PloneSoftwareCenter.interfaces import IProtocolView


def require_view_of_place(event):
    """Subscriber: see that the asker may view the center and the project of a page.

    Views for programs ask by themselves, and answer in their own way.

    :raises Unauthorized: when not; the asker is led to the log-in form
    """
    request = event.request
    if not IPloneSoftwareCenterLayer.providedBy(request):
        return
    published = request.get("PUBLISHED")
    if IProtocolView.providedBy(getattr(published, "__self__", published)):
        return
    for place in request.get("PARENTS", ()):
        is_ours = IPSCProject.providedBy(place) or IPloneSoftwareCenter.providedBy(place)
        if is_ours and not is_visible(place):
            raise Unauthorized("You may not view this.")
