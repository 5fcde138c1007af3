"""Choices that a center offers for its projects and releases."""

from Products.PloneSoftwareCenter.content.lines import read_lines
from Products.PloneSoftwareCenter.pypi.classifiers import list_classifiers
from Products.PloneSoftwareCenter.pypi.classifiers import plone_versions
from Products.PloneSoftwareCenter.vocabularies.terms import chosen
from Products.PloneSoftwareCenter.vocabularies.terms import find_center
from Products.PloneSoftwareCenter.vocabularies.terms import make_vocabulary
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory


@provider(IVocabularyFactory)
def categories(context):
    """Vocabulary plonesoftwarecenter.categories: ids with titles, in the center's order."""
    lines = read_lines(_of_center(context, "available_categories"))
    return make_vocabulary(
        [(line.id, line.title) for line in lines] + chosen(context, "categories")
    )


@provider(IVocabularyFactory)
def classifiers(context):
    """Vocabulary plonesoftwarecenter.classifiers: the trove's and the center's own."""
    if find_center(context) is None:
        return make_vocabulary(())
    known = list_classifiers(_of_center(context, "extra_classifiers"))
    return make_vocabulary([(name, name) for name in known] + chosen(context, "classifiers"))


@provider(IVocabularyFactory)
def compatibility(context):
    """Vocabulary plonesoftwarecenter.compatibility: the center's list, then the trove's."""
    if find_center(context) is None:
        return make_vocabulary(())
    names = [name.strip() for name in _of_center(context, "available_versions") if name.strip()]
    names += plone_versions(list_classifiers())
    return make_vocabulary([(name, name) for name in names] + chosen(context, "compatibility"))


@provider(IVocabularyFactory)
def platforms(context):
    """Vocabulary plonesoftwarecenter.platforms."""
    names = [name.strip() for name in _of_center(context, "available_platforms") if name.strip()]
    return make_vocabulary([(name, name) for name in names] + chosen(context, "platform"))


@provider(IVocabularyFactory)
def self_certification_criteria(context):
    """Vocabulary plonesoftwarecenter.self_certification_criteria."""
    field = "available_self_certification_criteria"
    names = [name.strip() for name in _of_center(context, field) if name.strip()]
    return make_vocabulary(
        [(name, name) for name in names] + chosen(context, "self_certified_criteria")
    )


def _of_center(context, field: str) -> tuple[str, ...]:
    center = find_center(context)
    return tuple(getattr(center, field) or ()) if center is not None else ()
