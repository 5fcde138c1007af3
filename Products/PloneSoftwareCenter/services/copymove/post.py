"""``POST <folder>/@copy`` and ``<folder>/@move``."""

from OFS.CopySupport import CopyError
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from plone.restapi.services.copymove.copymove import Copy
from plone.restapi.services.copymove.copymove import Move
from Products.PloneSoftwareCenter.content.inside import MoveRefused
from zExceptions import BadRequest
from zExceptions import Forbidden


class TellsWhy:
    """Takes a refusal for the client's fault. Plone knows no answer to it but 500."""

    def reply(self):
        """Copy or move.

        :raises BadRequest: when it can't be done, or nobody can read what is meant
        :raises Forbidden: when it belongs where it is
        """
        try:
            sources = json_body(self.request).get("source") or []
        except DeserializationError as error:
            raise BadRequest("Send a JSON object.") from error
        for source in sources if isinstance(sources, list) else [sources]:
            if not isinstance(source, str):
                raise BadRequest("Send the address, the path or the UID of each source.")
        try:
            return super().reply()
        except MoveRefused as error:
            raise Forbidden(str(error)) from error
        except (CopyError, ValueError) as error:
            # The second: a type that the folder does not take.
            raise BadRequest(_sentence(error)) from error


def _sentence(error):
    # Zope's own are pages of HTML.
    text = str(error)
    return "This can't be copied or moved." if not text or "<" in text else text


class CopyContent(TellsWhy, Copy):
    """A copied project has no names, releases or files; these themselves are never copied."""


class MoveContent(TellsWhy, Move):
    """Projects move inside their center, their parts not at all."""
