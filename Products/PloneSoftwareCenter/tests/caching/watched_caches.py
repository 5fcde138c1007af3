"""A served center with a cache in front: what it is told, and what has really changed."""

from plone.app.testing import applyProfile
from plone.cachepurging.interfaces import ICachePurgingSettings
from plone.cachepurging.interfaces import IPurger
from plone.registry.interfaces import IRegistry
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from zope.annotation.interfaces import IAnnotations
from zope.component import getGlobalSiteManager
from zope.component import getUtility
from zope.component.hooks import setSite
from zope.event import notify
from zope.globalrequest import clearRequest
from zope.globalrequest import setRequest
from zope.interface import implementer
from ZPublisher.pubevents import PubSuccess

import contextlib
import transaction


CACHE = "http://cache.example.org:6081"
V1_JSON = "application/vnd.pypi.simple.v1+json"
SIGNED = [("gpg_signature", ("x.asc", b"-----BEGIN PGP SIGNATURE-----\n"))]


@implementer(IPurger)
class Recorder:
    """A purger that sends nothing, and knows what it was told to."""

    def __init__(self):
        self.urls = set()

    def purgeAsync(self, url, httpVerb="PURGE"):  # noqa: N803 (the interface's name)
        self.urls.add(url)


class WatchedCaches(ServedCenter):
    """``alpha`` has two releases, ``beta`` one; ``self.purged`` has what was told."""

    def setUp(self):
        super().setUp()
        with self.changes():
            setSite(self.portal)
            applyProfile(self.portal, "plone.app.caching:default")
            registry = getUtility(IRegistry)
            self.settings = registry.forInterface(ICachePurgingSettings, check=False)
            for archive, fields in (
                (make_sdist("alpha", "1.0", folder=self.folder), SIGNED),
                (make_wheel("alpha", "1.0", folder=self.folder), ()),
                (make_sdist("alpha", "1.1+local", folder=self.folder), ()),
                (make_sdist("beta", "1.0", folder=self.folder), ()),
            ):
                self.assertEqual(self.owner.upload(archive, fields).status, 200)
        self.recorder = Recorder()
        components = getGlobalSiteManager()
        usual = components.getUtility(IPurger)
        components.registerUtility(self.recorder, IPurger)
        self.addCleanup(components.registerUtility, usual, IPurger)
        self.turn(on=True)

    def turn(self, on):
        """Have the site send what is stale to the cache, or not."""
        with self.changes():
            self.settings.enabled = on
            self.settings.cachingProxies = (CACHE,)

    @contextlib.contextmanager
    def request(self, commit=True):
        """Change content as a request does, to its end."""
        transaction.begin()
        request = self.layer["request"]
        IAnnotations(request).pop("plone.cachepurging.urls", None)
        setRequest(request)
        try:
            yield
            if commit:
                transaction.commit()
            else:
                transaction.abort()
            notify(PubSuccess(request))
        finally:
            clearRequest()

    def take_purged(self):
        """Return the paths below the center that the cache was told of since the last time."""
        prefix = f"{CACHE}/plone/software"
        found, self.recorder.urls = self.recorder.urls, set()
        return {url.removeprefix(prefix) for url in found}

    def see(self):
        """Return what a cache could keep for everybody: {path: (entity tags, who may keep it)}."""
        seen = {}
        for path in self.addresses():
            answers = [self.nobody.get(path, Accept=kind) for kind in ("text/html", V1_JSON)]
            if answers[0].status == 200:
                seen[path] = tuple(
                    (one.status, one.headers["ETag"], one.headers["Cache-Control"])
                    for one in answers
                )
        return seen

    def addresses(self):
        """Yield the addresses to which the pages themselves lead, in the form that is final."""
        yield from ("/simple/", "/links")
        listed = self.nobody.get("/simple/", Accept=V1_JSON)
        if listed.status != 200:
            return
        for name in [one["name"].lower() for one in listed.json["projects"]]:
            yield f"/simple/{name}/"
            yield f"/pypi/{name}/json"
            page = self.nobody.get(f"/simple/{name}/", Accept=V1_JSON).json
            for version in page["versions"]:
                yield f"/pypi/{name}/{version}/json"
            for file in page["files"]:
                python = (
                    file["filename"].split("-")[-3] if file["filename"][-1] == "l" else "source"
                )
                for folder in (
                    f"/simple/{name}",
                    f"/packages/{name}",
                    f"/packages/{python}/{name[0]}/{name}",
                ):
                    for ending in ("", ".metadata", ".asc"):
                        yield f"{folder}/{file['filename']}{ending}"
