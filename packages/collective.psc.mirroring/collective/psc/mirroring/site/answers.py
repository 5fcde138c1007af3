"""What the site answers to everybody: the same functions as behind its own addresses."""

from AccessControl.SecurityManagement import getSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from Acquisition import aq_base
from collections.abc import Iterator
from contextlib import contextmanager
from Products.CMFCore.interfaces import ISiteRoot
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.routes import answer
from typing import Any
from zope.component.hooks import getSite
from zope.component.hooks import setSite

import transaction


def body(center: Any, *route: str, accept: str | None = None, slash: bool = False) -> bytes | None:
    """Return the bytes of a page below a center; None: everybody is told that there is none."""
    asked = Asked(
        method="GET",
        route=route,
        ends_with_slash=slash,
        query="",
        format=None,
        accept=accept,
        if_none_match=None,
        if_range=None,
        range=None,
        user_agent=None,
        has_login=False,
        center_url=center.public_address or "",
    )
    found = answer(center, asked)
    return found.body if found.status == 200 and isinstance(found.body, bytes) else None


@contextmanager
def root_as_nobody(db: Any) -> Iterator[Any]:
    """Yield the root of Zope as it is now, from a connection of its own, as nobody.

    What surrounds it finds its own user and site again.
    """
    manager = transaction.TransactionManager(explicit=True)
    user, site = getSecurityManager(), getSite()
    connection = db.open(manager)
    try:
        manager.begin()
        noSecurityManager()
        yield connection.root()["Application"]
    finally:
        setSite(site)
        setSecurityManager(user)
        manager.abort()
        connection.close()


@contextmanager
def newest(db: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """Yield a center as it is now, or None, as ``root_as_nobody``.

    :param path: from the root of Zope, as ``getPhysicalPath`` has it
    """
    with root_as_nobody(db) as center:
        for name in path[1:]:
            center = center._getOb(name, None) if center is not None else None
            # asked of the class: what an object of Dexterity is itself, its site has to say
            if ISiteRoot.implementedBy(type(aq_base(center))):
                setSite(center)
        yield center
