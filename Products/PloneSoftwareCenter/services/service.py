"""What our services have in common: refusals of the index become JSON with their status."""

from functools import cached_property
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.services import Service
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.reading.refusals import refusal_headers
from Products.PloneSoftwareCenter.reading.refusals import status_of
from Products.PloneSoftwareCenter.services.parameters import Refused
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

import json
import logging
import transaction


logger = logging.getLogger(__name__)


@implementer(IPublishTraverse)
class CenterService(Service):
    """A service of a center, or of what lies in one. Subclasses say ``answer``."""

    #: how many segments of a path may follow the name of the service
    longest_path = 0

    def __init__(self, context, request):
        super().__init__(context, request)
        self.path = ()

    def publishTraverse(self, request, name):
        """Take what follows the name of the service."""
        self.path = (*self.path, name)
        return self

    @cached_property
    def center(self):
        """The center that all this is about."""
        is_center = IPloneSoftwareCenter.providedBy(self.context)
        return self.context if is_center else center_of(self.context)

    @property
    def center_url(self):
        """The center's address in the site, without a slash at its end."""
        return self.center.absolute_url()

    @property
    def index_url(self):
        """What installers are told, with a slash at its end."""
        return f"{(self.center.public_address or self.center_url).rstrip('/')}/simple/"

    def render(self):
        """Answer; what the index or the parameters refuse is told as plone.restapi tells errors."""
        try:
            return super().render()
        except PackageIndexError as error:
            headers = refusal_headers(error)
            return self._refuse(error, status_of(error), headers)
        except Refused as error:
            return self._refuse(error, 400, ())

    def reply(self):
        """Return what is sent as JSON."""
        if len(self.path) > self.longest_path or self.center is None:
            raise NotFound()
        return self.answer()

    def answer(self):
        """Return what is sent as JSON.

        :raises PackageIndexError: when the index refuses it
        :raises Refused: when it was asked in a way that nobody understands
        """
        raise NotImplementedError

    def write(self):
        """Say that this request writes. No form of another site sends one that asks for JSON."""
        alsoProvides(self.request, IDisableCSRFProtection)

    def _refuse(self, error, status, headers):
        # Whatever was written is dropped.
        transaction.abort()
        logger.info("%s %r: %s %s", self.request.method, self.__name__, status, error)
        response = self.request.response
        response.setStatus(status, lock=True)
        for name, value in headers:
            response.setHeader(name, value)
        response.setHeader("Content-Type", self.content_type)
        return json.dumps({"type": type(error).__name__, "message": str(error)}, indent=2)
