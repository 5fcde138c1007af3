"""nginx and Apache with the configurations that we write, in front of a mirrored center."""

from collective.psc.mirroring.servers.write import Served
from collective.psc.mirroring.servers.write import write_configuration
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.ports import free_port
from Products.PloneSoftwareCenter.tests.reading.web_servers import APACHE
from Products.PloneSoftwareCenter.tests.reading.web_servers import MODULES
from Products.PloneSoftwareCenter.tests.reading.web_servers import NGINX
from Products.PloneSoftwareCenter.tests.reading.web_servers import start
from Products.PloneSoftwareCenter.tests.reading.web_servers import WORKER
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster
from tests.plone.mirrored import MirroredCenter

import os
import pathlib
import unittest


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
    include {folder}/psc.conf;
}}
"""
#: those that the configuration names, and what any Apache needs
APACHE_MODULES = (
    *("alias", "autoindex", "authz_core", "deflate", "dir", "filter", "headers", "mime"),
    *("mpm_event", "proxy", "proxy_balancer", "lbmethod_byrequests", "proxy_http", "rewrite"),
    *("setenvif", "slotmem_shm"),
)
AROUND_APACHE = """\
ServerRoot "{folder}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/pid
DefaultRuntimeDir {folder}
ErrorLog /dev/stderr
Mutex file:{folder}
TypesConfig /etc/mime.types
AddEncoding x-gzip .gz .tgz
{user}
{modules}
Include {folder}/psc.conf
"""


def serve_nginx(case, folder, served):
    """Start nginx until the end of a test; return the URL of the center behind it."""
    (folder / "psc.conf").write_text(write_configuration("nginx", served), "utf-8")
    user = f"user {WORKER};" if os.geteuid() == 0 else ""
    written = folder / "nginx.conf"
    written.write_text(AROUND_NGINX.format(user=user, folder=folder), "utf-8")
    # -p: or it wants to write where its package keeps logs
    command = [NGINX, "-p", folder, "-e", "stderr", "-c", written]
    start(case, command, folder / "log", int(served.listen.rpartition(":")[2]))


def serve_apache(case, folder, served):
    """Start Apache until the end of a test."""
    (folder / "psc.conf").write_text(write_configuration("apache", served), "utf-8")
    port = int(served.listen.rpartition(":")[2])
    user = f"User {WORKER}\nGroup {WORKER}" if os.geteuid() == 0 else ""
    modules = "\n".join(
        f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in sorted(APACHE_MODULES)
    )
    written = folder / "apache.conf"
    written.write_text(
        AROUND_APACHE.format(user=user, folder=folder, port=port, modules=modules), "utf-8"
    )
    command = [APACHE, "-d", folder, "-f", written, "-DFOREGROUND"]
    start(case, command, folder / "log", port)


class Behind(MirroredCenter):
    """``self.straight`` asks the site itself; all other clients ask the web server in front.

    ``self.stop_plone()`` is a second server in front of nothing.
    """

    serve = None

    def setUp(self):
        super().setUp()
        if self.serve is None:
            raise unittest.SkipTest("needs a web server")
        # whoever serves is somebody else
        self.folder.chmod(0o755)
        self.zope = f"{self.layer['host']}:{self.layer['port']}"
        self.straight = Client(self.url)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/software"
        with self.changes():
            app = self.layer["app"]
            if "virtual_hosting" not in app.objectIds():
                manage_addVirtualHostMonster(app, "virtual_hosting")
            self.center.public_address = self.url
        self.keep()
        self.start_server(self.zope, self.port)
        self.point(self.url)

    def point(self, url):
        for client in (self.nobody, self.owner, self.other, self.manager):
            client.url = url

    def start_server(self, zope, port, **other):
        folder = self.folder / f"server-{port}"
        folder.mkdir(mode=0o755)
        served = Served(
            tree=self.tree,
            address=self.url,
            center="/plone/software",
            zope=zope,
            listen=f"127.0.0.1:{port}",
            spare=free_port(),
            **other,
        )
        type(self).serve(self, folder, served)

    def stop_plone(self):
        """Let all clients ask a server behind which no Plone answers."""
        port = free_port()
        self.start_server(f"127.0.0.1:{free_port()}", port)
        self.point(f"http://127.0.0.1:{port}/software")

    def in_front_of_nothing(self):
        return self.nobody.url


def needs(program):
    """Skip a test class where a web server is not installed."""
    return unittest.skipUnless(pathlib.Path(program).exists(), f"needs {program}")
