"""The form of a request, as Zope has taken it apart, in the shape that ``pypi`` reads."""

from ZPublisher.HTTPRequest import FileUpload


#: Zope cuts the field ``:action`` at its colon; its value names the view
ACTION = ""


def fields_of(request, files=()):
    """Return the fields of a form: name -> text, or list of texts.

    :param files: names that are files and left out; any other file stays, for
        the domain to refuse
    """
    return {
        name: _value(value)
        for name, value in request.form.items()
        if name != ACTION and name not in files
    }


def _value(value):
    if isinstance(value, (list, tuple)):
        return [_value(item) for item in value]
    return value if isinstance(value, str) else _Foreign(value)


class _Foreign:
    """A value that is no text: a file, or what Zope's converters make of ``name:record``."""

    def __init__(self, value):
        self.value = value


def file_named(request, name):
    """Return the ``FileUpload`` of a field, or None; of several the first."""
    value = request.form.get(name)
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, FileUpload)), None)
    return value if isinstance(value, FileUpload) else None
