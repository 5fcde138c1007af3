"""Projects, releases and files for benchmarks, as uploads make them and much faster.

For programs that run as ``.venv/bin/python benchmarks/<name>.py``. ``fill.py``, which a site runs
by itself, has its own: its files have no bytes.
"""

from datetime import datetime
from datetime import UTC
from plone.uuid.interfaces import ATTRIBUTE_NAME
from Products.PloneSoftwareCenter.content.file import PSCFile
from Products.PloneSoftwareCenter.content.project import PSCProject
from Products.PloneSoftwareCenter.content.release import PSCRelease
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.index.update import sync_file
from Products.PloneSoftwareCenter.index.update import sync_project
from Products.PloneSoftwareCenter.storage.lookup import storage_named

import hashlib
import io
import uuid


def add_project(center, name):
    """Return a published project that holds its own name."""
    project = _put(center, PSCProject(), "PSCProject", name)
    project.title, project.distributions = name, (name,)
    set_state(project, "psc_package_workflow", "published")
    sync_project(project)
    return project


def add_release(project, version):
    """Return a final release of the project's first distribution."""
    release = _put(project, PSCRelease(), "PSCRelease", version)
    release.version, release.distribution = version, project.distributions[0]
    set_state(release, "psc_release_workflow", "final")
    return release


def add_file(release, filename, content, strategy="blob"):
    """Return a file with these bytes in a storage of its center."""
    digests = {kind: hashlib.new(kind, content).hexdigest() for kind in ("sha256", "md5")}
    file = _put(release, PSCFile(), "PSCFile", filename)
    file.filename, file.packagetype, file.python_version = filename, "bdist_wheel", "py3"
    file.size, file.upload_time, file.digests = len(content), datetime.now(UTC), digests
    storage = storage_named(release.aq_parent.aq_parent, strategy)
    file.storage = strategy
    file.storage_key = storage.store(
        io.BytesIO(content), size=len(content), sha256=digests["sha256"]
    )
    sync_file(file)
    return file


def _put(container, content, portal_type, content_id):
    content.portal_type, content.id = portal_type, content_id
    setattr(content, ATTRIBUTE_NAME, uuid.uuid4().hex)
    container._setOb(content_id, content)
    return container._getOb(content_id)
