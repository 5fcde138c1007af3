"""The licenses that a release may have."""

# packaging keeps the list of identifiers to itself; it is data, and a test looks at it.
from packaging.licenses._spdx import LICENSES
from Products.PloneSoftwareCenter.content.lines import read_lines
from Products.PloneSoftwareCenter.vocabularies.terms import chosen
from Products.PloneSoftwareCenter.vocabularies.terms import find_center
from Products.PloneSoftwareCenter.vocabularies.terms import make_vocabulary
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory


@provider(IVocabularyFactory)
def licenses(context):
    """Vocabulary plonesoftwarecenter.licenses: the center's own, then SPDX identifiers."""
    center = find_center(context)
    if center is None:
        return make_vocabulary(())
    own = [(line.id, line.title) for line in read_lines(center.available_licenses)]
    current = (found["id"] for found in LICENSES.values() if not found["deprecated"])
    spdx = [(name, name) for name in sorted(current, key=str.lower)]
    return make_vocabulary(own + spdx + chosen(context, "license"))
