"""``POST <center>``, ``<project>``, ``<release>``: a new child, as plone.restapi adds it."""

from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from plone.restapi.services.content.add import FolderPost
from zExceptions import BadRequest


#: keys that Plone takes for texts before any field is looked at
TEXTS = ("@type", "id", "title", "UID", "translation_of", "language")

FILE = "PSCFile"
WITHOUT_BYTES = (
    "A distribution file comes with its bytes: upload it to the address of the center, with twine"
    " or uv publish, or with the form of its release."
)


class AddContent(FolderPost):
    """Plone's own, which takes what is sent for what it should be."""

    def reply(self):
        """Add it.

        :raises BadRequest: when the body is no object, what names the child is no text, or it
            would be a file, which has its bytes from an upload
        """
        try:
            data = json_body(self.request)
        except DeserializationError as error:
            raise BadRequest("Send a JSON object.") from error
        for name in TEXTS:
            if data.get(name) is not None and not isinstance(data[name], str):
                raise BadRequest(f"Send {name} as text.")
        if data.get("@type") == FILE:
            raise BadRequest(WITHOUT_BYTES)
        return super().reply()
