"""Ids of content that is added or renamed by hand."""

from Acquisition import aq_base
from plone.i18n.normalizer.interfaces import IURLNormalizer
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.distributions import is_main_name
from Products.PloneSoftwareCenter.content.ids import choose_id
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.content.set import IPSCSet
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from zope.component import adapter
from zope.component import queryUtility
from zope.container.interfaces import INameChooser
from zope.globalrequest import getRequest
from zope.interface import implementer


@implementer(INameChooser)
class NameChooser:
    """Chooses an id as uploads do; for the containers of a center."""

    def __init__(self, context):
        self.context = context

    def checkName(self, name, obj):
        """Say whether the name could be had as it is."""
        return self.chooseName(name, obj) == name

    def chooseName(self, name, obj):
        """Return an id for an object that is to be added or renamed.

        :param name: what somebody wants; empty for what the object itself suggests
        """
        # plone.restapi and plone.api propose the title, which nobody has chosen as an id.
        if name in (obj.Title(), aq_base(obj).Title()):
            name = None
        wanted = name or self.suggest(obj)
        if wanted in self.context and aq_base(self.context[wanted]) is aq_base(obj):
            return wanted
        return choose_id(self.context, wanted, getRequest())

    def suggest(self, obj) -> str:
        """Return the text that the id is made of."""
        return _readable(getattr(obj, "title", "") or getattr(obj, "portal_type", "") or "item")


@adapter(IPloneSoftwareCenter)
class ProjectNameChooser(NameChooser):
    """A project's id is its main name, or made of its title where it has no name yet.

    That of a known good set is its name and version.
    """

    def suggest(self, obj) -> str:
        """Return the main name or the title; of a known good set name and version."""
        if IPSCSet.providedBy(obj):
            return f"{normalize_name(obj.set_name)}-{obj.version}"
        names = getattr(obj, "distributions", None)
        if names:
            return normalize_name(names[0])
        return super().suggest(obj)


@adapter(IPSCProject)
class ReleaseNameChooser(NameChooser):
    """A release's id is its version, with the name before it for further names."""

    def suggest(self, obj) -> str:
        """Return what ``release_id`` says."""
        version = getattr(obj, "version", "")
        if not version:
            return super().suggest(obj)
        return release_id(self.context, getattr(obj, "distribution", None), version)


@adapter(IPSCRelease)
class FileNameChooser(NameChooser):
    """A file's id is its file name."""

    def suggest(self, obj) -> str:
        """Return the file name, or the title of a link."""
        return getattr(obj, "filename", "") or super().suggest(obj)


def release_id(project, distribution: str | None, version: str) -> str:
    """Return the wanted id of a release: ``1.0``, or ``other-name-1.0`` for a further name."""
    if is_main_name(project, distribution):
        return version
    return f"{normalize_name(distribution)}-{version}"


def _readable(title: str) -> str:
    normalizer = queryUtility(IURLNormalizer)
    return normalizer.normalize(title) if normalizer is not None else title
