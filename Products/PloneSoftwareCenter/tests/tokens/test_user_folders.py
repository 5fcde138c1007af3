"""Tokens in user folders as sites have them: with a cache, a directory server, groups."""

from AccessControl.SecurityManagement import newSecurityManager
from plone import api
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.tokens.case import TokenCase
from Products.PloneSoftwareCenter.tokens.plugin import INTERFACES
from Products.PloneSoftwareCenter.tokens.plugin import PLUGIN_ID
from Products.PloneSoftwareCenter.tokens.plugin import TokenPlugin
from Products.PloneSoftwareCenter.tokens.store import READ
from Products.PloneSoftwareCenter.tokens.store import revoke_token
from Products.PloneSoftwareCenter.tokens.users import current_token_user
from Products.PloneSoftwareCenter.tokens.users import TokenUser
from Products.PluggableAuthService.interfaces.plugins import IUserEnumerationPlugin
from Products.PluggableAuthService.plugins.BasePlugin import BasePlugin
from zope.interface import implementer
from zope.interface.verify import verifyClass

import unittest


@implementer(IUserEnumerationPlugin)
class Directory(BasePlugin):
    """Knows a user who has no password here, as plug-ins for OIDC and LDAP do."""

    members = ("olga",)

    def __init__(self):
        self._setId("directory")

    def enumerateUsers(self, id=None, login=None, exact_match=False, **kw):  # noqa: A002 (PAS' names)
        wanted = id or login
        return [
            {"id": name, "login": f"{name}@example.org", "pluginid": self.getId()}
            for name in self.members
            if wanted == name
        ]


class TestPlugin(unittest.TestCase):
    def test_it_is_what_it_says(self):
        for interface in INTERFACES:
            verifyClass(interface, TokenPlugin)

    def test_credentials_of_other_plug_ins_are_none_of_its_business(self):
        plugin = TokenPlugin()
        for credentials in ({}, {"extractor": "jwt_auth", "psc_user": ("admin", "admin")}):
            self.assertIsNone(plugin.authenticateCredentials(credentials))


class TestUserFolders(TokenCase):
    def setUp(self):
        super().setUp()
        self.uids = self.publish("foo", "bar")
        self.make_private()
        self.users = self.portal.acl_users

    def status(self, text, path="/simple/foo/"):
        return self.client_with(text).get(path).status

    def cache(self):
        """Have the site's user folder keep what it finds."""
        with self.changes():
            self.users.ZCacheable_setManagerId("RAMCache")

    def move_last(self):
        """Have other plug-ins asked before ours."""
        with self.changes():
            for interface in INTERFACES:
                for _ in self.users.plugins.listPluginIds(interface):
                    self.users.plugins.movePluginsDown(interface, [PLUGIN_ID])
        for interface in INTERFACES:
            self.assertEqual(self.users.plugins.listPluginIds(interface)[-1], PLUGIN_ID)

    def log_in_by_cookie(self, user):
        """Return the cookie that a site gives to who has logged in."""
        response = self.layer["request"].response
        with self.changes():
            self.users.session._setupSession(user, response)
        return f"__ac={response.cookies['__ac']['value'].decode()}"

    def test_cache_knows_no_revoked_token(self):
        self.cache()
        text = self.make_token()
        self.assertEqual([self.status(text), self.status(text)], [200, 200])
        with self.changes():
            revoke_token(self.center, self.token)
        self.assertEqual(self.status(text), 401)

    def test_cache_does_not_mix_a_user_with_a_token(self):
        self.cache()
        text = self.make_token(projects=[self.uids["foo"]])
        for _ in range(2):
            self.assertEqual(self.owner.get("/simple/bar/").status, 200)
            self.assertEqual(self.status(text, "/simple/bar/"), 404)
            self.assertEqual(self.status(text), 200)
        self.assertEqual(self.owner.upload(self.wheel("bar", "2.0")).status, 200)
        [report] = self.portal.RAMCache.getCacheReport()
        self.assertGreater(report["hits"], 0)

    def test_any_order_of_plug_ins(self):
        text = self.make_token()
        self.move_last()
        self.assertEqual(self.status(text), 200)

    def test_cookie_of_somebody_else_beside_a_token(self):
        cookie = self.log_in_by_cookie(OTHER)
        self.assertEqual(self.nobody.get("/simple/foo/", Cookie=cookie).status, 403)
        text = self.make_token(projects=[self.uids["foo"]])
        for path, status in (("/simple/foo/", 200), ("/simple/bar/", 404)):
            answer = self.client_with(text).get(path, Cookie=cookie)
            self.assertEqual(answer.status, status)
        self.move_last()
        for path, status in (("/simple/foo/", 200), ("/simple/bar/", 404)):
            answer = self.client_with(text).get(path, Cookie=cookie)
            self.assertEqual(answer.status, status)
        self.assertEqual(self.nobody.get("/simple/foo/", Cookie=cookie).status, 403)

    def test_plug_in_that_is_switched_off(self):
        text = self.make_token()
        with self.changes():
            for interface in INTERFACES:
                self.users.plugins.deactivatePlugin(interface, PLUGIN_ID)
        self.assertEqual(self.status(text), 401)

    def test_user_without_a_password(self):
        text = self.make_token("olga", kind=READ)
        self.assertEqual(self.status(text), 401)
        with self.changes():
            self.users._setObject("directory", Directory())
            self.users.plugins.activatePlugin(IUserEnumerationPlugin, "directory")
        self.assertEqual(self.status(text), 403)
        newSecurityManager(None, self.users.getUserById("olga"))
        self.assertEqual(current_token_user(self.portal), TokenUser("olga", False))
        with self.changes():
            self.center.manage_setLocalRoles("olga", ["Reader", "Contributor"])
        self.assertEqual(self.status(text), 200)
        text = self.make_token("olga")
        self.assertEqual(self.client_with(text).upload(self.wheel("hers")).status, 200)
        self.refresh()
        self.assertEqual(self.center["hers"].Creator(), "olga")

    def test_user_who_is_no_longer_in_the_directory(self):
        self.test_user_without_a_password()
        text = self.make_token("olga")
        with self.changes():
            self.users["directory"].members = ()
        self.assertEqual(self.status(text), 401)

    def test_rights_of_a_group(self):
        text = self.make_token(OTHER)
        self.assertEqual(self.status(text), 403)
        with self.changes():
            api.group.create("readers")
            api.group.add_user(groupname="readers", username=OTHER)
            self.center.manage_setLocalRoles("readers", ["Reader"])
        self.assertEqual(self.status(text), 200)
        with self.changes():
            api.group.remove_user(groupname="readers", username=OTHER)
        self.assertEqual(self.status(text), 403)

    def test_log_in_names_that_are_changed(self):
        text = self.make_token()
        with self.changes():
            self.users.login_transform = "upper"
        self.assertEqual(self.status(text), 200)
        self.assertEqual(self.client_with(text).upload(self.wheel("new")).status, 200)
        self.refresh()
        self.assertEqual(self.center["new"].Creator(), OWNER)
