"""What an uninstall takes back and no profile can say."""

from plone.registry.interfaces import IRegistry
from Products.PloneSoftwareCenter.content.versions import forget_versions
from Products.PloneSoftwareCenter.tokens.plugin import remove_plugin
from zope.component import getUtility


TYPES = ("PloneSoftwareCenter", "PSCProject", "PSCRelease", "PSCFile", "PSCFileLink")
ROLES = ("PSCEvaluator", "PSCMaintainer")
#: registry records that list types
LISTS_OF_TYPES = (
    "plone.displayed_types",
    "plone.parent_types_not_to_query",
    "plone.types_not_searched",
)


def post_handler(tool):
    """Handler of the profile ``uninstall``, after its files."""
    forget_types(getUtility(IRegistry))
    forget_versions(tool.aq_parent)
    forget_roles(tool.aq_parent)
    remove_plugin(tool.aq_parent)


def forget_types(registry) -> None:
    """Take our types out of the lists that the site's settings hold."""
    for name in LISTS_OF_TYPES:
        listed = registry.get(name)
        if listed and any(portal_type in TYPES for portal_type in listed):
            left = [portal_type for portal_type in listed if portal_type not in TYPES]
            # through the record: the field would refuse types of others that are gone
            registry.records[name].value = type(listed)(left)


def forget_roles(portal) -> None:
    """Take our roles out of the site; local roles on content stay with the content."""
    portal._delRoles([role for role in ROLES if role in portal.__ac_roles__])
    roles = portal.acl_users.get("portal_role_manager")
    for role in ROLES:
        if roles is not None and role in roles.listRoleIds():
            roles.removeRole(role)
