"""Fill a database as uploads do: ``bin/instance run benchmarks/peers/filling.py``.

Makes the site, the member ``reader``, the public center ``software`` with every archive of the
folder that ``PSC_BENCH_STOCK`` names, the private center ``private`` with those of the names in
``PSC_BENCH_PRIVATE``, and the empty public center ``fresh``. Without a folder it makes the site
alone. Both accounts have the password ``PSC_ADMIN_PASSWORD``. What is there already is kept.
"""

from pathlib import Path
from plone import api
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.setuphandlers.first_start import set_up
from Products.PloneSoftwareCenter.upload.by_path import publish_archive
from Testing.makerequest import makerequest

import os
import transaction


READER = "reader"


def fill(app):
    password = os.environ["PSC_ADMIN_PASSWORD"]
    app = makerequest(app)
    set_up(app, password)
    site = app["Plone"]
    if api.user.get(userid=READER) is None:
        # the policy for passwords is for people's
        site.acl_users.source_users.doAddUser(READER, password)
        site.acl_users.portal_role_manager.assignRoleToPrincipal("Member", READER)
        # each upload begins with a transaction of its own
        transaction.commit()
    stock = os.environ.get("PSC_BENCH_STOCK")
    if stock:
        if "fresh" not in site:
            api.content.create(site, "PloneSoftwareCenter", "fresh", title="Fresh")
            transaction.commit()
        publish_all(site["software"], sorted(Path(stock).glob("*/*.whl")))
        names = os.environ["PSC_BENCH_PRIVATE"].split()
        archives = [path for name in names for path in sorted(Path(stock).glob(f"{name}/*.whl"))]
        publish_all(private_center(site), archives)
    transaction.commit()


def private_center(site):
    """Return the center that ``reader`` may read and hardly anybody else."""
    if "private" not in site:
        center = api.content.create(site, "PloneSoftwareCenter", "private", title="Private")
        set_state(center, CENTER_WORKFLOW, "private")
        center.manage_setLocalRoles(READER, ["Reader"])
        center.reindexObjectSecurity()
        transaction.commit()
    return site["private"]


def publish_all(center, archives):
    for archive in archives:
        publish_archive(center, archive)


fill(app)  # noqa: F821 - the name that ``bin/instance run`` gives
