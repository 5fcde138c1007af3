"""A field of our own: lines of text."""

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
