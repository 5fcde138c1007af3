"""Lines of text in forms."""

from Products.PloneSoftwareCenter.content.fields import ILines
from z3c.form.converter import TextLinesConverter
from z3c.form.interfaces import ITextLinesWidget
from zope.component import adapter


@adapter(ILines, ITextLinesWidget)
class LinesConverter(TextLinesConverter):
    """Drops blank lines, and blanks around the others; they only look like something."""

    def toFieldValue(self, value):
        """Return the lines that say something."""
        lines = (line.strip() for line in value.splitlines())
        return tuple(line for line in lines if line)
