"""What is refused about the people of a project."""

from zExceptions import BadRequest
from zope.i18n import interpolate


class PeopleError(BadRequest):
    """A change that must not be made; whoever catches it undoes what was done.

    Programs get it as ``BadRequest``: plone.restapi tells the status by the name of the class.

    :ivar message: for pages, where it is translated; programs get it in English
    """

    def __init__(self, message):
        super().__init__(interpolate(message.default, message.mapping))
        self.message = message
