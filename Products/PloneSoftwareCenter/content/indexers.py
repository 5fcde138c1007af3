"""What the catalog keeps of projects; each indexer tolerates whatever it finds."""

from Acquisition import aq_base
from plone.indexer import indexer
from Products.CMFPlone.image_scales.indexer import image_scales
from Products.PloneSoftwareCenter.content.latest import latest_development_of
from Products.PloneSoftwareCenter.content.latest import latest_release_of
from Products.PloneSoftwareCenter.content.latest import shown_release_of
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.set import IPSCSet
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.pypi.classifiers import plone_versions
from Products.PloneSoftwareCenter.pypi.facets import facet_tokens
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
    return _compatibility(project)


def _compatibility(project):
    latest = latest_release_of(project)
    tested = _texts(latest.compatibility) if latest is not None else []
    return tested or list(plone_versions(_texts(project.classifiers)))


@indexer(IPSCProject)
def psc_latest_release_date(project):
    """Return when the latest release came out, None before."""
    latest = latest_release_of(project)
    return latest.effective_date if latest is not None else None


@indexer(IPSCProject)
def psc_facets(project):
    """Return what the project is filtered by, as tokens (``pypi/facets.py``)."""
    shown = shown_release_of(project)
    license_text = project.license
    return facet_tokens(
        categories=_texts(project.categories),
        classifiers=_texts(project.classifiers),
        compatibility=_compatibility(project),
        license_text=license_text if isinstance(license_text, str) else None,
        requires_python=shown.requires_python if shown is not None else None,
        maturity=state_of(shown) if shown is not None else None,
        kinds=project.file_kinds,
        status=project.status,
    )


@indexer(IPSCProject)
def psc_updated(project):
    """Return when its newest release or pre-release came out; before, when it was made.

    Never None: the catalog leaves out of a sorted list whatever has no value.
    """
    newest = (latest_release_of(project), latest_development_of(project))
    dates = [one.effective_date for one in newest if one is not None and one.effective_date]
    return max(dates, default=project.created())


@indexer(IPSCProject)
def psc_latest_version(project):
    """Return the version that lists show, empty before there is one."""
    shown = shown_release_of(project)
    return shown.version if shown is not None else ""


@indexer(IPSCProject)
def scales_of_images(project):
    """Return the scales of a project's images as Plone does; most have none.

    Plone goes through all schemas and fields to see that, at each upload of a new release.

    :raises AttributeError: when there is none, as an indexer says it
    """
    bare = aq_base(project)
    if not any(getattr(bare, name, None) for name in ("logo", "screenshot", "image")):
        raise AttributeError
    return image_scales(project, None)()


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
