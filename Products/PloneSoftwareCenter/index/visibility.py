"""Who may see a project: asked of Zope live, with a hint for the root list.

Many ways to change rights fire no event, so no answer is stored. What the root
list stores only spares asking: for a project that takes the right from its
center, the center is asked once for all of them.
"""

from AccessControl import getSecurityManager
from AccessControl.PermissionRole import rolesForPermissionOn
from Products.PloneSoftwareCenter.pypi.status import serves_files
from Products.PloneSoftwareCenter.tokens.grants import current_grant


#: the project has the center's own rule: who may see the center sees it
AS_CENTER = "center"
#: the project has a rule of its own: it is asked each time
OWN = "own"
#: the project is quarantined: no list shows it, whoever asks
NOBODY = "nobody"

_ACQUIRES = "_View_Permission"
_BLOCKS = "__ac_local_roles_block__"


def visibility_of(project):
    """Return AS_CENTER, OWN or NOBODY.

    In a state that acquires View, the permission attribute is absent or a list
    (a tuple does not acquire). Roles that are added to it make the project more
    visible, so those are asked, too. Where local roles of the center do not count, who sees
    the center by such a role does not see the project.
    """
    if not serves_files(project.status):
        return NOBODY
    roles = getattr(project.aq_base, _ACQUIRES, [])
    has_own_roles = isinstance(roles, tuple) or bool(roles)
    return OWN if has_own_roles or getattr(project.aq_base, _BLOCKS, None) else AS_CENTER


def is_visible(content):
    """Say whether the user of this request may view a center or project."""
    return bool(getSecurityManager().checkPermission("View", content))


def sees_projects_of(center):
    """Say whether the user of this request may view the projects that have the center's own rule.

    Whose token is for some projects sees these alone, and what everybody sees.
    """
    grant = current_grant()
    return is_public(center) if grant and grant.is_for_projects else is_visible(center)


def is_public(content):
    """Say whether everybody may view it."""
    return "Anonymous" in rolesForPermissionOn("View", content)
