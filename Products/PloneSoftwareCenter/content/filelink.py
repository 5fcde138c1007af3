"""A link to a download elsewhere: for people, never in the index."""

from plone.autoform import directives
from plone.dexterity.content import FTIAwareSpecification
from plone.dexterity.content import Item
from plone.supermodel import model
from Products.PloneSoftwareCenter.content.constraints import is_web_address
from Products.PloneSoftwareCenter.content.inside import PartOfProject
from Products.PloneSoftwareCenter.i18n import _
from z3c.form.browser.select import SelectFieldWidget
from zope import schema
from zope.interface import implementer


class IPSCFileLink(model.Schema):
    """The fields of a link to a file."""

    title = schema.TextLine(title=_("label_filelink_title", default="Description of the file"))
    external_url = schema.TextLine(
        title=_("label_external_url", default="Address"),
        description=_("help_external_url", default="Where the file can be downloaded."),
        constraint=is_web_address,
    )
    external_file_size = schema.TextLine(
        title=_("label_external_file_size", default="Size"),
        description=_("help_external_file_size", default="As it shall be read, like 10 MB."),
        required=False,
    )
    directives.widget("platform", SelectFieldWidget)
    platform = schema.Choice(
        title=_("label_platform", default="Platform"),
        description=_("help_platform", default="Where it runs; empty: everywhere."),
        vocabulary="plonesoftwarecenter.platforms",
        required=False,
    )


@implementer(IPSCFileLink)
class PSCFileLink(PartOfProject, Item):
    """A link to a file."""

    # The mixins come first, and theirs knows nothing of behaviors.
    __providedBy__ = FTIAwareSpecification()

    external_url = ""
    external_file_size = None
    platform = None
