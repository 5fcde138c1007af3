"""What the heads of our pages tell programs: feeds, DOAP, and what search engines read."""

from functools import cached_property
from plone.app.layout.viewlets.common import ViewletBase
from Products.PloneSoftwareCenter.browser.pages.category import CategoryPage
from Products.PloneSoftwareCenter.browser.pages.page import safe_link
from Products.PloneSoftwareCenter.browser.pages.project import ProjectPage
from Products.PloneSoftwareCenter.browser.pages.release import ReleasePage
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.latest import latest_release_of
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.pypi.doap import MEDIA_TYPE as DOAP_TYPE
from Products.PloneSoftwareCenter.pypi.feeds import ATOM_TYPE
from Products.PloneSoftwareCenter.pypi.feeds import RSS_TYPE
from Products.PloneSoftwareCenter.pypi.jsonld import as_script
from Products.PloneSoftwareCenter.pypi.jsonld import source_code
from Products.PloneSoftwareCenter.pypi.jsonld import SourceCode
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.status import serves_files
from urllib.parse import quote
from urllib.parse import urlencode


def url_of(center):
    """Return the address of a center as visitors see it, without a slash at its end."""
    return (center.public_address or center.absolute_url()).rstrip("/")


class LinksViewlet(ViewletBase):
    """``<link>`` to the feeds of a center, a category or a project, and to a project's DOAP."""

    @cached_property
    def links(self):
        """What is linked, as attributes of elements."""
        if IPloneSoftwareCenter.providedBy(self.context):
            return self._of_center()
        return self._of_project() if IPSCProject.providedBy(self.context) else []

    def _of_center(self):
        center = self.context
        found = self._feeds(center.title, f"{url_of(center)}/feed/", "")
        group = self.view.group if isinstance(self.view, CategoryPage) else None
        if group is not None:
            query = f"?{urlencode({'category': group.id})}"
            found = self._feeds(group.title, f"{url_of(center)}/feed/", query) + found
        return found

    def _of_project(self):
        project, center = self.context, center_of(self.context)
        if center is None:
            return []
        doap = f"{url_of(center)}/{quote(project.getId())}/doap.rdf"
        found = [{"rel": "meta", "type": DOAP_TYPE, "title": "DOAP", "href": doap}]
        for name in (project.distributions or ())[:1]:
            url = f"{url_of(center)}/feed/{normalize_name(name)}/"
            found = self._feeds(project.Title(), url, "") + found
        return found

    def _feeds(self, title, url, query):
        kinds = (("Atom", ATOM_TYPE, "atom.xml"), ("RSS", RSS_TYPE, "rss.xml"))
        return [
            {
                "rel": "alternate",
                "type": media_type,
                "title": f"{title} ({word})",
                "href": f"{url}{name}{query}",
            }
            for word, media_type, name in kinds
        ]


class SourceCodeViewlet(ViewletBase):
    """JSON-LD of a project or a release, in its page and in no other one of it."""

    @cached_property
    def script(self):
        """The text of the element; None: there is none."""
        if isinstance(self.view, ProjectPage):
            told = self._project()
        elif isinstance(self.view, ReleasePage):
            told = self._release()
        else:
            told = None
        return as_script(source_code(told)) if told is not None else None

    def _project(self):
        project, center = self.context, center_of(self.context)
        if center is None or not serves_files(project.status):
            return None
        latest = latest_release_of(project)
        return SourceCode(
            name=project.Title(),
            url=f"{url_of(center)}/{quote(project.getId())}",
            description=project.Description(),
            version=latest.version if latest is not None else "",
            published=_day(latest),
            repository_url=safe_link(project.repository) or "",
            license=project.license or "",
            author=project.author or "",
            maintainer=project.maintainer or "",
            requires_python=(latest.requires_python or "") if latest is not None else "",
            keywords=tuple(project.Subject()),
        )

    def _release(self):
        release, project = self.context, self.view.project
        center = center_of(release)
        if center is None or not serves_files(project.status):
            return None
        project_url = f"{url_of(center)}/{quote(project.getId())}"
        return SourceCode(
            name=release.distribution or project.Title(),
            url=f"{project_url}/{quote(release.getId())}",
            description=release.Description() or project.Description(),
            version=release.version,
            published=_day(release) if self.view.is_released else "",
            repository_url=safe_link(release.repository or project.repository) or "",
            license=", ".join(release.license or ()) or project.license or "",
            author=project.author or "",
            maintainer=project.maintainer or "",
            requires_python=release.requires_python or "",
            project_url=project_url,
        )


def _day(release):
    date = release.effective_date if release is not None else None
    return date.strftime("%Y-%m-%d") if date else ""
