"""Fields of our own: lines of text, and an address that is kept tidy."""

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
