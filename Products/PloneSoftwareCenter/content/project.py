"""A project: what people talk about, with its page, its owners and its releases."""

from plone.app.z3cform.widgets.select import SelectFieldWidget
from plone.autoform import directives
from plone.dexterity.content import Container
from plone.dexterity.content import FTIAwareSpecification
from plone.namedfile.field import NamedBlobImage
from plone.supermodel import model
from Products.PloneSoftwareCenter.content.constraints import are_distribution_names
from Products.PloneSoftwareCenter.content.constraints import are_web_addresses
from Products.PloneSoftwareCenter.content.constraints import is_contact
from Products.PloneSoftwareCenter.content.constraints import is_link
from Products.PloneSoftwareCenter.content.constraints import is_web_address
from Products.PloneSoftwareCenter.content.fields import Lines
from Products.PloneSoftwareCenter.content.ids import ChecksIds
from Products.PloneSoftwareCenter.content.inside import StaysInPlace
from Products.PloneSoftwareCenter.content.inside import TakesNothingIn
from Products.PloneSoftwareCenter.content.rights import TellsItsRights
from Products.PloneSoftwareCenter.content.roles import TellsItsRoles
from Products.PloneSoftwareCenter.content.strangers import HiddenFromStrangers
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.status import ACTIVE
from z3c.form.browser.checkbox import CheckBoxFieldWidget
from zope import schema
from zope.interface import implementer
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


TEXT_TYPES = SimpleVocabulary(
    [
        SimpleTerm("text/x-rst", title=_("text_type_rst", default="reStructuredText")),
        SimpleTerm("text/markdown", title=_("text_type_markdown", default="Markdown")),
        SimpleTerm("text/plain", title=_("text_type_plain", default="Plain text")),
    ]
)


