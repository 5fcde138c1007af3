"""With Plone stopped, real clients install what is published, through nginx and through Apache."""

from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving_buildout import BuildoutTest
from Products.PloneSoftwareCenter.tests.clients.driving_pip import PipTest
from Products.PloneSoftwareCenter.tests.clients.driving_uv import UvTest
from Products.PloneSoftwareCenter.tests.clients.test_easy_install import EasyInstallTest
from Products.PloneSoftwareCenter.tests.reading.web_servers import APACHE
from Products.PloneSoftwareCenter.tests.reading.web_servers import NGINX
from tests.plone.webservers import Behind
from tests.plone.webservers import needs
from tests.plone.webservers import serve_apache
from tests.plone.webservers import serve_nginx

import sys


class Stopped:
    """``self.simple`` is served from files; Plone does not answer."""

    def setUp(self):
        super().setUp()
        self.wheel = make_wheel("demo", "1.1", folder=self.folder)
        self.sdist = make_sdist("demo", "1.0", folder=self.folder)
        self.dotted = make_sdist("Acme.Demo", "2.0", folder=self.folder)
        for archive in (self.wheel, self.sdist, self.dotted):
            answer = self.owner.upload(archive)
            self.assertEqual(answer.status, 200, answer.text)
        self.keep()
        self.stop_plone()
        self.simple = f"{self.nobody.url}/simple/"


class PipStopped(Stopped):
    def test_pip_installs(self):
        record = self.install("demo")["demo"]
        self.assertEqual(record["metadata"]["version"], "1.1")
        self.download("--no-binary", ":all:", "demo", "Acme.Demo")
        for archive in (self.sdist, self.dotted):
            self.assertEqual((self.target / archive.name).read_bytes(), archive.read_bytes())

    def test_pip_with_a_password(self):
        record = self.install("demo==1.1", index=self.with_credentials(self.simple))["demo"]
        self.assertEqual(record["metadata"]["version"], "1.1")

    def test_pip_with_find_links(self):
        for page in ("links", "@@mirror/all/"):
            with self.subTest(page):
                command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-index"]
                target = self.folder / page.strip("@/").replace("/", "-")
                self.succeed(*command, "-f", f"{self.nobody.url}/{page}", "-d", target, "demo")
                self.assertSameBytes(target, self.wheel)

    def test_pip_from_the_folder_itself(self):
        command = self.pip("download", "--no-deps", index=self.tree.simple.as_uri())
        self.succeed(*command, "-d", self.target, "demo")
        self.assertSameBytes(self.target, self.wheel)


class Uv(Stopped):
    def test_uv_installs(self):
        self.install("demo", "Acme.Demo")
        names = {path.name for path in self.target.glob("*.dist-info")}
        self.assertEqual(names, {"demo-1.1.dist-info", "acme_demo-2.0.dist-info"})


class Buildout(Stopped):
    def test_buildout_installs(self):
        self.write("demo")
        self.buildout()
        self.assertSameBytes(self.cache, self.wheel)
        self.assertEqual(self.versions("demo"), ["1.1"])

    def test_buildout_builds_a_name_with_a_dot(self):
        self.write("Acme.Demo")
        self.buildout()
        self.assertSameBytes(self.cache, self.dotted)


class EasyInstall(Stopped):
    def test_easy_install_installs(self):
        self.easy_install("demo==1.0")
        self.assertEqual(self.installed(), ["demo-1.0"])

    def test_easy_install_of_a_name_with_a_dot(self):
        self.easy_install("Acme.Demo")
        self.assertEqual(self.installed(), ["Acme.Demo-2.0"])


@needs(NGINX)
class TestPipNginx(PipStopped, PipTest, Behind):
    serve = serve_nginx


@needs(NGINX)
class TestUvNginx(Uv, UvTest, Behind):
    serve = serve_nginx


@needs(NGINX)
class TestBuildoutNginx(Buildout, BuildoutTest, Behind):
    serve = serve_nginx


@needs(NGINX)
class TestEasyInstallNginx(EasyInstall, EasyInstallTest, Behind):
    serve = serve_nginx


@needs(APACHE)
class TestPipApache(PipStopped, PipTest, Behind):
    serve = serve_apache


@needs(APACHE)
class TestUvApache(Uv, UvTest, Behind):
    serve = serve_apache


@needs(APACHE)
class TestBuildoutApache(Buildout, BuildoutTest, Behind):
    serve = serve_apache


@needs(APACHE)
class TestEasyInstallApache(EasyInstall, EasyInstallTest, Behind):
    serve = serve_apache
