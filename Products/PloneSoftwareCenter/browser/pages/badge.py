"""The badges of a project: pictures for README files and pages elsewhere."""

from hashlib import sha256
from Products.Five.browser import BrowserView
from Products.PloneSoftwareCenter.index.lines import offered
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.pypi.badges import BLUE
from Products.PloneSoftwareCenter.pypi.badges import GREEN
from Products.PloneSoftwareCenter.pypi.badges import GREY
from Products.PloneSoftwareCenter.pypi.badges import ORANGE
from Products.PloneSoftwareCenter.pypi.badges import RED
from Products.PloneSoftwareCenter.pypi.badges import render_badge
from Products.PloneSoftwareCenter.pypi.status import ACTIVE
from Products.PloneSoftwareCenter.pypi.status import QUARANTINED


#: how long anybody may keep a badge, in seconds
KEPT = 300


class Badge(BrowserView):
    """``<project>/badge.svg``, ``badge.svg?show=python``, ``license`` or ``status``.

    In English, as other servers' are: one picture for all who look. Who may not view the project
    is told what its page tells them: nothing.
    """

    def __call__(self):
        """Return the picture, or say that the asker has it."""
        request, response = self.request, self.request.response
        request.environ["plone.transformchain.disable"] = True
        body = render_badge(*self._words()).encode("utf-8", "replace")
        etag = f'"{sha256(body).hexdigest()[:32]}"'
        whose = "public" if is_public(self.context) else "private"
        response.setHeader("Cache-Control", f"{whose}, max-age={KEPT}")
        response.setHeader("ETag", etag)
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox")
        if etag in request.get_header("If-None-Match", ""):
            response.setStatus(304, lock=True)
            return b""
        response.setHeader("Content-Type", "image/svg+xml; charset=utf-8")
        return b"" if request.method == "HEAD" else body

    def _words(self):
        show = self.request.form.get("show")
        makers = {"python": self._python, "license": self._license, "status": self._status}
        maker = makers.get(show) if isinstance(show, str) else None
        return (maker or self._version)()

    def _newest(self):
        """Return the record of the main name and its newest release; two times None without."""
        record = next(iter(names_of(center_of(self.context), self.context)), None)
        if record is None or self.context.status == QUARANTINED:
            return None, None
        stable, before = offered(record)
        line = stable or before
        return (record, line) if line is not None else (None, None)

    def _version(self):
        _record, line = self._newest()
        if line is None:
            return self.context.getId(), "no release", GREY
        return self.context.getId(), line.version, BLUE if line.state == "final" else ORANGE

    def _python(self):
        record, line = self._newest()
        files = record.releases[line.key].files.values() if record is not None else ()
        said = next((state["requires_python"] for state in files if state["requires_python"]), None)
        return ("python", said, BLUE) if said else ("python", "not said", GREY)

    def _license(self):
        said = self.context.license
        return ("license", said, BLUE) if said else ("license", "not said", GREY)

    def _status(self):
        status = self.context.status
        color = GREEN if status == ACTIVE else RED if status == QUARANTINED else ORANGE
        return "status", status, color
