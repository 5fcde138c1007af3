"""The centers of a site."""

from plone import api
from Products.PloneSoftwareCenter.vocabularies.terms import make_vocabulary
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory


@provider(IVocabularyFactory)
def centers(context):
    """Vocabulary plonesoftwarecenter.centers: by UID, those that the asker may view."""
    found = api.content.find(portal_type="PloneSoftwareCenter", sort_on="sortable_title")
    return make_vocabulary([(brain.UID, brain.Title or brain.getId) for brain in found])
