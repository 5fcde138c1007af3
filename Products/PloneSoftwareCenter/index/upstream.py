"""Which names a center leaves to its upstream: the one place where this is decided."""

from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.pypi.errors import InvalidName
from Products.PloneSoftwareCenter.pypi.names import check_name
from Products.PloneSoftwareCenter.pypi.names import is_reserved
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.upstream import page_address


def upstream_url(center, name: str) -> str | None:
    """Return where the page of a name is in the upstream of a center, None where it must not be.

    It must not be for what is no name, for a name that the center holds, has ever held or
    reserves, and for one that a page was prepared for; whoever asks, and whatever they may see.
    """
    if not center.upstream or _is_ours(center, name):
        return None
    return page_address(center.upstream, normalize_name(name))


def _is_ours(center, name: str) -> bool:
    try:
        check_name(name)
    except InvalidName:
        return True
    normalized = normalize_name(name)
    return (
        normalized in center_index(center).names
        or is_reserved(normalized, center.reserved_names)
        or _is_prepared(center, normalized)
    )


def _is_prepared(center, normalized: str) -> bool:
    """Is there a page without a name at this one's address? An upload would give it the name."""
    if not center.has_key(normalized):
        return False
    project = center._getOb(normalized)
    return IPSCProject.providedBy(project) and not project.distributions
