"""What the page of a project, and the page of a release, learn from core metadata.

An empty value never erases what is there, and a further name of a project
touches its own releases only.
"""

from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.pypi.classifiers import plone_versions
from Products.PloneSoftwareCenter.pypi.classifiers import split_known
from Products.PloneSoftwareCenter.pypi.description import content_type_of
from Products.PloneSoftwareCenter.pypi.metadata import page_links
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from Products.PloneSoftwareCenter.pypi.versions import newest
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


def update_project(center, project, release, metadata):
    """Bring a project's page up to date, if this is the release it speaks of.

    That is the newest stable release of the main name; while there is none, the newest.
    """
    if not _speaks_for(center, project, release):
        return
    if _write(project, _project_values(center, metadata)):
        notify(ObjectModifiedEvent(project))


def update_release(center, release, metadata):
    """Fill what a release does not say yet, and what its page shows, from core metadata."""
    _write(release, _release_values(center, metadata))
    if not release.core_metadata:
        release.core_metadata = metadata.as_dict()


def _speaks_for(center, project, release):
    names = project.distributions or ()
    if not names or normalize_name(names[0]) != normalize_name(release.distribution):
        return False
    record = find_record(center, release.distribution)
    latest = newest([known.version for known in record.releases.values()])
    return latest is not None and canonical_version(latest) == canonical_version(release.version)


def _project_values(center, metadata):
    known, _unknown = split_known(metadata.classifiers, tuple(center.extra_classifiers or ()))
    links = page_links(metadata)
    return {
        "description": metadata.summary,
        "text": metadata.description,
        "text_content_type": metadata.description
        and content_type_of(metadata.description_content_type),
        "classifiers": known,
        "subject": metadata.keywords,
        "author": metadata.author or metadata.author_email,
        "maintainer": metadata.maintainer or metadata.maintainer_email,
        "contact_address": _contact(metadata),
        "license": metadata.license_expression or _short(metadata.license),
        "homepage": links.homepage,
        "documentation_link": links.documentation,
        "repository": links.repository,
        "tracker": links.tracker,
        "mailing_list": links.mailing_list,
        "changelog_link": links.changelog,
        "download_link": links.download,
    }


def _release_values(center, metadata):
    known, _unknown = split_known(metadata.classifiers, tuple(center.extra_classifiers or ()))
    license_text = metadata.license_expression or _short(metadata.license)
    return {
        "description": metadata.summary,
        "license": (license_text,) if license_text else (),
        "compatibility": plone_versions(known),
        "requires_python": metadata.requires_python,
    }


def _contact(metadata):
    address = metadata.author_email or metadata.maintainer_email
    return f"mailto:{address}" if address else None


def _short(text):
    """Return a licence's name; some put the whole text where the name belongs."""
    line = (text or "").strip().partition("\n")[0].strip()
    return line[:100] or None


def _write(content, values):
    changed = False
    for name, value in values.items():
        if value and getattr(content.aq_base, name, None) != value:
            setattr(content, name, value)
            changed = True
    return changed
