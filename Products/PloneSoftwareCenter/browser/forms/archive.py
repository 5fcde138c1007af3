"""A form field for an archive: what a browser sends stays the stream that Zope has made of it.

The fields for files that Plone has read the whole file into memory.
"""

from z3c.form.browser.file import FileWidget
from z3c.form.converter import BaseDataConverter
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import IFileWidget
from z3c.form.interfaces import IFormLayer
from z3c.form.interfaces import NO_VALUE
from z3c.form.widget import FieldWidget
from zope import schema
from zope.component import adapter
from zope.interface import implementer
from zope.interface import implementer_only
from zope.schema.interfaces import IField
from ZPublisher.HTTPRequest import FileUpload


class IArchive(IField):
    """An archive that a browser sends."""


@implementer(IArchive)
class Archive(schema.Field):
    """Its value is a ``FileUpload``: a binary stream with a ``filename``."""

    _type = FileUpload


class IArchiveWidget(IFileWidget):
    """Asks for an archive."""


@implementer_only(IArchiveWidget)
class ArchiveWidget(FileWidget):
    """The widget of an ``Archive``."""

    klass = "form-control archive-widget"

    def extract(self, default=NO_VALUE):
        """Return the ``FileUpload`` that was sent, if it has a name."""
        value = self.request.get(self.name)
        if isinstance(value, FileUpload) and value.filename:
            return value
        return default


@adapter(IArchive, IFormLayer)
@implementer(IFieldWidget)
def archive_field_widget(field, request):
    """Return the widget of an ``Archive``."""
    return FieldWidget(field, ArchiveWidget(request))


@adapter(IArchive, IArchiveWidget)
class ArchiveConverter(BaseDataConverter):
    """Hands on what was sent; there is nothing to show of it."""

    def toWidgetValue(self, value):
        """Return nothing: a browser does not take the value of a file field."""
        return None

    def toFieldValue(self, value):
        """Return the stream."""
        return value or self.field.missing_value
