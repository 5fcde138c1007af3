"""The center: the index and its policy."""

from plone.dexterity.content import Container
from plone.dexterity.content import FTIAwareSpecification
from plone.supermodel import model
from Products.PloneSoftwareCenter.content.choices import HasChoices
from Products.PloneSoftwareCenter.content.choices import IChoices
from Products.PloneSoftwareCenter.content.constraints import are_name_patterns
from Products.PloneSoftwareCenter.content.constraints import is_distribution_name
from Products.PloneSoftwareCenter.content.constraints import is_web_address
from Products.PloneSoftwareCenter.content.counting import Counts
from Products.PloneSoftwareCenter.content.counting import ICounting
from Products.PloneSoftwareCenter.content.fields import Lines
from Products.PloneSoftwareCenter.content.fields import TidyAddress
from Products.PloneSoftwareCenter.content.fields import UpstreamAddress
from Products.PloneSoftwareCenter.content.ids import ChecksIds
from Products.PloneSoftwareCenter.content.inside import TakesNothingIn
from Products.PloneSoftwareCenter.content.page_rules import HasPageRules
from Products.PloneSoftwareCenter.content.page_rules import IPageRules
from Products.PloneSoftwareCenter.content.rights import TellsItsRights
from Products.PloneSoftwareCenter.content.rules import HasUploadRules
from Products.PloneSoftwareCenter.content.rules import IUploadRules
from Products.PloneSoftwareCenter.content.strangers import ClosedToStrangers
from Products.PloneSoftwareCenter.content.telling import ITelling
from Products.PloneSoftwareCenter.content.telling import Tells
from Products.PloneSoftwareCenter.i18n import _
from zope import schema
from zope.interface import implementer


INSTRUCTIONS = "pip install --index-url {index_url} {name}=={version}"


class IPloneSoftwareCenter(IChoices, IUploadRules, IPageRules, ICounting, ITelling):
    """The fields of a center."""

    product_title = schema.TextLine(
        title=_("label_product_title", default="Word for a project"),
        description=_(
            "help_product_title",
            default="What headings call a project: Add-on Product, Extension, Template ...",
        ),
        default="Add-on Product",
        required=False,
    )
    addon_description = schema.Text(
        title=_("label_addon_description", default="What projects are for"),
        description=_("help_addon_description", default="One sentence for the front page."),
        default="Add-ons extend your Plone site with additional functionality.",
        required=False,
    )
    installation_instructions = schema.Text(
        title=_("label_installation_instructions", default="How to install"),
        description=_(
            "help_installation_instructions",
            default="Shown on each project's page; {name}, {version}, {index_url} are filled in.",
        ),
        default=INSTRUCTIONS,
        required=False,
    )
    featured_project = schema.TextLine(
        title=_("label_featured_project", default="Featured project"),
        description=_(
            "help_featured_project",
            default="The name of the project that the front page offers first.",
        ),
        constraint=is_distribution_name,
        required=False,
    )

    model.fieldset(
        "policy",
        label=_("label_fieldset_policy", default="Rules"),
        fields=[
            "project_creation",
            "project_evaluators",
            "password_uploads",
            "storage_strategy",
            "public_address",
        ],
    )
    project_creation = schema.Choice(
        title=_("label_project_creation", default="Who may make projects"),
        description=_(
            "help_project_creation",
            default="Narrows what the center's state and permissions allow, never widens it.",
        ),
        vocabulary="plonesoftwarecenter.project_creation",
        default="members",
    )
    project_evaluators = Lines(
        title=_("label_project_evaluators", default="Evaluators"),
        description=_(
            "help_project_evaluators",
            default="Ids of the users who feature, approve and comment on projects, one a line."
            " Who publishes and rejects them has the role Reviewer, given on the Sharing page.",
        ),
    )
    password_uploads = schema.Bool(
        title=_("label_password_uploads", default="Take uploads with a password"),
        description=_(
            "help_password_uploads",
            default="Switched off, uploads need an API token, which each user makes on the page"
            " API tokens of this center. Whoever reads an upload's credentials on a build machine"
            " then has no password. Reading is not changed.",
        ),
        default=True,
        required=False,
    )
    storage_strategy = schema.Choice(
        title=_("label_storage_strategy", default="Where files are kept"),
        description=_(
            "help_storage_strategy",
            default="New files are kept there; files that lie elsewhere stay until the command"
            " “psc migrate” moves them.",
        ),
        vocabulary="plonesoftwarecenter.storage_strategies",
        default="blob",
    )
    public_address = schema.TextLine(
        title=_("label_public_address", default="Public address"),
        description=_(
            "help_public_address",
            default="The address of this center as visitors see it; empty: as they asked for it.",
        ),
        constraint=is_web_address,
        required=False,
    )

    model.fieldset(
        "names",
        label=_("label_fieldset_names", default="Names"),
        fields=["reserved_names", "similar_names", "upstream"],
    )
    reserved_names = Lines(
        title=_("label_reserved_names", default="Reserved names"),
        description=_(
            "help_reserved_names",
            default="Names that only managers give away, and that no upstream is ever asked for."
            " One a line; a star stands for the rest of a name: acme-* means acme-web, acme.shop"
            " and all others like them.",
        ),
        constraint=are_name_patterns,
    )
    similar_names = schema.Bool(
        title=_("label_similar_names", default="Take names that look like others"),
        description=_(
            "help_similar_names",
            default="Switched off, only managers give away names that differ from one that is"
            " there, or was, in separators, in l, i and 1 or in o and 0 only: f00bar and foo-bar.",
        ),
        default=True,
        required=False,
    )
    upstream = UpstreamAddress(
        title=_("label_upstream", default="Upstream index"),
        description=_(
            "help_upstream",
            default="The address of another index, like https://pypi.org/simple: installers that"
            " ask for a name that was never in this center are sent there; empty: nobody is."
            " Whoever takes the name of one of your distributions elsewhere, with a higher version,"
            " gets their code installed where an installer looks in both places: this is called"
            " dependency confusion. Names that this center holds, has ever held or reserves are"
            " therefore never looked for elsewhere, also where the asker may not see them; reserve"
            " what your team's names begin with first.",
        ),
        required=False,
    )


@implementer(IPloneSoftwareCenter)
class PloneSoftwareCenter(
    ClosedToStrangers,
    TakesNothingIn,
    ChecksIds,
    TellsItsRights,
    HasUploadRules,
    HasPageRules,
    Counts,
    Tells,
    HasChoices,
    Container,
):
    """A software center; ``<center>`` takes uploads, ``<center>/simple/`` is the index."""

    # The mixins come first, and theirs knows nothing of behaviors.
    __providedBy__ = FTIAwareSpecification()

    # One list of all ids would be rewritten, and fought for, at each addition.
    _ordering = "unordered"

    product_title = "Add-on Product"
    addon_description = "Add-ons extend your Plone site with additional functionality."
    installation_instructions = INSTRUCTIONS
    featured_project = None
    project_creation = "members"
    project_evaluators = ()
    password_uploads = True
    storage_strategy = "blob"
    public_address = None
    reserved_names = ()
    similar_names = True
    upstream = TidyAddress()

    #: the evaluators who were given their local role, see content/evaluators.py
    evaluators_with_role = ()

    def _notifyOfCopyTo(self, container, op=0):
        """Move or copy as a whole; the projects are not asked one by one."""

    def cb_isCopyable(self):
        """Say no: the same names with the same files would be in two places."""
        return False

    def canSetDefaultPage(self):
        """Say no: another page would hide the index."""
        return False