class IPSCProject(model.Schema):
    """The fields of a project, beside title and description (its summary)."""

    distributions = Lines(
        title=_("label_distributions", default="Names"),
        description=_(
            "help_distributions",
            default="The names that installers ask for, the main name first, one a line."
            " Uploads fill them in; a further free name may be added.",
        ),
        constraint=are_distribution_names,
    )
    text = schema.Text(
        title=_("label_text", default="Text"),
        description=_("help_text", default="The project's page."),
        default="",
        missing_value="",
        required=False,
    )
    text_content_type = schema.Choice(
        title=_("label_text_content_type", default="How the text is written"),
        description=_(
            "help_text_content_type", default="reStructuredText, Markdown or plain text."
        ),
        vocabulary=TEXT_TYPES,
        default="text/x-rst",
    )

    model.fieldset(
        "links",
        label=_("label_fieldset_links", default="Links and people"),
        fields=[
            "homepage",
            "documentation_link",
            "repository",
            "tracker",
            "mailing_list",
            "changelog_link",
            "download_link",
            "other_servers",
            "contact_address",
            "author",
            "maintainer",
        ],
    )
    homepage = schema.TextLine(
        title=_("label_homepage", default="Home page"), constraint=is_link, required=False
    )
    documentation_link = schema.TextLine(
        title=_("label_documentation_link", default="Documentation"),
        constraint=is_link,
        required=False,
    )
    repository = schema.TextLine(
        title=_("label_repository", default="Source code"), constraint=is_link, required=False
    )
    tracker = schema.TextLine(
        title=_("label_tracker", default="Issue tracker"), constraint=is_link, required=False
    )
    mailing_list = schema.TextLine(
        title=_("label_mailing_list", default="Mailing list or forum"),
        constraint=is_link,
        required=False,
    )
    changelog_link = schema.TextLine(
        title=_("label_changelog_link", default="Change log"), constraint=is_link, required=False
    )
    download_link = schema.TextLine(
        title=_("label_download_link", default="Downloads elsewhere"),
        constraint=is_link,
        required=False,
    )
    other_servers = Lines(
        title=_("label_other_servers", default="Also available at"),
        description=_(
            "help_other_servers",
            default="Pages of the same project on other servers, one address a line.",
        ),
        constraint=are_web_addresses,
    )
    contact_address = schema.TextLine(
        title=_("label_contact_address", default="Contact"),
        description=_("help_contact_address", default="A mail address, or the address of a page."),
        constraint=is_contact,
        required=False,
    )
    author = schema.TextLine(title=_("label_author", default="Author"), required=False)
    maintainer = schema.TextLine(title=_("label_maintainer", default="Maintainer"), required=False)

    model.fieldset(
        "classification",
        label=_("label_fieldset_classification", default="Classification"),
        fields=["categories", "classifiers", "license", "unsupported_versions"],
    )
    directives.widget("categories", CheckBoxFieldWidget)
    categories = schema.Tuple(
        title=_("label_categories", default="Categories"),
        value_type=schema.Choice(vocabulary="plonesoftwarecenter.categories"),
        default=(),
        missing_value=(),
        required=False,
    )
    directives.widget("classifiers", SelectFieldWidget)
    classifiers = schema.Tuple(
        title=_("label_classifiers", default="Classifiers"),
        description=_(
            "help_classifiers", default="Uploads of the newest stable release fill them in."
        ),
        value_type=schema.Choice(vocabulary="plonesoftwarecenter.classifiers"),
        default=(),
        missing_value=(),
        required=False,
    )
    license = schema.TextLine(title=_("label_license", default="License"), required=False)
    directives.widget("unsupported_versions", SelectFieldWidget)
    unsupported_versions = schema.Tuple(
        title=_("label_unsupported_versions", default="Releases no longer supported"),
        value_type=schema.Choice(vocabulary="plonesoftwarecenter.releases"),
        default=(),
        missing_value=(),
        required=False,
    )

    model.fieldset(
        "review",
        label=_("label_fieldset_review", default="Review"),
        fields=["self_certified_criteria", "is_approved", "review_comment"],
    )
    directives.widget("self_certified_criteria", CheckBoxFieldWidget)
    self_certified_criteria = schema.Tuple(
        title=_("label_self_certified_criteria", default="Self-certification"),
        description=_("help_self_certified_criteria", default="What is true of this project."),
        value_type=schema.Choice(vocabulary="plonesoftwarecenter.self_certification_criteria"),
        default=(),
        missing_value=(),
        required=False,
    )
    directives.write_permission(is_approved="Products.PloneSoftwareCenter.ApproveProject")
    is_approved = schema.Bool(
        title=_("label_is_approved", default="Approved"),
        description=_("help_is_approved", default="An evaluator found it good."),
        default=False,
        required=False,
    )
    directives.write_permission(review_comment="Products.PloneSoftwareCenter.AddReviewComment")
    review_comment = schema.Text(
        title=_("label_review_comment", default="Comment of the review"), required=False
    )

    model.fieldset(
        "images",
        label=_("label_fieldset_images", default="Images"),
        fields=["logo", "logo_url", "screenshot"],
    )
    logo = NamedBlobImage(
        title=_("label_logo", default="Logo"),
        description=_("help_logo", default="Shown at most 150 by 75 pixels large."),
        required=False,
    )
    logo_url = schema.TextLine(
        title=_("label_logo_url", default="Where the logo links to"),
        constraint=is_web_address,
        required=False,
    )
    screenshot = NamedBlobImage(
        title=_("label_screenshot", default="Screenshot"),
        description=_("help_screenshot", default="Shown at most 800 by 600 pixels large."),
        required=False,
    )


@implementer(IPSCProject)
class PSCProject(
    HiddenFromStrangers,
    StaysInPlace,
    TakesNothingIn,
    ChecksIds,
    TellsItsRights,
    TellsItsRoles,
    Container,
):
    """A project; its releases lie directly in it."""

    # The mixins come first, and theirs knows nothing of behaviors.
    __providedBy__ = FTIAwareSpecification()

    _ordering = "unordered"

    distributions = ()
    text = ""
    text_content_type = "text/x-rst"
    homepage = None
    documentation_link = None
    repository = None
    tracker = None
    mailing_list = None
    changelog_link = None
    download_link = None
    other_servers = ()
    contact_address = None
    author = None
    maintainer = None
    categories = ()
    classifiers = ()
    license = None
    unsupported_versions = ()
    self_certified_criteria = ()
    is_approved = False
    review_comment = None
    logo = None
    logo_url = None
    screenshot = None

    #: what installers are told of the project, and why; ``upload/status.py`` sets it (PEP 792)
    status = ACTIVE
    status_reason = ""

    #: id of the newest stable release, kept ready for the catalog, see content/latest.py
    latest_release = None
    #: the same of its newest pre-release
    latest_development = None
    #: kinds of the files that it has in the index, sorted; see index/kinds.py
    file_kinds = ()

    def canSetDefaultPage(self):
        """Say no: the project's page is its own."""
        return False

    def get_size(self):
        """Return 0: the catalog asks at each upload, and Plone would write all fields as a mail."""
        return 0
