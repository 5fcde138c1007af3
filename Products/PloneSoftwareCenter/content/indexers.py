"""What the catalog keeps of projects; each indexer tolerates whatever it finds."""

from plone.indexer import indexer
from Products.PloneSoftwareCenter.content.latest import latest_release_of
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.set import IPSCSet
from Products.PloneSoftwareCenter.pypi.classifiers import plone_versions
from Products.PloneSoftwareCenter.pypi.names import normalize_name


#: a page of this length is found by its words; the rest would only fill the catalog
TEXT_LIMIT = 100_000


@indexer(IPSCProject)
def psc_names(project):
    """Return the normalized names that installers ask for."""
    return [normalize_name(name) for name in _texts(project.distributions)]


@indexer(IPSCProject)
def psc_categories(project):
    """Return the ids of the project's categories."""
    return _texts(project.categories)


@indexer(IPSCProject)
def psc_classifiers(project):
    """Return the project's classifiers."""
    return _texts(project.classifiers)


@indexer(IPSCProject)
def psc_compatibility(project):
    """Return what the latest release was tested with, else what the classifiers say."""
    latest = latest_release_of(project)
    tested = _texts(latest.compatibility) if latest is not None else []
    return tested or list(plone_versions(_texts(project.classifiers)))


@indexer(IPSCProject)
def psc_latest_release_date(project):
    """Return when the latest release came out, None before."""
    latest = latest_release_of(project)
    return latest.effective_date if latest is not None else None


@indexer(IPSCProject)
def searchable_text(project):
    """Return the words by which a project is found."""
    texts = [project.id, project.Title(), project.Description()]
    texts += [*_texts(project.distributions), *_texts(project.Subject())]
    texts += [project.author or "", project.maintainer or "", (project.text or "")[:TEXT_LIMIT]]
    return " ".join(texts)


@indexer(IPSCSet)
def words_of_set(known_good):
    """Return the words by which a known good set is found: also those of its members."""
    texts = [known_good.id, known_good.Title(), known_good.Description()]
    return " ".join([*texts, known_good.members[:TEXT_LIMIT].replace("==", " ")])


def _texts(values) -> list[str]:
    return [value for value in values or () if isinstance(value, str)]
