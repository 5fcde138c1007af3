"""The distutils face of a center: one view an action.

Zope turns the form field ``:action=X`` of a request to the center into its view ``X``.
"""

from contextlib import closing
from Products.PloneSoftwareCenter.browser.form import fields_of
from Products.PloneSoftwareCenter.browser.form import file_named
from Products.PloneSoftwareCenter.browser.protocol import ProtocolView
from Products.PloneSoftwareCenter.browser.protocol import WritingView
from Products.PloneSoftwareCenter.pypi.classifiers import list_classifiers
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.metadata import check_metadata
from Products.PloneSoftwareCenter.pypi.metadata import metadata_from_form
from Products.PloneSoftwareCenter.pypi.metadata import parse_metadata
from Products.PloneSoftwareCenter.pypi.upload import check_protocol
from Products.PloneSoftwareCenter.pypi.upload import upload_from_form
from Products.PloneSoftwareCenter.upload.receive import receive
from Products.PloneSoftwareCenter.upload.register import register


#: what to do instead of an action that we don't have
ADVICE = {
    "user": "Accounts are made on the site itself: open it in a browser and register there.",
    "password_reset": "Passwords are reset on the site itself: open it in a browser and log in.",
    "doc_upload": "Documentation is not hosted here. Set the project's documentation link instead.",
    "remove_pkg": "Releases are yanked or deleted on the project's page: open it in a browser.",
}

#: an action's form is small; what is longer is no PKG-INFO
PKG_INFO_LIMIT = 8 * 2**20


class Submit(WritingView):
    """``:action=submit``: register a release from the metadata of a form."""

    def answer(self):
        self.require_own_request()
        self.require_readable()
        return self.text(str(register(self.center, self.read_metadata())))

    def read_metadata(self):
        return _metadata_of(self.request)


class SubmitPkgInfo(Submit):
    """``:action=submit_pkg_info``: register a release from a PKG-INFO file."""

    def read_metadata(self):
        found = file_named(self.request, "pkg_info") or file_named(self.request, "content")
        if found is None:
            raise InvalidUpload('Missing required field "pkg_info": send the PKG-INFO as a file.')
        return check_metadata(parse_metadata(found.read(PKG_INFO_LIMIT)))


class Verify(ProtocolView):
    """``:action=verify``: what ``register --dry-run`` sends, without credentials."""

    methods = ("POST",)

    def answer(self):
        self.require_readable()
        _metadata_of(self.request)
        return self.text("OK")


class FileUpload(WritingView):
    """``:action=file_upload``: what distutils, twine and uv send."""

    wrong_method = "Send an upload with POST: this URL takes files, it does not show any."

    def answer(self):
        self.require_own_request()
        self.require_readable()
        content = file_named(self.request, "content")
        signature = file_named(self.request, "gpg_signature")
        upload = upload_from_form(
            fields_of(self.request, files=("content", "gpg_signature")),
            content.filename if content is not None else None,
            content.file if content is not None else None,
            signature.read(2**16) if signature is not None else None,
            content.headers.get("Content-Type") if content is not None else None,
        )
        with closing(upload.content):
            return self.text(str(receive(self.center, upload)))


class ListClassifiers(ProtocolView):
    """``:action=list_classifiers``: one a line."""

    methods = ("GET", "HEAD", "POST")

    def answer(self):
        self.require_readable()
        return self.text("\n".join(list_classifiers(tuple(self.center.extra_classifiers or ()))))


class UnknownAction(ProtocolView):
    """Any other ``:action``: one sentence that says what to do instead."""

    methods = ("GET", "HEAD", "POST")

    def answer(self):
        self.require_readable()
        action = self.__name__
        advice = ADVICE.get(action)
        raise InvalidUpload(
            f"The action {action!r} is not supported. {advice}"
            if advice
            else f"The action {action!r} is not known here. To upload, send :action=file_upload."
        )


def _metadata_of(request):
    fields = fields_of(request)
    check_protocol(fields)
    return metadata_from_form(fields)


class MissingAction(ProtocolView):
    """A form that is sent to a center without an ``:action``."""

    methods = ("POST",)

    def answer(self):
        self.require_readable()
        raise InvalidUpload("The form has no :action. To upload, send :action=file_upload.")
