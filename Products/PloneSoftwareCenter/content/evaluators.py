"""Who evaluates the projects of a center: a local role that follows a field."""

from AccessControl import getSecurityManager


ROLE = "PSCEvaluator"
REVIEWER = "Reviewer"


def center_added(center, event):
    """Subscriber: whoever makes a center evaluates and reviews in it."""
    creator = getSecurityManager().getUser().getId()
    if creator:
        _give(center, creator, ROLE, REVIEWER)
    update_evaluators(center)


def center_modified(center, event):
    """Subscriber: the field may have changed."""
    update_evaluators(center)


def update_evaluators(center) -> None:
    """Give the role to those who are new in the field, take it from those who left it.

    Other local roles, and evaluators who were named on the sharing page, stay as they are.
    """
    wanted = tuple(center.project_evaluators or ())
    had = tuple(center.evaluators_with_role)
    if wanted == had:
        return
    for user_id in had:
        if user_id not in wanted:
            _take(center, user_id, ROLE)
    for user_id in wanted:
        if user_id not in had:
            _give(center, user_id, ROLE)
    center.evaluators_with_role = wanted
    center.reindexObjectSecurity()


def _give(center, user_id: str, *roles: str) -> None:
    held = center.get_local_roles_for_userid(user_id)
    center.manage_setLocalRoles(user_id, sorted({*held, *roles}))


def _take(center, user_id: str, role: str) -> None:
    left = [held for held in center.get_local_roles_for_userid(user_id) if held != role]
    if left:
        center.manage_setLocalRoles(user_id, left)
    else:
        center.manage_delLocalRoles([user_id])
