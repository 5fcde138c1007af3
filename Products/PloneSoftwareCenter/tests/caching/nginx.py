"""A real nginx in front of a served center, with the configuration that people are shown."""

from pathlib import Path

import os
import re
import shutil
import socket
import subprocess
import time


#: what the documentation shows
SHOWN = Path(__file__).parents[4] / "docs" / "administer" / "nginx.conf"
#: on Debian it is not on the path of everybody
PROGRAM = shutil.which("nginx") or "/usr/sbin/nginx"
#: seconds: until it answers or has stopped; and after which it stops, also when nobody stops it
PATIENCE, LIFETIME = 20, 300

AROUND = """\
{user}
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/1;
    proxy_temp_path {folder}/2;
    fastcgi_temp_path {folder}/3;
    uwsgi_temp_path {folder}/4;
    scgi_temp_path {folder}/5;
{shown}
}}
"""


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
    return AROUND.format(user=user, folder=folder, shown=shown)


def serve(case, folder, zope, site):
    """Start nginx until the end of a test; return its port.

    :param folder: ``Path`` of an empty one
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    written = folder / "nginx.conf"
    written.write_text(configuration(folder, zope, site, port), "utf-8")
    log = folder / "log"
    with log.open("wb") as stream:
        # -p: or it wants to write where its package keeps logs
        server = subprocess.Popen(
            ["timeout", str(LIFETIME), PROGRAM, "-p", folder, "-e", "stderr", "-c", written],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    # in the other order: terminate, then wait
    case.addCleanup(server.wait, PATIENCE)
    case.addCleanup(server.terminate)
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return port
        time.sleep(0.02)
    raise AssertionError(log.read_text("utf-8"))
