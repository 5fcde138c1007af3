"""Making an entry of what is known of a request."""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from plone.uuid.interfaces import ATTRIBUTE_NAME
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.index.update import parent_providing
from Products.PloneSoftwareCenter.journal.forget import FORGETTING
from Products.PloneSoftwareCenter.journal.store import add_entry
from Products.PloneSoftwareCenter.journal.store import days_of
from Products.PloneSoftwareCenter.pypi.journal import Entry
from Products.PloneSoftwareCenter.pypi.journal import printable
from Products.PloneSoftwareCenter.pypi.journal import tidy_address
from Products.PloneSoftwareCenter.pypi.journal import tidy_client
from Products.PloneSoftwareCenter.pypi.journal import tidy_details
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.tokens.header import presented_token
from zope.globalrequest import getRequest


@dataclass(frozen=True)
class Asker:
    """Who asks, from where, and with what; a text that is empty says that it is not known."""

    user: str = ""
    address: str = ""
    client: str = ""
    #: id of the API token
    token: str = ""


def current_asker() -> Asker:
    """Return who asks now."""
    user = getSecurityManager().getUser().getId() or ""
    request = getRequest()
    if request is None or not hasattr(request, "getClientAddr"):
        return Asker(user)
    presented = presented_token(request)
    grant = presented.grant if presented is not None else None
    return Asker(
        user=printable(user),
        # from X-Forwarded-For, where a proxy that Zope is told to trust has sent it
        address=tidy_address(request.getClientAddr()),
        client=tidy_client(request.getHeader("User-Agent")),
        token=grant.token_id if grant is not None else "",
    )


def record(center, kind, *, project=None, release="", file="", token="", words=None, **details):
    """Write an entry on what the user of this request does; nothing outside of a center.

    :param project: the project, if it is about one
    :param token: id of the token that it is about; else the one that this request has brought
    :param words: details whose words others have chosen: a group may be called "project"
    :returns: where the entry is, None: there is none
    """
    if center is None:
        return None
    asker = current_asker()
    FORGETTING.note(center)
    return add_entry(
        center,
        Entry(
            moment=datetime.now(UTC),
            kind=kind,
            user=asker.user,
            address=asker.address if days_of(center) else "",
            client=asker.client,
            token=token or asker.token,
            project_uid=uid_of(project) if project is not None else "",
            project=name_of(project) if project is not None else "",
            release=printable(release),
            file=printable(file),
            details=tidy_details({**details, **(words or {})}),
        ),
    )


def record_of(content, kind, place=None, **details):
    """Write an entry on a project or a part of one.

    :param place: where it lies, or has lain; else its container
    """
    inside = content if place is None else place
    center = center_of(content) if place is None else _center_at(place)
    project = content if IPSCProject.providedBy(content) else _self_or_parent(inside, IPSCProject)
    release = content if IPSCRelease.providedBy(content) else _self_or_parent(inside, IPSCRelease)
    is_part = not IPSCProject.providedBy(content) and not IPSCRelease.providedBy(content)
    return record(
        center,
        kind,
        project=project,
        release=version_of(release, project),
        file=(getattr(aq_base(content), "filename", None) or content.getId()) if is_part else "",
        **details,
    )


def uid_of(content) -> str:
    """Return the UID of content; empty where it has none."""
    return getattr(aq_base(content), ATTRIBUTE_NAME, None) or ""


def name_of(project) -> str:
    """Return the main name of a project; its title, where it has none."""
    return printable(next(iter(project.distributions or ()), None) or project.title or "")


def version_of(release, project) -> str:
    """Return the version of a release, with its name before it where that is not the main one."""
    if release is None:
        return ""
    main = next(iter(project.distributions or ()), "") if project is not None else ""
    name = release.distribution or ""
    if name and normalize_name(name) != normalize_name(main):
        return f"{name} {release.version}"
    return release.version or ""


def _center_at(place):
    return place if IPloneSoftwareCenter.providedBy(place) else center_of(place)


def _self_or_parent(content, interface):
    return content if interface.providedBy(content) else parent_providing(content, interface)
