"""How to install what a project has."""

from dataclasses import dataclass
from functools import cached_property
from Products.PloneSoftwareCenter.browser.pages.commands import Command
from Products.PloneSoftwareCenter.browser.pages.commands import install_commands
from Products.PloneSoftwareCenter.browser.pages.status import offers_downloads
from Products.PloneSoftwareCenter.index.lines import offered
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.visibility import is_public


@dataclass(frozen=True)
class Install:
    """How one distribution name is installed."""

    name: str
    #: the center's own words, filled in; empty where it has none
    instructions: str
    commands: tuple[Command, ...]


class ProjectInstall:
    """Part of a project's page; the class that has it is a ``Page``."""

    @cached_property
    def installs(self):
        """How to install each name that has anything to install."""
        if not offers_downloads(self.context):
            return []
        found = []
        for record in names_of(self.center, self.context):
            stable, before = offered(record)
            line = stable or before
            if line is not None:
                text = self._instructions(record.name, line.version)
                commands = install_commands(self.index_url, record.name)
                found.append(Install(record.name, text, commands))
        return found

    @property
    def needs_login(self):
        """Must an installer log in to get it?"""
        return not is_public(self.context)

    @property
    def tokens_url(self):
        """Where who is logged in makes API tokens."""
        return f"{self.center.absolute_url()}/tokens"

    def _instructions(self, name, version):
        # No str.format: it would let the text look into our objects.
        text = self.center.installation_instructions or ""
        for key, value in (("name", name), ("version", version), ("index_url", self.index_url)):
            text = text.replace(f"{{{key}}}", value)
        return text.strip()
