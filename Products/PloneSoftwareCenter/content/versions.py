"""Versions of a project's page: what people edit has a history, and nothing else has.

Plone keeps whole objects, with all that lies in them. Of a project it keeps the fields of its page:
names, releases, files, status and review are never in two places, and no old version brings them
back. Uploads keep no version: all of them would meet in the tool that has the histories.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from plone import api
from Products.CMFCore.utils import getToolByName
from Products.CMFEditions.ArchivistTool import ArchivistUnregisteredError
from Products.CMFEditions.interfaces import IVersioned
from Products.CMFEditions.interfaces.IModifier import ISaveRetrieveModifier
from Products.CMFEditions.Modifiers import ConditionalTalesModifier
from Products.PloneSoftwareCenter.content.project import IPSCProject
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.schema import getFieldNames


MODIFIER = "PSCProjectPage"
TYPE = "PSCProject"
CONDITION = f"python: portal_type == '{TYPE}'"
#: fields that are more than a page: who holds which name, and what evaluators say
NOT_OF_THE_PAGE = frozenset(("distributions", "is_approved", "review_comment"))
#: what an old version brings back, beside the fields of our schema
DUBLIN_CORE = frozenset(("title", "description", "subject"))
#: what Plone's tools keep on each version, to know which one it is
OF_THE_TOOLS = frozenset(("version_id", "location_id", "cmf_uid", "modification_date"))

#: who may look at versions, beside those whom Plone lets
LOOK = "CMFEditions: Access previous versions"
MAINTAINER = "PSCMaintainer"


def keep_version(project):
    """Keep the page of a project as it is, unless that version is kept already.

    Also of who edits it without being one of those whom Plone lets keep versions.
    """
    tool = getToolByName(project, "portal_repository", None)
    if tool is None or not tool.isVersionable(project) or _is_kept(tool, project):
        return
    # The tools find the project by this, also in the catalog, which must see the project itself.
    getToolByName(project, "portal_historyidhandler").register(project)
    page = _page_of(project)
    with api.env.adopt_roles(["Manager"]):
        tool.save(page)
    for name in ("version_id", "location_id"):
        setattr(project, name, getattr(aq_base(page), name))
    alsoProvides(project, IVersioned)


def _page_of(project):
    """Return the same with nothing in it: Plone would load all releases to leave them out."""
    bare = aq_base(project)
    page = type(bare).__new__(type(bare))
    vars(page).update(_state(bare))
    page._initBTrees()
    return page.__of__(aq_parent(aq_inner(project)))


def _is_kept(tool, project):
    version = getattr(aq_base(project), "version_id", None)
    try:
        return version is not None and tool.isUpToDate(project, version)
    except ArchivistUnregisteredError:
        # it was imported, or the histories were emptied
        return False


@implementer(ISaveRetrieveModifier)
class ProjectPage:
    """Tells CMFEditions what of a project comes back: in ``portal_modifier``."""

    def beforeSaveModifier(self, project, clone):
        """Change nothing: what others keep of a project, like iterate, comes back by our rule."""
        return {}, [], []

    def afterRetrieveModifier(self, project, version, preserve=()):
        """Give a version that is looked at, or comes back, all of today but the page."""
        if project is None:
            # it was deleted; an empty folder is all there is
            return [], [], {}
        page = (frozenset(getFieldNames(IPSCProject)) - NOT_OF_THE_PAGE) | DUBLIN_CORE
        today, then = _state(project), _state(version)
        for name in set(today) | set(then):
            if name in page | OF_THE_TOOLS or name.startswith(("_p_", "_v_")):
                continue
            if name in today:
                setattr(version, name, today[name])
            else:
                delattr(version, name)
        return [], [], {}


def _state(content):
    bare = aq_base(content)
    # What the database has not loaded has nothing in it.
    bare._p_activate()
    return vars(bare)


def install_modifier(portal) -> None:
    """Have CMFEditions ask ``ProjectPage``; what is there already stays."""
    tool = getToolByName(portal, "portal_modifier", None)
    if tool is None or MODIFIER in tool.objectIds():
        return
    modifier = ConditionalTalesModifier(MODIFIER, ProjectPage(), "The page of a project")
    modifier.edit(True, CONDITION)
    tool.register(MODIFIER, modifier)


def let_maintainers_look(portal) -> None:
    """Give maintainers the permission to see versions, beside who has it already."""
    roles = _who_looks(portal)
    if MAINTAINER not in roles:
        _let_look(portal, roles | {MAINTAINER})


def forget_versions(portal) -> None:
    """Take all of it out of the site's settings; the versions that were kept stay."""
    modifiers = getToolByName(portal, "portal_modifier", None)
    if modifiers is not None and MODIFIER in modifiers.objectIds():
        modifiers.unregister(MODIFIER)
    repository = getToolByName(portal, "portal_repository", None)
    if repository is not None:
        types = repository.getVersionableContentTypes()
        repository.setVersionableContentTypes([name for name in types if name != TYPE])
        # The tool itself would leave the type with an empty list of policies.
        policies = repository._version_policy_mapping
        kept = {name: found for name, found in policies.items() if name != TYPE}
        repository._version_policy_mapping = kept
    differences = getToolByName(portal, "portal_diff", None)
    if differences is not None and differences._pt_diffs.pop(TYPE, None) is not None:
        differences._p_changed = True
    _let_look(portal, _who_looks(portal) - {MAINTAINER})


def _who_looks(portal):
    return {one["name"] for one in portal.rolesOfPermission(LOOK) if one["selected"]}


def _let_look(portal, roles):
    acquired = portal.acquiredRolesAreUsedBy(LOOK) == "CHECKED"
    portal.manage_permission(LOOK, sorted(roles), acquire=acquired)
