"""A center with a project that has an owner and a maintainer, and what is told of its people."""

from plone import api
from Products.PloneSoftwareCenter.people.interfaces import IInvitationAnsweredEvent
from Products.PloneSoftwareCenter.people.interfaces import IInvitationMadeEvent
from Products.PloneSoftwareCenter.people.interfaces import IRoleGivenEvent
from Products.PloneSoftwareCenter.people.interfaces import IRoleTakenEvent
from Products.PloneSoftwareCenter.people.owners import roles_in
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from zope.component import getGlobalSiteManager

import transaction


class PeopleCase(PublishedPages):
    """``self.project`` is ``OWNER``'s; ``self.told`` is what subscribers have heard."""

    def setUp(self):
        super().setUp()
        with api.env.adopt_user(OWNER):
            self.project = create_project(self.center, "demo")
        transaction.commit()
        self.project.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        self.project.reindexObjectSecurity()
        transaction.commit()
        self.told = []
        registry = getGlobalSiteManager()
        for interface, hear in (
            (IRoleGivenEvent, self.hear("given", "role")),
            (IRoleTakenEvent, self.hear("taken", "role")),
            (IInvitationMadeEvent, self.hear("invited", "role", "by")),
            (IInvitationAnsweredEvent, self.hear("answered", "role", "accepted")),
        ):
            registry.registerHandler(hear, (interface,))
            self.addCleanup(registry.unregisterHandler, hear, (interface,))

    def hear(self, word, *names):
        def hear(event):
            self.assertEqual(event.object, event.project)
            told = [getattr(event, name) for name in names]
            self.told.append((word, event.project.getId(), event.user_id, *told))

        return hear

    def assertPeople(self, **roles):
        """See who has which role, as the database says: ``owen="Owner"``."""
        transaction.begin()
        self.assertEqual(sorted(roles_in(self.project)), sorted(roles.items()))
