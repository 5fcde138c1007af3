"""``POST <center>``, ``<project>``, ``<release>``: a new child, as plone.restapi adds it."""

from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from plone.restapi.services.content.add import FolderPost
from zExceptions import BadRequest


#: keys that Plone takes for texts before any field is looked at
TEXTS = ("@type", "id", "title", "UID", "translation_of", "language")


class AddContent(FolderPost):
    """Plone's own, which takes what is sent for what it should be."""

    def reply(self):
        """Add it.

        :raises BadRequest: when the body is no object, or what names the child is no text
        """
        try:
            data = json_body(self.request)
        except DeserializationError as error:
            raise BadRequest("Send a JSON object.") from error
        for name in TEXTS:
            if data.get(name) is not None and not isinstance(data[name], str):
                raise BadRequest(f"Send {name} as text.")
        return super().reply()
