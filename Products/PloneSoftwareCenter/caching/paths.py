"""Which addresses show something of a center, a project, a release or a file (``IPurgePaths``).

plone.cachepurging asks these adapters, also when somebody purges by hand. Each page of a name tells
the name's serial, so whatever changes below a name makes all of them stale. Files never change:
they are named where caches must not go on sending what not everybody gets any more.
"""

from collections.abc import Iterator
from Products.PloneSoftwareCenter.caching import addresses
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.file import IPSCFile
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.index.update import parent_providing
from Products.PloneSoftwareCenter.index.update import record_of
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.status import serves_files
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from z3c.caching.interfaces import IPurgePaths
from zope.component import adapter
from zope.interface import implementer


class IndexPaths:
    """What the adapters have in common: they know addresses below the center."""

    def __init__(self, context):
        self.context = context

    def getRelativePaths(self) -> list[str]:
        """Return the paths below the root of the virtual host."""
        center = self.center()
        if center is None:
            return []
        prefix = f"/{center.virtual_url_path()}".rstrip("/")
        below = dict.fromkeys((*addresses.OF_CENTER, *self.below(center)))
        return [f"{prefix}/{address}" for address in below]

    def getAbsolutePaths(self) -> list[str]:
        """Return none: the index has no address outside its site."""
        return []

    def center(self):
        """Return the center whose index shows the content."""
        return center_of(self.context)

    def below(self, center) -> Iterator[str]:
        """Yield the addresses beside those that each change makes stale."""
        raise NotImplementedError


@implementer(IPurgePaths)
@adapter(IPloneSoftwareCenter)
class CenterPaths(IndexPaths):
    """A center: what lists its projects or files; everything, where it is not public."""

    def center(self):
        return self.context

    def below(self, center):
        if not is_public(center):
            for record in center_index(center).names.values():
                yield from addresses.of_everything(record, with_files=True)


@implementer(IPurgePaths)
@adapter(IPSCProject)
class ProjectPaths(IndexPaths):
    """A project: the pages of all its names; their files, if it is private or quarantined."""

    def below(self, center):
        project = self.context
        with_files = not is_public(project) or not serves_files(project.status)
        # What was held until now, and what will be once the index follows.
        for name in project.distributions or ():
            yield from addresses.of_name(normalize_name(name))
        for record in names_of(center, project):
            yield from addresses.of_everything(record, with_files)


@implementer(IPurgePaths)
@adapter(IPSCRelease)
class ReleasePaths(IndexPaths):
    """A release: the pages of its name; its files, where the index does not show them."""

    def below(self, center):
        record = record_of(self.context)
        if record is None:
            return
        yield from addresses.of_everything(record, with_files=False)
        # The index may not know of it yet.
        yield from addresses.of_release(record.normalized_name, self.context.version)
        found = record.releases.get(canonical_version(self.context.version))
        if found is not None and self.hides_files():
            yield from addresses.of_files(record, found)

    def hides_files(self) -> bool:
        """Say whether somebody may be kept from the files who had them before."""
        project = parent_providing(self.context, IPSCProject)
        return state_of(self.context) not in INDEXED_RELEASE_STATES or not is_public(project)


@implementer(IPurgePaths)
@adapter(IPSCFile)
class FilePaths(IndexPaths):
    """A file: its bytes, what lies beside them, and the pages of its name."""

    def below(self, center):
        file = self.context
        release = parent_providing(file, IPSCRelease)
        record = record_of(release) if release is not None else None
        if record is None:
            return
        yield from addresses.of_everything(record, with_files=False)
        if file.filename and file.filename in center_index(center).filenames:
            state = {"packagetype": file.packagetype, "python_version": file.python_version or ""}
            yield from addresses.of_file(record.normalized_name, file.filename, state)
