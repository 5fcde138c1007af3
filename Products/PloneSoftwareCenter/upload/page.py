"""What the page of a project, and the page of a release, learn from core metadata.

An empty value never erases what is there, and a further name of a project
touches its own releases only.
"""

from email.utils import getaddresses
from Products.PloneSoftwareCenter.content.latest import latest_release_of
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.pypi.classifiers import plone_versions
from Products.PloneSoftwareCenter.pypi.classifiers import split_known
from Products.PloneSoftwareCenter.pypi.markup import content_type_of
from Products.PloneSoftwareCenter.pypi.metadata import page_links
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from Products.PloneSoftwareCenter.pypi.versions import newest
from Products.PloneSoftwareCenter.pypi.versions import parse_version
from Products.PloneSoftwareCenter.upload.workflow import has_files
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


#: characters of a line on a page
LONGEST_LINE = 200


def update_project(center, project, release, metadata):
    """Bring a project's page up to date, if this is the release it speaks of.

    That is the newest stable release of the main name; while there is none, the newest.
    """
    if not _speaks_for(center, project, release):
        return
    if _write(project, _project_values(center, metadata)):
        notify(ObjectModifiedEvent(project))


def update_release(center, release, metadata):
    """Let the page of a release show what core metadata say.

    What the release itself is said to be is fixed by its first upload; what was
    registered before counts until then.
    """
    _write(release, _release_values(center, metadata))
    if not release.core_metadata or not has_files(release):
        release.core_metadata = metadata.as_dict()


def _speaks_for(center, project, release):
    names = project.distributions or ()
    if not names or normalize_name(names[0]) != normalize_name(release.distribution):
        return False
    version = parse_version(release.version)
    latest = latest_release_of(project)
    if latest is not None:
        return not version.is_prerelease and version >= parse_version(latest.version)
    known = find_record(center, release.distribution).releases.keys()
    return newest(known) == canonical_version(version)


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
        "author": _line(metadata.author or metadata.author_email),
        "maintainer": _line(metadata.maintainer or metadata.maintainer_email),
        "contact_address": _contact(metadata),
        "license": metadata.license_expression or _line(metadata.license),
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
    license_text = metadata.license_expression or _line(metadata.license)
    return {
        "description": metadata.summary,
        "license": (license_text,) if license_text else (),
        "compatibility": plone_versions(known),
        "requires_python": metadata.requires_python,
    }


def _contact(metadata):
    """Return a link to the first address that can be read; fields may hold several, with names."""
    for text in (metadata.author_email, metadata.maintainer_email):
        for _name, address in getaddresses([text or ""]):
            if "@" in address and not set(address) & set(" <>:"):
                return f"mailto:{address}"
    return None


def _line(text):
    """Return the first line of a field; some put a whole licence where its name belongs."""
    line = (text or "").strip().partition("\n")[0].strip()
    return line[:LONGEST_LINE] or None


def _write(content, values):
    changed = False
    for name, value in values.items():
        if value and getattr(content.aq_base, name, None) != value:
            setattr(content, name, value)
            changed = True
    return changed
