"""A release: one version of one distribution name."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from plone.app.z3cform.widgets.select import SelectFieldWidget
from plone.autoform import directives
from plone.dexterity.content import Container
from plone.dexterity.content import FTIAwareSpecification
from plone.supermodel import model
from Products.CMFCore.permissions import ModifyPortalContent
from Products.CMFCore.permissions import View
from Products.PloneSoftwareCenter.content.constraints import is_contact
from Products.PloneSoftwareCenter.content.constraints import is_distribution_name
from Products.PloneSoftwareCenter.content.constraints import is_link
from Products.PloneSoftwareCenter.content.constraints import is_version
from Products.PloneSoftwareCenter.content.fields import TidyAddress
from Products.PloneSoftwareCenter.content.ids import ChecksIds
from Products.PloneSoftwareCenter.content.inside import PartOfProject
from Products.PloneSoftwareCenter.content.project import TEXT_TYPES
from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.content.titles import release_title
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.versions import maturity
from zope import schema
from zope.interface import implementer


class IPSCRelease(model.Schema):
    """The fields of a release."""

    version = schema.TextLine(
        title=_("label_version", default="Version"),
        description=_("help_version", default="As PEP 440 says: 1.0, 1.0a2, 1.0rc1 ..."),
        constraint=is_version,
    )
    distribution = schema.TextLine(
        title=_("label_distribution", default="Name"),
        description=_(
            "help_distribution",
            default="Which of the project's names this is a release of; empty: the main name.",
        ),
        constraint=is_distribution_name,
        required=False,
    )
    description = schema.Text(
        title=_("label_release_summary", default="Summary"),
        default="",
        missing_value="",
        required=False,
    )
    text = schema.Text(
        title=_("label_release_text", default="Text"),
        default="",
        missing_value="",
        required=False,
    )
    text_content_type = schema.Choice(
        title=_("label_text_content_type", default="How the text is written"),
        vocabulary=TEXT_TYPES,
        default="text/x-rst",
    )
    changelog = schema.Text(
        title=_("label_changelog", default="Changes"),
        description=_("help_changelog", default="What is new in this release."),
        default="",
        missing_value="",
        required=False,
    )

    model.fieldset(
        "planning",
        label=_("label_fieldset_planning", default="Planning"),
        fields=[
            "codename",
            "release_manager",
            "release_manager_contact",
            "proposal_freeze_date",
            "feature_freeze_date",
            "expected_release_date",
        ],
    )
    codename = schema.TextLine(title=_("label_codename", default="Code name"), required=False)
    release_manager = schema.TextLine(
        title=_("label_release_manager", default="Release manager"), required=False
    )
    release_manager_contact = schema.TextLine(
        title=_("label_release_manager_contact", default="Contact of the release manager"),
        constraint=is_contact,
        required=False,
    )
    proposal_freeze_date = schema.Date(
        title=_("label_proposal_freeze_date", default="No more proposals after"), required=False
    )
    feature_freeze_date = schema.Date(
        title=_("label_feature_freeze_date", default="No more features after"), required=False
    )
    expected_release_date = schema.Date(
        title=_("label_expected_release_date", default="Expected on"), required=False
    )

    model.fieldset(
        "use",
        label=_("label_fieldset_use", default="Use"),
        fields=["compatibility", "license", "repository", "yanked", "yanked_reason"],
    )
    directives.widget("compatibility", SelectFieldWidget)
    compatibility = schema.Tuple(
        title=_("label_compatibility", default="Tested with"),
        value_type=schema.Choice(vocabulary="plonesoftwarecenter.compatibility"),
        default=(),
        missing_value=(),
        required=False,
    )
    directives.widget("license", SelectFieldWidget)
    license = schema.Tuple(
        title=_("label_license", default="License"),
        value_type=schema.Choice(vocabulary="plonesoftwarecenter.licenses"),
        default=(),
        missing_value=(),
        required=False,
    )
    repository = schema.TextLine(
        title=_("label_release_repository", default="Source code of this release"),
        constraint=is_link,
        required=False,
    )
    yanked = schema.Bool(
        title=_("label_yanked", default="Yanked"),
        description=_(
            "help_yanked",
            default="Installers take it only if exactly this version is asked for.",
        ),
        default=False,
        required=False,
    )
    yanked_reason = schema.TextLine(
        title=_("label_yanked_reason", default="Why it is yanked"), required=False
    )

    directives.omitted("requires_python")
    requires_python = schema.TextLine(
        title=_("label_requires_python", default="Python"),
        description=_("help_requires_python", default="The versions of Python that it runs on."),
        required=False,
        readonly=True,
    )


@implementer(IPSCRelease)
class PSCRelease(PartOfProject, ChecksIds, Container):
    """A release; its files lie in it."""

    # The mixins come first, and theirs knows nothing of behaviors.
    __providedBy__ = FTIAwareSpecification()

    security = ClassSecurityInfo()

    _ordering = "unordered"

    version = ""
    distribution = None
    text = ""
    text_content_type = "text/x-rst"
    changelog = ""
    codename = None
    release_manager = None
    release_manager_contact = None
    proposal_freeze_date = None
    feature_freeze_date = None
    expected_release_date = None
    compatibility = ()
    license = ()
    repository = TidyAddress()
    yanked = False
    yanked_reason = None
    requires_python = None

    #: the core metadata of the first upload, builtin types only; None before
    core_metadata = None

    def canSetDefaultPage(self):
        """Say no: the release's page is its own."""
        return False

    def _permission_to_see(self):
        """Hide it from who may not edit it while it has files that are not released (any more).

        Without files it is a plan, which may tell when it is expected.
        """
        if state_of(self) in INDEXED_RELEASE_STATES:
            return View
        has_files = any(child.portal_type == "PSCFile" for child in self.objectValues())
        return ModifyPortalContent if has_files else View

    @security.protected(View)
    def maturity(self):
        """Return what the version says: alpha, beta, release-candidate or final."""
        return maturity(self.version)

    @security.protected(View)
    def Title(self):
        """Return ``<name> <version>``, with the state where it is not final."""
        return release_title(self)


InitializeClass(PSCRelease)
