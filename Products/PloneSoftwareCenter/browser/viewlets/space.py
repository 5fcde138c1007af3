"""How much space files take, for those who may do something about it."""

from plone.app.layout.viewlets import ViewletBase
from plone.base.utils import human_readable_size
from Products.PloneSoftwareCenter.index.counts import stored_of_center
from Products.PloneSoftwareCenter.index.counts import stored_of_project
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.upload.policy import policy_of


class SpaceViewlet(ViewletBase):
    """Below the content: the bytes that records count, and the limit where there is one."""

    @property
    def used(self):
        """The space that is taken, in words."""
        return human_readable_size(self._stored())

    @property
    def limit(self):
        """The space that there may be, in words; empty where there is no limit."""
        most = self._most()
        return human_readable_size(most) if most is not None else ""


class CenterSpaceViewlet(SpaceViewlet):
    """On a center, for whoever may edit it."""

    def _stored(self):
        return stored_of_center(self.context)

    def _most(self):
        return policy_of(self.context).max_center_space


class ProjectSpaceViewlet(SpaceViewlet):
    """On a project, for its owners, its maintainers and managers."""

    def _stored(self):
        return stored_of_project(center_of(self.context), self.context)

    def _most(self):
        return policy_of(center_of(self.context)).max_project_space
