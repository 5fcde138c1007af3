"""What people who work on a project are offered on its page."""

from functools import cached_property
from Products.PloneSoftwareCenter.people.invitations import invitation_to
from Products.PloneSoftwareCenter.pypi.status import takes_uploads
from Products.PloneSoftwareCenter.upload.rights import may_set_status
from Products.PloneSoftwareCenter.upload.rights import owns
from Products.PloneSoftwareCenter.upload.rights import user_id


class ProjectActions:
    """Part of a project's page; the class that has it is a ``Page``."""

    @property
    def add_release_url(self):
        """Where the asker adds a release by hand; None for who may not."""
        if self.is_anonymous:
            return None
        if "PSCRelease" not in [fti.getId() for fti in self.context.allowedContentTypes()]:
            return None
        return f"{self.context.absolute_url()}/++add++PSCRelease"

    @property
    def upload_url(self):
        """Where the asker uploads files to it; None for who may not."""
        if self.is_anonymous or not self.can_edit or not takes_uploads(self.context.status):
            return None
        return f"{self.context.absolute_url()}/upload-files"

    @property
    def can_yank(self):
        """May the asker yank its releases?"""
        return self.can_edit and not self.is_anonymous

    @property
    def move_name_url(self):
        """Where its owners move a name to another project of theirs; None for others."""
        if not self.context.distributions or not owns(self.context):
            return None
        if not takes_uploads(self.context.status):
            return None
        return f"{self.context.absolute_url()}/@@move-name"

    @property
    def people_url(self):
        """Where its owners say who works on it; None for who does not."""
        if self.is_anonymous or not self.can_edit:
            return None
        return f"{self.context.absolute_url()}/@@people"

    @property
    def journal_url(self):
        """Where its owners read who did what; None for others."""
        if self.is_anonymous or not owns(self.context):
            return None
        return f"{self.context.absolute_url()}/@@journal"

    @cached_property
    def is_invited(self):
        """Is the asker invited to work on it?"""
        invitation = None if self.is_anonymous else invitation_to(self.context, user_id())
        return invitation is not None and not invitation.is_expired()

    @property
    def invitations_url(self):
        """Where people find their invitations."""
        return f"{self.site_url}/@@project-invitations"

    @property
    def status_url(self):
        """Where the asker gives the project another status; None for who may not."""
        return f"{self.context.absolute_url()}/@@status" if may_set_status(self.context) else None
