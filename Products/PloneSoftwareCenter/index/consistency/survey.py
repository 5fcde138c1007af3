"""A look at one center: its records, and its content as far as records point to it."""

from Acquisition import aq_base
from functools import cached_property
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import writable_index
from Products.PloneSoftwareCenter.pypi.names import normalize_name

import contextlib


class Survey:
    """What the comparisons ask of a center. It may outlive transactions."""

    def __init__(self, center):
        self.center = center
        self._index = None

    @property
    def index(self):
        """The center's index, to read."""
        # To find it costs more than all other questions of a comparison together. One that
        # is not stored stands for none, and may be stored by now.
        if self._index is None or self._index._p_jar is None:
            self._index = center_index(self.center)
        return self._index

    @property
    def writable(self):
        """The center's index, to write; made if there is none."""
        return writable_index(self.center)

    @property
    def content(self):
        """The tree of the center's content, by id."""
        return self.center._tree

    def contents(self, content_id):
        """Return what lies under an id, asleep if it was: one object, or none."""
        content = self.content.get(content_id) if content_id else None
        return () if content is None else (content,)

    def project(self, content_id):
        """Return the project of an id in the center, or None."""
        if not content_id or not self.center.has_key(content_id):
            return None
        content = self.center._getOb(content_id)
        return content if IPSCProject.providedBy(content) else None

    def project_with(self, uid, content_id=None):
        """Return the project with a UID, or None.

        :param content_id: where it is looked for first
        """
        if uid is None:
            return None
        found = self.project(content_id)
        if found is None or found.UID() != uid:
            # Looked for only where a record is wrong; what a scan found may have moved since.
            found = self.project(self._scan[0].get(uid))
        return found if found is not None and found.UID() == uid else None

    def ids_of_name(self, normalized):
        """Return the ids of the projects that list a name; reads all projects, once."""
        return self._scan[1].get(normalized, ())

    @cached_property
    def _scan(self):
        by_uid, by_name = {}, {}
        for content_id, content in self.content.items():
            with asleep_afterwards(content):
                project = self.project(content_id)
                if project is None:
                    continue
                by_uid[project.UID()] = content_id
                for name in names_listed(project):
                    by_name[name] = (*by_name.get(name, ()), content_id)
        return by_uid, by_name


def names_listed(project):
    """Return the names that a project lists, normalized -> as written, the main name first."""
    return {normalize_name(name): name for name in project.distributions or ()}


@contextlib.contextmanager
def asleep_afterwards(*contents):
    """Let go of the state of objects after a look at them, where nobody had it before.

    A center may be larger than memory. Even to ask what an object provides wakes it, so
    take objects from the tree of their container.
    """
    asleep = [content for content in map(aq_base, contents) if content._p_changed is None]
    try:
        yield
    finally:
        for content in asleep:
            # does nothing to what was changed meanwhile
            content._p_deactivate()
