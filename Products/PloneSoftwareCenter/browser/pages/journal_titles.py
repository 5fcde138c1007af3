"""What the pages of the journal call its kinds of entries and their details."""

from Products.PloneSoftwareCenter.i18n import _


KIND_TITLES = {
    "center-made": _("label_journal_center_made", default="Center made"),
    "center-state": _("label_journal_center_state", default="State of the center changed"),
    "center-roles": _("label_journal_center_roles", default="Roles in the center changed"),
    "settings": _("label_journal_settings", default="Settings changed"),
    "name-freed": _("label_journal_name_freed", default="Name given free"),
    "name-moved": _("label_journal_name_moved", default="Name moved"),
    "project-made": _("label_journal_project_made", default="Project made"),
    "project-edited": _("label_journal_project_edited", default="Project edited"),
    "project-renamed": _("label_journal_project_renamed", default="Page of the project renamed"),
    "project-roles": _("label_journal_project_roles", default="Roles in the project changed"),
    "project-state": _("label_journal_project_state", default="State of the project changed"),
    "project-status": _("label_journal_project_status", default="Status of the project changed"),
    "project-deleted": _("label_journal_project_deleted", default="Project deleted"),
    "release-made": _("label_journal_release_made", default="Release made"),
    "release-edited": _("label_journal_release_edited", default="Release edited"),
    "release-state": _("label_journal_release_state", default="State of the release changed"),
    "release-deleted": _("label_journal_release_deleted", default="Release deleted"),
    "file-uploaded": _("label_journal_file_uploaded", default="File uploaded"),
    "file-replaced": _("label_journal_file_replaced", default="File overwritten"),
    "file-edited": _("label_journal_file_edited", default="Page of the file edited"),
    "file-read": _("label_journal_file_read", default="File read"),
    "file-deleted": _("label_journal_file_deleted", default="File deleted"),
    "link-made": _("label_journal_link_made", default="Link made"),
    "link-edited": _("label_journal_link_edited", default="Link edited"),
    "link-deleted": _("label_journal_link_deleted", default="Link deleted"),
    "configuration-attached": _(
        "label_journal_configuration_attached", default="Configuration file attached"
    ),
    "configuration-deleted": _(
        "label_journal_configuration_deleted", default="Configuration file deleted"
    ),
    "set-made": _("label_journal_set_made", default="Set made"),
    "set-edited": _("label_journal_set_edited", default="Set edited"),
    "set-state": _("label_journal_set_state", default="State of the set changed"),
    "set-deleted": _("label_journal_set_deleted", default="Set deleted"),
    "yanked": _("label_journal_yanked", default="Yanked"),
    "unyanked": _("label_journal_unyanked", default="No longer yanked"),
    "role-given": _("label_journal_role_given", default="Role given"),
    "role-taken": _("label_journal_role_taken", default="Role taken away"),
    "invited": _("label_journal_invited", default="Invited"),
    "invitation-accepted": _("label_journal_accepted", default="Invitation accepted"),
    "invitation-declined": _("label_journal_declined", default="Invitation declined"),
    "invitation-withdrawn": _("label_journal_withdrawn", default="Invitation withdrawn"),
    "token-made": _("label_journal_token_made", default="API token made"),
    "token-revoked": _("label_journal_token_revoked", default="API token revoked"),
}

#: of others the word itself is shown: a field of a form, an id
DETAIL_TITLES = {
    "after": _("label_journal_after", default="now"),
    "before": _("label_journal_before", default="before"),
    "comment": _("label_journal_comment", default="comment"),
    "ends": _("label_journal_ends", default="ends"),
    "fields": _("label_journal_fields", default="fields"),
    "files": _("label_journal_files", default="files"),
    "name": _("label_journal_name", default="name"),
    "names": _("label_journal_names", default="names"),
    "opens": _("label_journal_opens", default="for"),
    "owner": _("label_journal_owner", default="of"),
    "projects": _("label_journal_projects", default="projects"),
    "reason": _("label_journal_reason", default="reason"),
    "releases": _("label_journal_releases", default="releases"),
    "role": _("label_journal_role", default="role"),
    "set": _("label_journal_set", default="set"),
    "sha256_before": _("label_journal_sha256_before", default="sha256 before"),
    "size": _("label_journal_size", default="bytes"),
    "source": _("label_journal_source", default="from"),
    "target": _("label_journal_target", default="to"),
    "times": _("label_journal_times", default="times"),
    "transition": _("label_journal_transition", default="by"),
    "url": _("label_journal_url", default="address"),
    "who": _("label_journal_who", default="user or group"),
}
