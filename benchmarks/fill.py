"""Fill a site for the benchmarks: ``bin/instance run benchmarks/fill.py``.

Makes the centers ``bench-100`` and ``bench-10000`` with as many projects, each with one
release of five files; ``bench-long``, where one project has 5,000 releases, one 5,000 files,
and one is used by 10,000 names; and a plain page ``bench-page``. The archives have no bytes:
what is measured with these centers are pages. What is there already is kept.
"""

from AccessControl.SecurityManagement import newSecurityManager
from datetime import datetime
from datetime import UTC
from plone import api
from plone.uuid.interfaces import ATTRIBUTE_NAME
from Products.PloneSoftwareCenter.content.file import PSCFile
from Products.PloneSoftwareCenter.content.project import PSCProject
from Products.PloneSoftwareCenter.content.release import PSCRelease
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.index.names import writable_index
from Products.PloneSoftwareCenter.index.records import NameRecord
from Products.PloneSoftwareCenter.index.update import sync_file
from Products.PloneSoftwareCenter.index.update import sync_project
from Products.PloneSoftwareCenter.index.uses import remember_uses
from zope.component.hooks import setSite

import hashlib
import transaction
import uuid


SIZES = (100, 10_000)
FILES = 5
BATCH = 250
#: releases or files of one project
LONG = 5_000
TEXT = "A project\n=========\n\n" + "Some words about what it does, and a few more.\n\n" * 40


def fill(app):
    site = app["Plone"]
    setSite(site)
    users = app.acl_users
    newSecurityManager(None, users.getUser("admin").__of__(users))
    if "bench-page" not in site:
        page = api.content.create(site, "Document", "bench-page", title="A page")
        page.text = None
        api.content.transition(page, "publish")
    for size in SIZES:
        center_id = f"bench-{size}"
        if center_id not in site:
            api.content.create(site, "PloneSoftwareCenter", center_id, title=center_id)
        center = site[center_id]
        for number in range(size):
            project_id = f"project-{number:05}"
            if project_id not in center:
                add_project(center, project_id)
            if number % BATCH == BATCH - 1:
                transaction.commit()
        transaction.commit()
    fill_long(site)


def fill_long(site):
    if "bench-long" in site:
        return
    center = api.content.create(site, "PloneSoftwareCenter", "bench-long", title="bench-long")
    for name in ("one", "many-releases", "many-files", "much-used"):
        add_project(center, name)
    for number in range(1, LONG):
        add_release(center["many-releases"], "many-releases", f"1.{number}", files=1)
        add_file(center["many-files"]["1.0"], f"many_files-1.0-cp{number:05}-none-any.whl")
        if number % BATCH == 0:
            transaction.commit()
    index = writable_index(center)
    for number in range(2 * LONG):
        # of who uses it, pages read the records alone
        name = f"user-{number:05}"
        record = index.names[name] = NameRecord(name, name)
        record.project_uid = record.project_id = name
        index.listing[name] = (name, name, "center")
        remember_uses(index, record, ("1", ("much-used",)))
    transaction.commit()


def add_project(center, name):
    project = put(center, PSCProject(), "PSCProject", name)
    project.title = name
    project.description = "A project for the benchmarks."
    project.text = TEXT
    project.distributions = (name,)
    set_state(project, "psc_package_workflow", "published")
    sync_project(project)
    add_release(project, name, "1.0", files=FILES)


def add_release(project, name, version, files):
    release = put(project, PSCRelease(), "PSCRelease", version)
    release.version = version
    release.distribution = name
    set_state(release, "psc_release_workflow", "final")
    for number in range(files):
        add_file(release, f"{name.replace('-', '_')}-{version}-cp31{number}-none-any.whl")


def add_file(release, filename):
    file = put(release, PSCFile(), "PSCFile", filename)
    file.filename = filename
    file.packagetype = "bdist_wheel"
    file.python_version = "cp31"
    file.size = 20_000
    file.digests = {"sha256": hashlib.sha256(filename.encode()).hexdigest()}
    file.upload_time = datetime.now(UTC)
    file.requires_python = ">=3.11"
    file.storage, file.storage_key = "blob", filename
    sync_file(file)


def put(container, content, portal_type, content_id):
    content.portal_type = portal_type
    content.id = content_id
    setattr(content, ATTRIBUTE_NAME, uuid.uuid4().hex)
    container._setOb(content_id, content)
    return container._getOb(content_id)


fill(app)  # noqa: F821 - the name that ``bin/instance run`` gives
