"""``<center>/simple/``: the index that installers read, and the files under it.

=========================================  ====================================
``simple/``                                the list of names
``simple/<name>/``                         the files of a name
``simple/<name>/<filename>``               a file
``simple/<name>/<filename>.metadata``      the core metadata of a wheel (PEP 658)
``simple/<name>/<filename>.asc``           the signature that was sent with a file
=========================================  ====================================
"""

from Products.PloneSoftwareCenter.browser.download import send_file
from Products.PloneSoftwareCenter.browser.download import send_sidecar
from Products.PloneSoftwareCenter.browser.parts import send_bytes
from Products.PloneSoftwareCenter.browser.protocol import ProtocolView
from Products.PloneSoftwareCenter.index.pages import audience_of
from Products.PloneSoftwareCenter.index.pages import list_body
from Products.PloneSoftwareCenter.index.pages import project_body
from Products.PloneSoftwareCenter.index.queries import find_file
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.negotiation import negotiate
from Products.PloneSoftwareCenter.pypi.ranges import is_not_modified
from urllib.parse import quote


METADATA = ".metadata"
SIGNATURE = ".asc"


class Simple(ProtocolView):
    """The simple repository API of a center (PEP 503, 592, 629, 658, 691, 700)."""

    has_subpath = True
    wrong_method = (
        "This URL is for reading. Upload to the center's own URL, the one before '/simple'."
    )

    def answer(self):
        if len(self.subpath) > 2:
            self.require_readable()
            raise NotFound()
        name, filename = (*self.subpath, None, None)[:2]
        redirect = self.redirect_to_final_form(name, filename)
        if redirect is not None:
            return redirect
        if filename is not None:
            return self.answer_file(name, filename)
        self.require_readable()
        return self.answer_list() if name is None else self.answer_project(name)

    def redirect_to_final_form(self, name, filename):
        """Send a name that is not normalized, or a missing slash, to where the page is.

        Whether the name exists or not, so that the answer tells nothing.
        """
        has_slash = self.request.get("PATH_INFO", "").endswith("/")
        if name is None:
            return None if has_slash else self.redirect("simple/")
        normalized = normalize_name(name)
        if filename is not None:
            target = f"../{quote(normalized)}/{quote(filename)}"
            return None if name == normalized else self.redirect(target)
        if name == normalized and has_slash:
            return None
        return self.redirect(f"{'../' if has_slash else ''}{quote(normalized)}/")

    def redirect(self, location):
        """Redirect relative to the URL that was asked: right behind any proxy."""
        query = self.request.get("QUERY_STRING")
        self.response.setHeader("Location", f"{location}?{query}" if query else location)
        self.response.setHeader("Cache-Control", "no-cache")
        return self.text("Moved.", 301)

    def answer_list(self):
        audience = audience_of(self.center)
        self.set_reading_headers(audience.is_public)
        return self.answer_page(list_body(self.center, self.media_type(), audience))

    def answer_project(self, name):
        record = visible_record(self.center, name)
        self.set_reading_headers(self.is_public(project_of(self.center, record)))
        return self.answer_page(project_body(record, self.media_type()))

    def is_public(self, project):
        """Say whether everybody sees what belongs to a project."""
        return is_public(self.center) and is_public(project)

    def media_type(self):
        wanted = self.request.form.get("format")
        # Sent twice it is a list, and ``format:int`` makes a number of it: no media type.
        return negotiate(
            self.request.getHeader("Accept"), wanted if isinstance(wanted, str) else None
        )

    def answer_page(self, page):
        """Answer with a rendered page or a part of it, or with 304 if the client has it."""
        response = self.response
        response.setHeader("ETag", page.etag)
        if is_not_modified(self.request.getHeader("If-None-Match"), page.etag):
            response.setStatus(304, lock=True)
            return b""
        charset = "; charset=utf-8" if page.media_type.endswith("html") else ""
        response.setHeader("Content-Type", page.media_type + charset)
        return send_bytes(self, page.body, page.etag)

    def answer_file(self, name, filename):
        self.require_readable()
        record = visible_record(self.center, name)
        public = self.is_public(project_of(self.center, record))
        for ending, attribute in ((METADATA, "core_metadata"), (SIGNATURE, "signature")):
            if filename.endswith(ending):
                release, state = find_file(self.center, record, filename.removesuffix(ending))
                sidecar = release.sidecars.get(state["filename"])
                return send_sidecar(self, sidecar and getattr(sidecar, attribute), public)
        _release, state = find_file(self.center, record, filename)
        return send_file(self, state, public)
