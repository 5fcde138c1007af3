"""JSON as our types: what nobody can read is the client's fault, and no server error."""

from plone.restapi.deserializer.dxcontent import DeserializeFromJson
from plone.restapi.interfaces import IDeserializeFromJson
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.file import IPSCFile
from Products.PloneSoftwareCenter.content.filelink import IPSCFileLink
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.content.set import IPSCSet
from zExceptions import BadRequest
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


#: what Plone's deserializers raise when a value has another shape than they expect
UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class DeserializeOurs(DeserializeFromJson):
    """Plone's way; what is sent in a shape that it does not expect is refused."""

    def get_schema_data(self, data, validate_all, create=False):
        """Read the fields.

        :raises BadRequest: when one can't be read at all
        """
        if "layout" in data and data["layout"] not in _layouts(self.context):
            raise BadRequest("There is no such layout.")
        try:
            return super().get_schema_data(data, validate_all, create)
        except UNREADABLE as error:
            raise BadRequest(f"The fields can't be read: {error}") from error

    def handle_ordering(self, data):
        """Say no: projects, releases and files lie in no order of their own.

        :raises BadRequest: when somebody asks for one
        """
        if "ordering" in data or "sort" in data:
            raise BadRequest("Content ordering is not supported by this resource")


def _layouts(content):
    return [name for name, _title in content.getAvailableLayouts()]


@implementer(IDeserializeFromJson)
@adapter(IPloneSoftwareCenter, Interface)
class DeserializeCenter(DeserializeOurs):
    """A center."""


@implementer(IDeserializeFromJson)
@adapter(IPSCProject, Interface)
class DeserializeProject(DeserializeOurs):
    """A project."""


@implementer(IDeserializeFromJson)
@adapter(IPSCRelease, Interface)
class DeserializeRelease(DeserializeOurs):
    """A release."""


@implementer(IDeserializeFromJson)
@adapter(IPSCFile, Interface)
class DeserializeFile(DeserializeOurs):
    """A file; its bytes come by an upload only."""


@implementer(IDeserializeFromJson)
@adapter(IPSCFileLink, Interface)
class DeserializeFileLink(DeserializeOurs):
    """A link to a file."""


@implementer(IDeserializeFromJson)
@adapter(IPSCSet, Interface)
class DeserializeSet(DeserializeOurs):
    """A known good set."""
