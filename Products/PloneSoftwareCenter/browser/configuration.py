"""``<center>/configuration/...``: configuration files of releases, read and attached.

``POST <center>/configuration/<name>/<version>/`` takes a multipart form with the file in the field
``content``::

    curl --netrc -F content=@versions.cfg <center>/configuration/<name>/<version>/
"""

from Products.PloneSoftwareCenter.browser.form import file_named
from Products.PloneSoftwareCenter.browser.protocol import WritingView
from Products.PloneSoftwareCenter.browser.reading import ReadingView
from Products.PloneSoftwareCenter.index.configuration import find_release
from Products.PloneSoftwareCenter.pypi.configuration import MAX_SIZE
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.upload.configuration import attach


class Configuration(ReadingView, WritingView):
    """Reads with GET and HEAD, attaches with POST."""

    methods = ("GET", "HEAD", "POST")
    wrong_method = "Read files here with GET, or attach one to a release with POST."

    def answer(self):
        if self.request.method != "POST":
            return super().answer()
        self.require_own_request()
        self.require_readable()
        path = [name for name in self.route[1:] if name]
        if len(path) != 2:
            raise NotFound()
        content = file_named(self.request, "content")
        if content is None:
            raise InvalidUpload('Missing required field "content": send the file as a file.')
        # One byte more than may be, so that what is too large is seen.
        data = content.read(MAX_SIZE + 1)
        _record, release = find_release(self.center, *path, also_unreleased=True)
        is_new = attach(self.center, release, content.filename, data)
        return self.text(f"Attached Configuration File: {content.filename}" if is_new else "")
