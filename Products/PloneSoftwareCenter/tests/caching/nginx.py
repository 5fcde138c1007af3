"""A real nginx in front of a served center, with the configuration that people are shown."""

from Products.PloneSoftwareCenter.tests.ports import free_port
from Products.PloneSoftwareCenter.tests.reading import web_servers

import os
import re


#: what the documentation shows
SHOWN = web_servers.SHOWN / "nginx.conf"
#: on Debian it is not on the path of everybody
PROGRAM = web_servers.NGINX


def configuration(folder, zope, site, port):
    """Return what is shown, for this machine: other addresses, another folder, no certificate.

    :param zope: host and port
    :param site: id of the Plone site
    """
    shown = SHOWN.read_text("utf-8")
    for pattern, ours in (
        (r"    server 127\.0\.0\.1:8081;\n    server 127\.0\.0\.1:8082;", f"    server {zope};"),
        (r"/var/cache/nginx/psc", f"{folder}/cache"),
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        (r"/https/psc\.example\.org:443/Plone/", f"/http/127.0.0.1:{port}/{site}/"),
    ):
        shown, number = re.subn(pattern, ours, shown)
        if number != 1:
            raise AssertionError(pattern)
    # as root it would else write as somebody who may not
    user = "user root root;" if os.geteuid() == 0 else ""
    return web_servers.AROUND_NGINX.format(user=user, folder=folder, shown=shown)


def serve(case, folder, zope, site):
    """Start nginx until the end of a test; return its port.

    :param folder: ``Path`` of an empty one
    """
    port = free_port()
    written = folder / "nginx.conf"
    written.write_text(configuration(folder, zope, site, port), "utf-8")
    return web_servers.run_nginx(case, folder, written, port)
