"""What installers choose from: versions of one name, each there for a reason."""

from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import textwrap


NAME = "choice"

#: newer than 1.9, though not in the order of letters
BEST = "1.10"

#: versions with what else their files say
VERSIONS = {
    "1.9": {},
    BEST: {},
    "1.11": {"requires_python": ">=99"},
    "1.12": {},
    "2.0a1": {},
}

#: what nobody shall install any more
YANKED = "1.12"
REASON = "It breaks <everything>."


class Choice:
    """For a ``ClientTest``: wheel and sdist of each version."""

    def offer(self, *, yank=True):
        """Publish all versions; ``self.wheels`` and ``self.sdists`` hold them by version.

        :param yank: also the one that is yanked; buildout and easy_install know no such thing
        """
        self.wheels, self.sdists = {}, {}
        for version, fields in VERSIONS.items():
            if version == YANKED and not yank:
                continue
            self.wheels[version] = make_wheel(NAME, version, folder=self.folder, **fields)
            self.sdists[version] = make_sdist(NAME, version, folder=self.folder, **fields)
        self.publish(*self.wheels.values(), *self.sdists.values())
        if yank:
            with self.changes():
                release = self.center[NAME][YANKED]
                release.yanked = True
                release.yanked_reason = REASON
                notify(ObjectModifiedEvent(release))

    def offer_what_does_not_fit(self):
        """Publish two versions of ``needy``: the newer needs a ``choice`` that nobody has."""
        self.offer()
        wheels = [
            make_wheel("needy", version, folder=self.folder, metadata_extra=needs)
            for version, needs in (
                ("1.0", f"Requires-Dist: {NAME}>=1\n"),
                ("2.0", f"Requires-Dist: {NAME}>=99\n"),
            )
        ]
        self.publish(*wheels)
        return wheels

    def assertPassedOver(self, wheel, heard):
        """See that somebody read what a wheel needs, and did not fetch the wheel."""
        asked = [line for line in heard if wheel.name in line]
        self.assertEqual(asked, [f"GET simple/needy/{wheel.name}.metadata"])

    def offer_in_time(self):
        """Publish 1.0, then 1.1, of ``timely``; return the moment when 1.1 came."""
        for version in ("1.0", "1.1"):
            self.publish(make_wheel("timely", version, folder=self.folder))
        return self.files("timely")[-1]["upload-time"]

    def assertInstalled(self, folder, version, name=NAME):
        """See that the module of a version lies in a folder as it lay in the archive."""
        module = f"psc_{name}.py"
        expected = f"""\
            NAME = {name!r}
            VERSION = {version!r}
            FILLING = ''
            """
        self.assertEqual((folder / module).read_text(), textwrap.dedent(expected))
