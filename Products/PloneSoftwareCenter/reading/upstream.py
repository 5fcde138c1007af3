"""Sending those who ask for a name that was never here to the upstream of a center."""

from Products.PloneSoftwareCenter.index.upstream import upstream_url
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.pypi.errors import PasswordAtRisk
from Products.PloneSoftwareCenter.pypi.upstream import is_same_server
from Products.PloneSoftwareCenter.pypi.upstream import keeps_password
from Products.PloneSoftwareCenter.pypi.upstream import lies_within
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.answer import elsewhere
from Products.PloneSoftwareCenter.reading.answer import Headers
from Products.PloneSoftwareCenter.reading.asked import Asked


def upstream_answer(center, asked: Asked, name: str) -> Answer | None:
    """Return 302 to the page of a name in the upstream; None where the center itself answers.

    The caller has seen that the asker may read the center.

    :raises PasswordAtRisk: when the client would hand its password on to the upstream
    """
    location = upstream_url(center, name)
    if location is None or lies_within(location, asked.center_url):
        # The second: an upstream that turned out to be this center would send in circles.
        return None
    if (
        asked.has_login
        and not keeps_password(asked.user_agent)
        and not is_same_server(location, asked.center_url)
    ):
        raise PasswordAtRisk(name)
    text = f"This index never had {name}; its upstream may."
    return elsewhere(asked, location, text, _headers(center))


def _headers(center) -> Headers:
    if is_public(center):
        return (("Cache-Control", "no-cache"),)
    return (("Cache-Control", "private, no-cache"), ("Vary", "Authorization"))
