"""Real web servers in front of a served center, which send its files themselves.

They run with the configurations that people are shown; their workers are another user, where the
tests are root.
"""

from pathlib import Path
from Products.PloneSoftwareCenter.tests.ports import free_port
from Products.PloneSoftwareCenter.tests.ports import listens

import os
import re
import shutil
import subprocess
import time


SHOWN = Path(__file__).parents[4] / "docs" / "administer"
#: on Debian they are not on the path of everybody
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
APACHE = shutil.which("apache2") or "/usr/sbin/apache2"
MODULES = Path("/usr/lib/apache2/modules")
SECRET_SHOWN = "CHANGE-ME-CHANGE-ME"
DIRECTORY_SHOWN = "/srv/site/var/blobstorage"
#: whom Debian's web servers run as
WORKER = "www-data"
#: seconds: until it answers or has stopped; and after which it stops, also when nobody stops it
PATIENCE, LIFETIME = 120, 900

AROUND_NGINX = """\
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

AROUND_APACHE = """\
ServerRoot "{folder}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog /dev/stderr
Mutex file:{folder}
{user}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule proxy_module {modules}/mod_proxy.so
LoadModule proxy_http_module {modules}/mod_proxy_http.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule xsendfile_module {modules}/mod_xsendfile.so
{shown}
"""


def can_run_nginx():
    """Say whether there are nginx and a checkout."""
    return SHOWN.is_dir() and Path(NGINX).exists()


def can_run_apache():
    """Say whether there are Apache with its modules and a checkout."""
    return SHOWN.is_dir() and Path(APACHE).exists() and (MODULES / "mod_xsendfile.so").exists()


def replaced(name, replacements):
    """Return a shown configuration with what differs on this machine."""
    shown = (SHOWN / name).read_text("utf-8")
    for pattern, ours in replacements:
        shown, number = re.subn(pattern, ours, shown)
        if not number:
            raise AssertionError(pattern)
    return shown


def serve_nginx(case, folder, zope, site, secret, directory):
    """Start nginx until the end of a test; return its port.

    :param folder: ``Path`` of an empty one
    :param zope: host and port
    :param site: id of the Plone site
    :param directory: from which it sends files
    """
    port = free_port()
    shown = replaced(
        "nginx-sendfile.conf",
        (
            (
                r"    server 127\.0\.0\.1:8081;\n    server 127\.0\.0\.1:8082;",
                f"    server {zope};",
            ),
            (r"listen 443 ssl;", f"listen 127.0.0.1:{port};"),
            (r"/https/psc\.example\.org:443/Plone/", f"/http/127.0.0.1:{port}/{site}/"),
            (SECRET_SHOWN, secret),
            (DIRECTORY_SHOWN, str(directory)),
        ),
    )
    return start_nginx(case, folder, port, shown)


def start_nginx(case, folder, port, shown):
    """Run nginx until the end of a test; return its port once it listens.

    :param folder: ``Path`` of one for what it writes
    :param shown: what its configuration says of its servers
    """
    user = f"user {WORKER};" if os.geteuid() == 0 else ""
    written = folder / "nginx.conf"
    written.write_text(AROUND_NGINX.format(user=user, folder=folder, shown=shown), "utf-8")
    return run_nginx(case, folder, written, port)


def run_nginx(case, folder, written, port):
    """Run nginx until the end of a test with a configuration that is written; return its port."""
    # -p: or it wants to write where its package keeps logs
    command = [NGINX, "-p", folder, "-e", "stderr", "-c", written]
    return start(case, command, folder / "log", port)


def serve_apache(case, folder, zope, site, secret, directory):
    """Start Apache until the end of a test; see ``serve_nginx``."""
    port = free_port()
    shown = replaced(
        "apache-sendfile.conf",
        (
            (r"127\.0\.0\.1:8081", zope),
            (r"\*:443>", f"127.0.0.1:{port}>"),
            (r"/https/psc\.example\.org:443/Plone/", f"/http/127.0.0.1:{port}/{site}/"),
            (r" *SSL.*\n", ""),
            (SECRET_SHOWN, secret),
            (DIRECTORY_SHOWN, str(directory)),
        ),
    )
    return start_apache(case, folder, port, shown)


def start_apache(case, folder, port, shown):
    """Run Apache until the end of a test; see ``start_nginx``."""
    user = f"User {WORKER}\nGroup {WORKER}" if os.geteuid() == 0 else ""
    text = AROUND_APACHE.format(user=user, folder=folder, port=port, modules=MODULES, shown=shown)
    written = folder / "apache.conf"
    written.write_text(text, "utf-8")
    return start(case, [APACHE, "-d", folder, "-f", written, "-DFOREGROUND"], folder / "log", port)


def start(case, command, log, port):
    """Run a server until the end of a test; return its port once it listens."""
    with log.open("wb") as stream:
        server = subprocess.Popen(
            ["timeout", str(LIFETIME), *command],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    # in the other order: terminate, then wait
    case.addCleanup(server.wait, PATIENCE)
    case.addCleanup(server.terminate)
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        if listens(port):
            return port
        time.sleep(0.02)
    raise AssertionError(log.read_text("utf-8"))
