"""A distribution file: one archive, whose bytes lie in a storage."""

from plone.autoform import directives
from plone.dexterity.content import FTIAwareSpecification
from plone.dexterity.content import Item
from plone.supermodel import model
from Products.PloneSoftwareCenter.content.inside import PartOfProject
from Products.PloneSoftwareCenter.i18n import _
from zope import schema
from zope.interface import implementer


class IPSCFile(model.Schema):
    """The fields of a file; all but the first ones are what its upload said."""

    title = schema.TextLine(
        title=_("label_file_title", default="Description of the file"),
        default="",
        required=False,
    )
    platform = schema.TextLine(
        title=_("label_platform", default="Platform"),
        description=_("help_platform", default="Where it runs; empty: everywhere."),
        required=False,
    )
    comment = schema.TextLine(title=_("label_comment", default="Comment"), required=False)
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

    filename = schema.TextLine(
        title=_("label_filename", default="File name"), required=False, readonly=True
    )
    packagetype = schema.TextLine(
        title=_("label_packagetype", default="Kind of file"),
        description=_("help_packagetype", default="sdist, bdist_wheel or bdist_egg."),
        required=False,
        readonly=True,
    )
    python_version = schema.TextLine(
        title=_("label_python_version", default="Built for"), required=False, readonly=True
    )
    requires_python = schema.TextLine(
        title=_("label_requires_python", default="Python"),
        description=_("help_requires_python", default="The versions of Python that it runs on."),
        required=False,
        readonly=True,
    )
    size = schema.Int(
        title=_("label_size_in_bytes", default="Size in bytes"), required=False, readonly=True
    )
    digests = schema.Dict(
        title=_("label_digests", default="Digests"),
        key_type=schema.TextLine(),
        value_type=schema.TextLine(),
        required=False,
        readonly=True,
    )
    upload_time = schema.Datetime(
        title=_("label_upload_time", default="Uploaded"), required=False, readonly=True
    )
    uploader = schema.TextLine(
        title=_("label_uploader", default="Uploaded by"), required=False, readonly=True
    )
    has_signature = schema.Bool(
        title=_("label_has_signature", default="Signed"), required=False, readonly=True
    )
    core_metadata_sha256 = schema.TextLine(
        title=_("label_core_metadata_sha256", default="SHA-256 of the core metadata"),
        required=False,
        readonly=True,
    )
    directives.omitted(
        "filename",
        "packagetype",
        "python_version",
        "requires_python",
        "size",
        "digests",
        "upload_time",
        "uploader",
        "has_signature",
        "core_metadata_sha256",
    )

    directives.omitted("storage", "storage_key")
    directives.read_permission(
        storage="cmf.ManagePortal",
        storage_key="cmf.ManagePortal",
        uploader="cmf.ModifyPortalContent",
    )
    storage = schema.ASCIILine(
        title=_("label_storage", default="Where the bytes are kept"), required=False, readonly=True
    )
    storage_key = schema.TextLine(
        title=_("label_storage_key", default="Key of the bytes there"),
        required=False,
        readonly=True,
    )


@implementer(IPSCFile)
class PSCFile(PartOfProject, Item):
    """A distribution file; installers get it as ``<center>/simple/<name>/<filename>``."""

    # The mixins come first, and theirs knows nothing of behaviors.
    __providedBy__ = FTIAwareSpecification()

    filename = ""
    packagetype = ""
    python_version = None
    platform = None
    comment = None
    size = 0
    #: hex digests by algorithm; a dict of its own for each file, never this empty one
    digests = None
    #: an aware UTC datetime; never changes, whatever is moved or migrated
    upload_time = None
    uploader = None
    requires_python = None
    yanked = False
    yanked_reason = None
    #: name of the storage strategy, and the key of the bytes there
    storage = None
    storage_key = None
    has_signature = False
    #: what was odd in the upload and no reason to refuse it: sentences, in the English of programs
    remarks = ()
    #: hex SHA-256 of the METADATA or PKG-INFO that installers get beside the file; None where
    #: they get none, whether the archive has it or not
    core_metadata_sha256 = None

    def cb_isMoveable(self):
        """Say no: it belongs to its release, under the name it was uploaded with."""
        return False
