"""What happens, as webhooks are told it."""

from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.index.update import parent_providing
from Products.PloneSoftwareCenter.pypi.hooks import payload
from Products.PloneSoftwareCenter.webhooks.store import drop_hook
from Products.PloneSoftwareCenter.webhooks.store import forget
from Products.PloneSoftwareCenter.webhooks.store import hooks_of
from Products.PloneSoftwareCenter.webhooks.store import queue
from Products.PloneSoftwareCenter.webhooks.store import webhooks_of
from Products.PloneSoftwareCenter.webhooks.worker import WORKER
from urllib.parse import quote
from uuid import uuid4

import time
import transaction


KEY = "Products.PloneSoftwareCenter.webhooks"


def file_published(file, event):
    """Subscriber: a file was stored."""
    _tell("upload", file, _about_file(file, event.release))


def release_made(release, event):
    """Subscriber: an upload or a register made a release."""
    _tell("release", release, _about_release(release))


def release_added(release, event):
    """Subscriber: somebody made one by hand."""
    if event.object is release:
        _tell("release", release, _about_release(release))


def yanked(content, event):
    """Subscriber: a release or a file was yanked, or is no longer."""
    if IPSCRelease.providedBy(content):
        about = _about_release(content)
    else:
        about = _about_file(content, parent_providing(content, IPSCRelease))
    reason = event.yanked if isinstance(event.yanked, str) else ""
    _tell("yank", content, {**about, "yanked": bool(event.yanked), "reason": reason})


def status_set(project, event):
    """Subscriber: a project has another status."""
    about = {"status": event.new_status, "before": event.old_status, "reason": event.reason}
    _tell("status", project, about)


def project_removed(project, event):
    """Subscriber: a project was deleted, and nobody could see its webhooks any more."""
    if event.object is not project or event.newParent is not None:
        return
    center = event.oldParent
    for hook in hooks_of(center, project.UID()):
        drop_hook(center, hook)


def center_removed(center, event):
    """Subscriber: a center was deleted; its move is none."""
    if event.object is center and event.newParent is None:
        forget(center)


def _about_release(release):
    return {"release": {"name": release.distribution or "", "version": release.version}}


def _about_file(file, release):
    return {
        **_about_release(release),
        "file": {
            "filename": file.filename,
            "packagetype": file.packagetype,
            "size": file.size,
            "digests": dict(file.digests or {}),
        },
    }


def _tell(event, content, about):
    center = center_of(content)
    found = webhooks_of(center) if center is not None else None
    if found is None:
        return
    is_project = IPSCProject.providedBy(content)
    project = content if is_project else parent_providing(content, IPSCProject)
    if project is None:
        return
    asked = [*hooks_of(center), *hooks_of(center, project.UID())]
    hooks = [hook for hook in asked if hook.is_active and event in hook.events]
    now = time.time()
    moment = datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds")
    common = _common(center, project) if hooks else {}
    for hook in hooks:
        delivery_id = uuid4().hex
        body = payload(delivery_id, event, moment, {**common, **about})
        queue(found, hook, event, delivery_id, body, now)
    if hooks:
        wake_after_commit()


def wake_after_commit():
    """Have the worker of this process look, once the current transaction is committed."""
    current = transaction.get()
    try:
        current.data(KEY)
    except KeyError:
        current.set_data(KEY, True)
        current.addAfterCommitHook(_wake)


def _wake(committed):
    if committed:
        WORKER.wake()


def _common(center, project):
    base_url = (center.public_address or center.absolute_url()).rstrip("/")
    return {
        "center": {"title": center.title, "url": base_url},
        "project": {
            "title": project.title,
            "names": [record.name for record in names_of(center, project)],
            "url": f"{base_url}/{quote(project.getId())}",
        },
    }
