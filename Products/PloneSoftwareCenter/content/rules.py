"""The rules of a center for uploads: what its form asks, in plain words."""

from plone.autoform import directives
from plone.supermodel import model
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.filenames import PACKAGETYPES
from z3c.form.browser.checkbox import CheckBoxFieldWidget
from zope import schema


class IUploadRules(model.Schema):
    """What a center takes; ``upload/policy.py`` makes the value of it that checks are given."""

    model.fieldset(
        "files",
        label=_("label_fieldset_files", default="Files"),
        fields=[
            "max_file_size",
            "max_project_space",
            "max_center_space",
            "packagetypes",
            "local_versions",
            "any_platform_tag",
            "old_sdist_names",
            "overwrite_dev",
            "days_open",
            "days_dev_kept",
        ],
    )
    max_file_size = schema.Int(
        title=_("label_max_file_size", default="Largest file, in MB"),
        description=_("help_max_file_size", default="Larger files are refused."),
        default=1024,
        min=1,
    )
    max_project_space = schema.Int(
        title=_("label_max_project_space", default="Space for each project, in MB"),
        description=_(
            "help_max_project_space",
            default="What the files of a project may take together. Uploads beyond it are refused;"
            " what is there stays. Empty: no limit.",
        ),
        min=1,
        required=False,
    )
    max_center_space = schema.Int(
        title=_("label_max_center_space", default="Space for the whole center, in MB"),
        description=_(
            "help_max_center_space",
            default="The same for the files of all projects. Empty: no limit.",
        ),
        min=1,
        required=False,
    )
    directives.widget("packagetypes", CheckBoxFieldWidget)
    packagetypes = schema.Tuple(
        title=_("label_packagetypes", default="Kinds of files"),
        description=_("help_packagetypes", default="Files of other kinds are refused."),
        value_type=schema.Choice(vocabulary="plonesoftwarecenter.packagetypes"),
        default=PACKAGETYPES,
        min_length=1,
    )
    local_versions = schema.Bool(
        title=_("label_local_versions", default="Take local versions"),
        description=_(
            "help_local_versions",
            default="Versions like 1.0+acme.1: your own build of what others have released.",
        ),
        default=True,
        required=False,
    )
    any_platform_tag = schema.Bool(
        title=_("label_any_platform_tag", default="Take wheels for any platform"),
        description=_(
            "help_any_platform_tag",
            default="Switched off, wheels are for platforms only that PyPI knows, too. It does not"
            " know linux_x86_64, say: such a wheel runs on systems like the one it was built on.",
        ),
        default=True,
        required=False,
    )
    old_sdist_names = schema.Bool(
        title=_("label_old_sdist_names", default="Take old names of sdists"),
        description=_(
            "help_old_sdist_names",
            default="Switched off, sdists must be called as PEP 625 says: my_name-1.0.tar.gz.",
        ),
        default=True,
        required=False,
    )
    overwrite_dev = schema.Bool(
        title=_("label_overwrite_dev", default="Let files of development releases be overwritten"),
        description=_(
            "help_overwrite_dev",
            default="Files of versions like 1.0.dev3 may then be uploaded again with other"
            " contents, and caches ask for them each time. All other files never change.",
        ),
        default=False,
        required=False,
    )
    days_open = schema.Int(
        title=_("label_days_open", default="Days for which a release stays open"),
        description=_(
            "help_days_open",
            default="Counted from its first file; after that it takes no more of them, so that"
            " who steals an account can't add one to what everybody uses. Empty: for ever.",
        ),
        min=1,
        required=False,
    )
    days_dev_kept = schema.Int(
        title=_("label_days_dev_kept", default="Days for which development releases are kept"),
        description=_(
            "help_days_dev_kept",
            default="Counted from their last file; the command “psc expire” then deletes them."
            " Empty: for ever.",
        ),
        min=1,
        required=False,
    )


class HasUploadRules:
    """The defaults of a center, also of one that was made before there was the rule."""

    max_file_size = 1024
    max_project_space = None
    max_center_space = None
    packagetypes = PACKAGETYPES
    local_versions = True
    any_platform_tag = True
    old_sdist_names = True
    overwrite_dev = False
    days_open = None
    days_dev_kept = None
