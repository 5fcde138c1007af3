"""Make a token for uploads to the center ``fresh``: ``bin/instance run``, while nothing is served.

Brings an older database up to date, too. The token is written to the file that
``PSC_BENCH_TOKEN`` names, which nobody else may read.
"""

from pathlib import Path
from Products.PloneSoftwareCenter.tokens.store import add_token
from Testing.makerequest import makerequest
from zope.component.hooks import setSite

import os
import transaction


PROFILE = "Products.PloneSoftwareCenter:default"


def make(app):
    site = makerequest(app)["Plone"]
    setSite(site)
    site.portal_setup.upgradeProfile(PROFILE)
    fields = {"name": "benchmark", "kind": "upload", "projects": (), "expires": None}
    _token, text = add_token(site["fresh"], user_id="reader", is_root_user=False, **fields)
    path = Path(os.environ["PSC_BENCH_TOKEN"])
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        target.write(str(text))
    transaction.commit()


make(app)  # noqa: F821 - the name that ``bin/instance run`` gives
