"""What a center keeps of tokens, and how it is written by several at once."""

from contextlib import closing
from plone import api
from Products.PloneSoftwareCenter.interfaces import ITokenMadeEvent
from Products.PloneSoftwareCenter.interfaces import ITokenRevokedEvent
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PSC_FUNCTIONAL
from Products.PloneSoftwareCenter.tokens.store import add_token
from Products.PloneSoftwareCenter.tokens.store import READ
from Products.PloneSoftwareCenter.tokens.store import revoke_token
from Products.PloneSoftwareCenter.tokens.store import tokens_of
from transaction import TransactionManager
from zope.component import getGlobalSiteManager
from zope.component import provideHandler

import datetime
import transaction
import unittest


FIELDS = {"is_root_user": False, "name": "n", "kind": READ, "projects": (), "expires": None}


class TestStore(unittest.TestCase):
    layer = PSC_FUNCTIONAL

    def setUp(self):
        self.center = create_center(self.layer["portal"])
        # a tree has no answer when the first of its keys goes; Zope tries such a request again
        self.first = max((self.add(self.center) for _ in range(2)), key=lambda one: one.token_id)
        transaction.commit()

    def add(self, center):
        token, _text = add_token(center, user_id=OWNER, **FIELDS)
        return token

    def elsewhere(self):
        """Return (transaction manager, the center) of another connection, as other threads have."""
        manager = TransactionManager()
        connection = self.center._p_jar.db().open(manager)
        self.enterContext(closing(connection))
        self.addCleanup(manager.abort)
        path = "/".join(self.center.getPhysicalPath()[1:])
        return manager, connection.root()["Application"].unrestrictedTraverse(path)

    def test_several_at_once_meet_in_no_conflict(self):
        places = [self.elsewhere() for _ in range(6)]
        for number, (_manager, center) in enumerate(places):
            if number == 0:
                revoke_token(center, tokens_of(center)[self.first.token_id])
            elif number == 1:
                token = tokens_of(center)[self.first.token_id]
                token.last_used = datetime.datetime.now(datetime.UTC)
            else:
                self.add(center)
        for manager, _center in places[1:]:
            manager.commit()
        places[0][0].commit()
        transaction.begin()
        self.assertEqual(len(tokens_of(self.center)), 5)
        self.assertNotIn(self.first.token_id, tokens_of(self.center))

    def test_others_are_told(self):
        told = []

        def listen(event):
            told.append((type(event).__name__, event.object, event.token))

        registry = getGlobalSiteManager()
        for interface in (ITokenMadeEvent, ITokenRevokedEvent):
            provideHandler(listen, [interface])
            self.addCleanup(registry.unregisterHandler, listen, [interface])
        token = self.add(self.center)
        revoke_token(self.center, token)
        self.assertEqual(
            told,
            [
                ("TokenMadeEvent", self.center, token),
                ("TokenRevokedEvent", self.center, token),
            ],
        )

    def test_tokens_of_who_is_deleted_go_in_every_center(self):
        other = create_center(self.layer["portal"], "elsewhere")
        self.add(other)
        kept, _text = add_token(other, user_id=OWNER, **{**FIELDS, "is_root_user": True})
        api.user.delete(username=OWNER)
        self.assertEqual(len(tokens_of(self.center)), 0)
        self.assertEqual(list(tokens_of(other)), [kept.token_id])

    def test_center_without_tokens(self):
        other = create_center(self.layer["portal"], "elsewhere")
        self.assertEqual(len(tokens_of(other)), 0)
