"""``PATCH <center>/@names/<name>``: the name, with its releases, moves to another project."""

from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.errors_access import LoginRequired
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed
from Products.PloneSoftwareCenter.services.names.get import GetNames
from Products.PloneSoftwareCenter.services.parameters import body_of
from Products.PloneSoftwareCenter.services.parameters import Refused
from Products.PloneSoftwareCenter.upload.rights import owns
from Products.PloneSoftwareCenter.upload.rights import user_id
from Products.PloneSoftwareCenter.upload.transfer import move_name


class PatchName(GetNames):
    """``{"project": <one of its names, or its short name in addresses>}``."""

    def answer(self):
        """Move the name; return what is told of it then."""
        if not self.path:
            raise NotFound()
        wanted = body_of(self.request, ("project",))["project"].strip()
        if not wanted:
            raise Refused("Send the project that shall hold the name.")
        record = visible_record(self.center, self.path[0])
        if user_id() is None:
            raise LoginRequired()
        target = self._target(wanted)
        self.write()
        source = project_of(self.center, record)
        if source.getId() == target.getId():
            return self.one(record)
        move_name(self.center, record.name, source, target)
        return self.one(record)

    def _target(self, wanted):
        found = find_record(self.center, wanted)
        if found is not None:
            target = project_of(self.center, found)
        else:
            target = self.center._getOb(wanted) if self.center.has_key(wanted) else None
        # One sentence for all: nobody learns here which projects there are.
        if not IPSCProject.providedBy(target) or not owns(target):
            raise NotAllowed("You own no project of this name.")
        return target
