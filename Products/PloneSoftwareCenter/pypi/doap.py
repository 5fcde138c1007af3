"""Description of a project as RDF/XML (DOAP, github.com/ewilderj/doap)."""

from dataclasses import dataclass
from dataclasses import field
from Products.PloneSoftwareCenter.pypi.xml_text import add
from Products.PloneSoftwareCenter.pypi.xml_text import written
from urllib.parse import quote
from xml.etree import ElementTree


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DOAP = "http://usefulinc.com/ns/doap#"
MEDIA_TYPE = "application/rdf+xml"

#: what may stand in an IRI besides letters and digits (RFC 3987); the rest is written with %
_IN_IRI = "/?:@!$&'()*+,;=#[]%~-._"


@dataclass(frozen=True)
class DoapVersion:
    """A release. Empty texts are left out."""

    name: str
    revision: str
    #: like ``2026-12-31``
    created: str
    #: absolute URLs of its files
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class DoapProject:
    """A project. Empty texts are left out; URLs are absolute."""

    name: str
    #: of the project's page
    url: str
    shortdesc: str = ""
    #: plain text
    description: str = ""
    homepage_url: str = ""
    wiki_url: str = ""
    bug_database_url: str = ""
    screenshots_url: str = ""
    mailing_list_url: str = ""
    repository_url: str = ""
    download_page_url: str = ""
    category_urls: tuple[str, ...] = ()
    license_urls: tuple[str, ...] = ()
    #: the systems that it runs on; empty: all
    systems: tuple[str, ...] = ()
    versions: tuple[DoapVersion, ...] = field(default=())


def write_doap(project: DoapProject) -> bytes:
    """Return the document."""
    ElementTree.register_namespace("rdf", RDF)
    ElementTree.register_namespace("doap", DOAP)
    root = ElementTree.Element(f"{{{RDF}}}RDF")
    about = add(root, _tag("Project"), "", **{f"{{{RDF}}}about": _iri(project.url)})
    _texts(about, ("name", project.name), ("shortdesc", project.shortdesc))
    _texts(about, ("description", project.description), ("programming-language", "Python"))
    _resources(
        about,
        ("homepage", project.homepage_url),
        *(("category", url) for url in project.category_urls),
        ("wiki", project.wiki_url),
        ("bug-database", project.bug_database_url),
        ("screenshots", project.screenshots_url),
        ("mailing-list", project.mailing_list_url),
        *(("license", url) for url in project.license_urls),
        ("download-page", project.download_page_url),
    )
    _texts(about, *(("os", system) for system in project.systems))
    if project.repository_url:
        repository = add(add(about, _tag("repository")), _tag("Repository"))
        _resources(repository, ("browse", project.repository_url))
    for version in project.versions:
        _write_version(about, version)
    return written(root)


def _write_version(about: ElementTree.Element, version: DoapVersion) -> None:
    element = add(add(about, _tag("release")), _tag("Version"))
    _texts(element, ("name", version.name), ("revision", version.revision))
    _texts(element, ("created", version.created))
    _resources(element, *(("file-release", url) for url in version.files))


def _texts(element: ElementTree.Element, *pairs: tuple[str, str]) -> None:
    for name, text in pairs:
        if text:
            add(element, _tag(name), text)


def _resources(element: ElementTree.Element, *pairs: tuple[str, str]) -> None:
    for name, url in pairs:
        if url:
            add(element, _tag(name), "", **{f"{{{RDF}}}resource": _iri(url)})


def _iri(url: str) -> str:
    return quote(url.strip(), safe=_IN_IRI)


def _tag(name: str) -> str:
    return f"{{{DOAP}}}{name}"
