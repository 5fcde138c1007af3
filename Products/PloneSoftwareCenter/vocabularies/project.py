"""Choices among what a project holds."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.content.distributions import is_main_name
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.vocabularies.terms import chosen
from Products.PloneSoftwareCenter.vocabularies.terms import make_vocabulary
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory


@provider(IVocabularyFactory)
def distributions(context):
    """Vocabulary plonesoftwarecenter.distributions: the names of a project, the main one first."""
    project = _project_of(context)
    names = tuple(project.distributions or ()) if project is not None else ()
    return make_vocabulary([(name, name) for name in names])


@provider(IVocabularyFactory)
def releases(context):
    """Vocabulary plonesoftwarecenter.releases: ids of a project's releases, with versions."""
    project = _project_of(context)
    if project is None:
        return make_vocabulary(())
    found = [child for child in project.objectValues() if IPSCRelease.providedBy(child)]
    return make_vocabulary(
        [(release.id, _shown(project, release)) for release in found]
        + chosen(context, "unsupported_versions")
    )


def _project_of(context):
    while context is not None and not IPSCProject.providedBy(context):
        context = aq_parent(aq_inner(context))
    return context


def _shown(project, release) -> str:
    if is_main_name(project, release.distribution):
        return release.version
    return f"{release.distribution} {release.version}"
