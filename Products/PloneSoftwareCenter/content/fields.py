"""Fields of our own: lines of text, an address that is kept tidy, the address of an upstream."""

from Acquisition import aq_parent
from Products.PloneSoftwareCenter.content.constraints import is_upstream_address
from Products.PloneSoftwareCenter.content.constraints import WrongValue
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.upstream import lies_within
from zope import schema
from zope.interface import implementer
from zope.schema.interfaces import ITuple


class ILines(ITuple):
    """A tuple of lines; forms drop what is blank, and an empty form field is no line."""


@implementer(ILines)
class Lines(schema.Tuple):
    """A tuple of lines, empty by default and never None."""

    def __init__(self, default=(), **words):
        super().__init__(
            value_type=schema.TextLine(),
            default=default,
            missing_value=(),
            required=False,
            **words,
        )


class TidyAddress:
    """An attribute that drops blanks around an address and slashes behind it."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        return None if instance is None else instance.__dict__.get(self.name)

    def __set__(self, instance, value):
        instance.__dict__[self.name] = value.strip().rstrip("/") if value else value


class UpstreamAddress(schema.TextLine):
    """The address of an index that is not the center itself that the field is bound to."""

    def _validate(self, value):
        """See that it is one.

        :raises WrongValue: when it is none, or surely leads back to the center
        """
        super()._validate(value)
        is_upstream_address(value)
        if any(lies_within(value.strip(), own) for own in self._own_addresses()):
            raise WrongValue(
                _(
                    "error_upstream_is_center",
                    default="This is an address of the center itself. Write that of another index.",
                )
            )

    def _own_addresses(self):
        center = self.context
        # An add form binds the container of a center that is not there yet.
        if not self.interface.providedBy(center):
            return []
        own = [center.absolute_url()] if aq_parent(center) is not None else []
        return [*own, center.public_address] if center.public_address else own
