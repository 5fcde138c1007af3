"""What the people of a center can choose for their projects."""

from plone.supermodel import model
from Products.PloneSoftwareCenter.content.constraints import are_categories
from Products.PloneSoftwareCenter.content.fields import Lines
from Products.PloneSoftwareCenter.i18n import _
from zope import schema


CATEGORIES = (
    "standalone|Stand-alone products|Projects that are used by themselves.",
    "add-on|Add-ons|Projects that add something for the visitors of a site.",
    "infrastructure|Infrastructure|Projects that other projects build on.",
)
VERSIONS = ("Plone 6.2", "Plone 6.1", "Plone 6.0", "Plone 5.2")
PLATFORMS = ("All platforms", "Linux", "macOS", "Windows", "BSD", "UNIX (other)")
CRITERIA = (
    "Internationalized",
    "Unit tests",
    "End-user documentation",
    "Internal documentation (documentation, interfaces, etc.)",
    "Existed and maintained for at least 6 months",
    "Installs and uninstalls cleanly",
    "Code structure follows best practice",
)


class IChoices(model.Schema):
    """The fields of a center with what can be chosen; see ``vocabularies``."""

    model.fieldset(
        "vocabularies",
        label=_("label_fieldset_vocabularies", default="Choices"),
        fields=[
            "available_categories",
            "use_classifiers",
            "private_classifiers",
            "extra_classifiers",
            "available_licenses",
            "available_versions",
            "available_platforms",
            "available_self_certification_criteria",
        ],
    )
    available_categories = Lines(
        title=_("label_available_categories", default="Categories"),
        description=_("help_available_categories", default="One a line, as id|title|description."),
        constraint=are_categories,
        default=CATEGORIES,
    )
    use_classifiers = schema.Bool(
        title=_("label_use_classifiers", default="Browse by topic"),
        description=_(
            "help_use_classifiers",
            default="Group projects by their Topic classifiers instead of the categories above.",
        ),
        default=False,
        required=False,
    )
    private_classifiers = schema.Bool(
        title=_("label_private_classifiers", default="Take private classifiers"),
        description=_(
            "help_private_classifiers",
            default="Those that begin with “Private ::”, which keep a distribution from PyPI, where"
            " uploads with one are refused. Switched off, they are refused here, too.",
        ),
        default=True,
        required=False,
    )
    extra_classifiers = Lines(
        title=_("label_extra_classifiers", default="Further classifiers"),
        description=_(
            "help_extra_classifiers",
            default="Accepted beside the known trove classifiers, one a line.",
        ),
    )
    available_licenses = Lines(
        title=_("label_available_licenses", default="Further licenses"),
        description=_(
            "help_available_licenses",
            default="Offered beside the SPDX licenses, one a line, as id|title|address.",
        ),
    )
    available_versions = Lines(
        title=_("label_available_versions", default="Versions to be compatible with"),
        description=_(
            "help_available_versions", default="One a line; the first are offered first."
        ),
        default=VERSIONS,
    )
    available_platforms = Lines(
        title=_("label_available_platforms", default="Platforms"),
        description=_(
            "help_available_platforms", default="One a line; the first means all of them."
        ),
        default=PLATFORMS,
    )
    available_self_certification_criteria = Lines(
        title=_("label_available_criteria", default="Criteria for self-certification"),
        description=_(
            "help_available_criteria", default="What owners can say of their projects, one a line."
        ),
        default=CRITERIA,
    )


class HasChoices:
    """The defaults, for centers that have never been asked."""

    available_categories = CATEGORIES
    use_classifiers = False
    private_classifiers = True
    extra_classifiers = ()
    available_licenses = ()
    available_versions = VERSIONS
    available_platforms = PLATFORMS
    available_self_certification_criteria = CRITERIA
