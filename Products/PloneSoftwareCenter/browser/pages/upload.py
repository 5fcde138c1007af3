"""Uploading in the browser: to a center, to one project, or to one release."""

from contextlib import closing
from dataclasses import asdict
from dataclasses import dataclass
from functools import cached_property
from plone.namedfile.utils import safe_basename
from plone.protect import CheckAuthenticator
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.browser.pages.refusals import refusal_of
from Products.PloneSoftwareCenter.browser.pages.refusals import too_large
from Products.PloneSoftwareCenter.browser.pages.upload_obstacles import may_make_new
from Products.PloneSoftwareCenter.browser.pages.upload_obstacles import obstacle_of
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.update import parent_providing
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.upload.chosen import take
from Products.PloneSoftwareCenter.upload.rights import require_login
from Products.PloneSoftwareCenter.upload.rights import require_right_to_write
from urllib.parse import quote
from zExceptions import Forbidden
from ZPublisher.HTTPRequest import FileUpload

import json
import logging
import transaction


logger = logging.getLogger(__name__)

#: the page, below a center, a project or a release
NAME = "upload-files"
#: the field of the files, and the one by which the script asks for an answer that it can read
FIELD, FOR_SCRIPT = "content", "for_script"

UPLOADED = _("told_uploaded", default="Uploaded")
THERE_ALREADY = _("told_there_already", default="This very file was there already.")
OUT_OF_DATE = _(
    "refused_page_old",
    default="This page is too old, or was opened as somebody else. Load it anew, then try again.",
)


@dataclass(frozen=True)
class Outcome:
    """What has become of one file, for people.

    :ivar text: in the asker's language
    :ivar details: further lines, in English
    :ivar title: of the release; empty where the file was refused
    :ivar url: of its page
    :ivar may_be_sent_again: may the same go through later?
    """

    filename: str
    is_taken: bool
    text: str
    details: tuple[str, ...] = ()
    title: str = ""
    url: str = ""
    may_be_sent_again: bool = False


class UploadPage(Page):
    """``<center>/upload-files``, and the same below a project and a release.

    A file a request from the script, which shows how far each is; without scripts, all in one.
    """

    #: what has become of the files of this request
    outcomes = ()

    def __call__(self):
        """Show the page; after a form, take its files first."""
        self.request.response.setHeader("Cache-Control", "no-store")
        if self.request.method != "POST":
            return self.index()
        self.outcomes, status = self._take_all()
        if FOR_SCRIPT not in self.request.form:
            return self.index()
        response = self.request.response
        response.setStatus(status)
        response.setHeader("Content-Type", "application/json")
        response.setHeader("X-Content-Type-Options", "nosniff")
        return json.dumps([asdict(outcome) for outcome in self.outcomes])

    @cached_property
    def project(self):
        """The project that the files must be of; None: any."""
        if IPSCProject.providedBy(self.context):
            return self.context
        return parent_providing(self.context, IPSCProject) if self.is_of_release else None

    @property
    def is_of_release(self):
        """Must the files be of one release?"""
        return IPSCRelease.providedBy(self.context)

    @property
    def url(self):
        """The address of the page."""
        return f"{self.context.absolute_url()}/{NAME}"

    @cached_property
    def obstacle(self):
        """Why nothing can be uploaded here; None: nothing is in the way."""
        return obstacle_of(self.center, self.project, self.url)

    @property
    def is_for_own_projects_only(self):
        """Is the asker to be told that no new project can be made?"""
        return self.project is None and not may_make_new(self.center)

    @property
    def largest(self):
        """The largest file that is taken, in bytes."""
        return self.center.max_file_size * 2**20

    @property
    def too_large(self):
        """What is said of a larger one."""
        return too_large(self.largest)

    @property
    def releases(self):
        """(title, address) of the releases that the files have gone to."""
        return dict.fromkeys((one.title, one.url) for one in self.outcomes if one.url)

    def _take_all(self):
        """Take all files of the form; return (their outcomes, the HTTP status of the last)."""
        try:
            self._require_own_request()
        except PackageIndexError as error:
            return self._refuse_all(refusal_of(error))
        except Forbidden:
            text = self.words(OUT_OF_DATE)
            return tuple(Outcome(name, False, text) for name in self._names), 403
        taken = [self._take(file) for file in self._files]
        if not taken:
            text = self.words(_("error_no_file", default="Choose a file."))
            return (Outcome("", False, text),), 400
        return tuple(outcome for outcome, _status in taken), taken[-1][1]

    def _require_own_request(self):
        """See that the asker has sent the form of this page.

        :raises LoginRequired: when nobody is logged in any more
        :raises NotAllowed: with a password in each request, where the center takes none
        :raises Forbidden: when the form was not made for the asker
        """
        require_login()
        if self.request._auth:
            # Who sends a password with each request is a program, whatever it says.
            require_right_to_write(self.center)
        # What an upload commits itself is out of the sight of Plone's own check.
        CheckAuthenticator(self.request)

    @property
    def _files(self):
        """The ``FileUpload``s of the form that have a name: browsers send an empty one for none."""
        sent = self.request.form.get(FIELD)
        sent = sent if isinstance(sent, (list, tuple)) else [sent]
        return [file for file in sent if isinstance(file, FileUpload) and file.filename]

    @property
    def _names(self):
        return [visible(safe_basename(file.filename)) for file in self._files] or [""]

    def _refuse_all(self, refusal):
        outcomes = tuple(self._refused(name, refusal) for name in self._names)
        return outcomes, refusal.status

    def _take(self, file):
        """Take one file; return (its ``Outcome``, an HTTP status)."""
        filename = safe_basename(file.filename)
        try:
            with closing(file):
                taken = take(self.center, self.context, filename, file)
        except PackageIndexError as error:
            # What a check has left behind is not to be written with the next file.
            transaction.begin()
            refusal = refusal_of(error)
            logger.info("%s: %s %s", self.url, refusal.status, error)
            return self._refused(visible(filename), refusal), refusal.status
        return self._taken(visible(filename), taken), 200

    def _refused(self, filename, refusal):
        return Outcome(
            filename,
            False,
            self.words(refusal.text),
            details=tuple(visible(line) for line in refusal.detail.splitlines()),
            may_be_sent_again=refusal.is_passing,
        )

    def _taken(self, filename, taken):
        path = "/".join(map(quote, taken.path)) if taken.path else ""
        return Outcome(
            filename,
            True,
            self.words(UPLOADED if taken.is_new else THERE_ALREADY),
            details=tuple(visible(line) for line in taken.remarks),
            title=visible(taken.title),
            url=f"{self.center.absolute_url()}/{path}" if path else "",
        )
