"""Choices of the rules of a center."""

from Products.PloneSoftwareCenter.content.center import PloneSoftwareCenter
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.storage.interfaces import IPSCFileStorage
from Products.PloneSoftwareCenter.vocabularies.terms import chosen
from Products.PloneSoftwareCenter.vocabularies.terms import make_vocabulary
from zope.component import getSiteManager
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import implementedBy
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory


@provider(IVocabularyFactory)
def project_creation(context):
    """Vocabulary plonesoftwarecenter.project_creation."""
    return make_vocabulary(
        [
            ("members", _("title_creation_members", default="Members")),
            ("review", _("title_creation_review", default="Members, after review")),
            ("nobody", _("title_creation_nobody", default="Nobody")),
        ]
    )


@provider(IVocabularyFactory)
def download_counts(context):
    """Vocabulary plonesoftwarecenter.download_counts."""
    return make_vocabulary(
        [
            (
                "requests",
                _("title_counts_requests", default="What this site sends, and what logs tell"),
            ),
            ("logs", _("title_counts_logs", default="What logs tell")),
            ("off", _("title_counts_off", default="None")),
        ]
    )


@provider(IVocabularyFactory)
def packagetypes(context):
    """Vocabulary plonesoftwarecenter.packagetypes."""
    return make_vocabulary(
        [
            ("sdist", _("title_sdist", default="Source distributions (sdist)")),
            ("bdist_wheel", _("title_wheel", default="Wheels (bdist_wheel)")),
            ("bdist_egg", _("title_egg", default="Eggs (bdist_egg)")),
        ]
    )


@provider(IVocabularyFactory)
def storage_strategies(context):
    """Vocabulary plonesoftwarecenter.storage_strategies: whatever adapts a center.

    Asked without a center too, by the form that adds one: so classes are looked up and
    no storage is made.
    """
    lookup = getSiteManager().adapters.lookupAll
    found = sorted(lookup((implementedBy(PloneSoftwareCenter),), IPSCFileStorage))
    terms = [(name, _storage_title(name, factory)) for name, factory in found if name]
    return make_vocabulary(terms + chosen(context, "storage_strategy"))


def _storage_title(name: str, factory) -> str:
    """Return ``Title (description)``; both are messages, so they are translated one by one."""
    request = getRequest()
    title = translate(getattr(factory, "title", name), context=request)
    description = translate(getattr(factory, "description", ""), context=request)
    return f"{title} ({description})" if description else title
