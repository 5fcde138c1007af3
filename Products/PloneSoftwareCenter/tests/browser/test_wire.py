"""What a client gets for a body that Zope can't read or can't hold, over a socket."""

from plone.app.testing import FunctionalTesting
from plone.app.testing import PLONE_FIXTURE
from plone.app.testing import PloneSandboxLayer
from plone.testing.zope import WSGI_SERVER_FIXTURE
from Products.Five.browser import BrowserView
from Products.PloneSoftwareCenter.browser import wire
from Products.PloneSoftwareCenter.tests.forms import BOUNDARY
from Products.PloneSoftwareCenter.tests.forms import crlf_form
from Products.PloneSoftwareCenter.tests.forms import distutils_form
from Products.PloneSoftwareCenter.tests.forms import FORM
from types import SimpleNamespace
from unittest import mock
from zope.configuration import xmlconfig

import errno
import http.client
import json
import Products.PloneSoftwareCenter.browser
import socket
import unittest


ECHO = """
<configure xmlns="http://namespaces.zope.org/browser">
  <page name="echo" for="*" class="{module}.Echo" permission="zope.Public" />
</configure>
"""

#: forms that reached a view, newest last
ARRIVED = []


class Echo(BrowserView):
    """Keeps the form that it got, and says how many fields there were."""

    def __call__(self):
        """Return the sizes of the texts of the form."""
        ARRIVED.append(self.request.form)
        self.request.environ["plone.transformchain.disable"] = True
        self.request.response.setHeader("Content-Type", "application/json")
        form = self.request.form.items()
        return json.dumps({name: len(value) for name, value in form if name})


class WireLayer(PloneSandboxLayer):
    """A site with what the wire does alone, and a view that takes any form."""

    defaultBases = (PLONE_FIXTURE,)  # noqa: N815 - the name that layers go by

    def setUpZope(self, app, configurationContext):  # noqa: N803 - the hook's own name
        """Register the view and what is tested."""
        self.loadZCML("wire.zcml", package=Products.PloneSoftwareCenter.browser)
        xmlconfig.string(ECHO.format(module=__name__), context=configurationContext)


WIRE = WireLayer()
WIRE_HTTP = FunctionalTesting(bases=(WIRE, WSGI_SERVER_FIXTURE), name="PloneSoftwareCenter:Wire")


class OverTheWire(unittest.TestCase):
    """Posts to a view that would take anything."""

    layer = WIRE_HTTP
    maxDiff = None

    def post(self, body, content_type=FORM, path="/plone/echo", **headers):
        connection = http.client.HTTPConnection(self.layer["host"], self.layer["port"], timeout=120)
        self.addCleanup(connection.close)
        ARRIVED.clear()
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("POST", path, body, {"Content-Type": content_type, **headers})
        response = connection.getresponse()
        return SimpleNamespace(
            status=response.status,
            type=response.getheader("Content-Type"),
            text=response.read().decode(),
        )

    def assert_refused(self, answer, status, sentence):
        found = (answer.status, answer.type, answer.text)
        self.assertEqual(found, (status, "text/plain; charset=utf-8", f"{sentence}\n"))
        self.assertEqual(ARRIVED, [])

    def test_form_of_distutils_reaches_its_view(self):
        fields = [(":action", "echo"), ("name", "foo"), ("summary", "ü" * 10)]
        answer = self.post(distutils_form(fields), path="/plone")
        self.assertEqual(
            (answer.status, json.loads(answer.text)), (200, {"name": 3, "summary": 10})
        )

    def test_cut_form_of_distutils(self):
        body = distutils_form([("name", "foo")])[: -len(BOUNDARY)]
        self.assert_refused(self.post(body), 400, wire.CUT)

    def test_cut_form_of_distutils_sent_by_a_browser_that_shows_html(self):
        body = distutils_form([("name", "foo")])[: -len(BOUNDARY)]
        self.assert_refused(self.post(body, Accept="text/html"), 400, wire.CUT)

    def test_cut_form(self):
        body = crlf_form([("name", "foo")])
        for length in (0, 20, 100, len(body) - 10):
            with self.subTest(length=length):
                self.assert_refused(self.post(body[:length]), 400, wire.CUT)

    def test_junk(self):
        self.assert_refused(self.post(b"\x00\xff" * 500), 400, wire.CUT)

    def test_content_length_below_the_body(self):
        body = crlf_form([("name", "foo")])
        self.assert_refused(self.post(body, Content_Length=str(len(body) - 9)), 400, wire.CUT)

    def test_client_that_leaves_in_the_middle_stores_nothing(self):
        body = crlf_form([("name", "foo")])
        address = (self.layer["host"], self.layer["port"])
        ARRIVED.clear()
        with socket.create_connection(address, timeout=120) as client:
            head = f"POST /plone/echo HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\n"
            client.sendall(f"{head}Content-Length: {len(body) + 9}\r\n\r\n".encode() + body)
            client.shutdown(socket.SHUT_WR)
            self.assertEqual(client.recv(1000), b"")
        self.assertEqual(ARRIVED, [])

    def test_what_is_no_form(self):
        part = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=a"
        end = f"\r\nx\r\n--{BOUNDARY}--\r\n"
        for case, body in {
            "text before the boundary": b"hello\n" + crlf_form([("name", "foo")]),
            "LF in headers after CRLF": f"{part}\nA: b\n\nx".encode(),
            "name that is not UTF-8": crlf_form([("name", "x")]).replace(b"name=", b'name="\xff";'),
            "filename that is not UTF-8": crlf_form([("content", b"x", 'filename="\udcff.zip"')]),
            "charset that nobody knows": f"{part}\r\nContent-Type: text/plain; charset=klingon\r\n"
            f"{end}".encode(),
            "converter that fails": crlf_form([("size:int", "many")]),
            "codec for a file": crlf_form([("content:utf8", b"x", 'filename="x.zip"')]),
        }.items():
            with self.subTest(case):
                self.assert_refused(self.post(body), 400, wire.UNREADABLE)

    def test_form_without_a_boundary(self):
        body = crlf_form([("name", "foo")])
        for content_type in ("multipart/form-data", "multipart/form-data; boundary="):
            with self.subTest(content_type):
                self.assert_refused(self.post(body, content_type), 400, wire.UNREADABLE)

    def test_xml_that_is_none(self):
        self.assert_refused(self.post("<methodCall>", "text/xml"), 400, wire.UNREADABLE)

    def test_body_that_is_no_form_reaches_its_view_without_fields(self):
        for content_type in ("application/json", "application/octet-stream", "multipart/mixed"):
            with self.subTest(content_type):
                answer = self.post(b'{"name": "foo"', content_type)
                self.assertEqual((answer.status, answer.text), (200, "{}"))

    def test_too_many_fields(self):
        fields = [("classifiers", "Private :: x")] * 2000
        self.assert_refused(self.post(crlf_form(fields)), 400, wire.TOO_MANY)
        self.assert_refused(self.post(distutils_form(fields)), 400, wire.TOO_MANY)

    def test_as_many_fields_as_zope_reads(self):
        answer = self.post(crlf_form([("classifiers", "Private :: x")] * 1024))
        self.assertEqual(json.loads(answer.text), {"classifiers": 1024})

    def test_description_of_five_megabytes_reaches_its_view(self):
        answer = self.post(crlf_form([("description", "x" * 5_000_000)]))
        self.assertEqual(json.loads(answer.text), {"description": 5_000_000})

    def test_more_than_a_megabyte_in_small_fields(self):
        answer = self.post(crlf_form([("classifiers", "x" * 4000)] * 400))
        self.assert_refused(answer, 413, wire.TOO_LARGE)

    def test_form_in_the_style_of_a_url_above_a_megabyte(self):
        answer = self.post(b"a=" + b"x" * 2_000_000, "application/x-www-form-urlencoded")
        self.assert_refused(answer, 413, wire.TOO_LARGE)

    def test_file_above_the_limit_for_disks(self):
        body = crlf_form([("content", b"x" * 10_000, 'filename="foo-1.0.zip"')])
        with mock.patch("ZPublisher.HTTPRequest.FORM_DISK_LIMIT", 5000):
            self.assert_refused(self.post(body), 413, wire.TOO_LARGE)

    def test_disk_that_is_nearly_full(self):
        body = crlf_form([("content", b"x" * 1_000_000, 'filename="foo-1.0.zip"')])
        free = SimpleNamespace(free=wire.MARGIN)
        with mock.patch.object(wire.shutil, "disk_usage", return_value=free):
            for headers in ({}, {"Accept": "text/html"}):
                answer = self.post(body, **headers)
                self.assert_refused(answer, 507, str(wire.NoSpace()))
            self.assertEqual(self.post(crlf_form([("name", "foo")])).status, 200)

    def test_disk_of_the_database_needs_no_room_for_what_may_go_elsewhere(self):
        body = crlf_form([("summary", "x" * (wire.IN_MEMORY + 1))])
        gone = FileNotFoundError(errno.ENOENT, "No such file or directory")
        for free, status in ((wire.MARGIN, 200), (wire.MARGIN - 1, 507), (gone, 200)):

            def usage(folder, free=free):
                if folder == wire.gettempdir():
                    return SimpleNamespace(free=1 << 40)
                if free is gone:
                    raise gone
                return SimpleNamespace(free=free)

            with self.subTest(free), mock.patch.object(wire.shutil, "disk_usage", usage):
                self.assertEqual(self.post(body).status, status)

    def test_disk_that_gets_full_while_the_form_is_read(self):
        full = OSError(errno.ENOSPC, "No space left on device")
        with mock.patch("multipart.MultipartPart._write", side_effect=full):
            answer = self.post(crlf_form([("name", "foo")]))
        self.assert_refused(answer, 507, str(wire.NoSpace()))

    def test_browser_gets_the_page_of_the_site(self):
        answer = self.post(b"junk", Accept="text/html,*/*;q=0.8")
        self.assertEqual((answer.status, answer.type), (400, "text/html; charset=utf-8"))

    def test_program_that_logs_in_gets_plain_text_whatever_it_reads(self):
        answer = self.post(
            crlf_form([("size:int", "many")]), Accept="text/html, */*", Authorization="Basic eDp5"
        )
        self.assert_refused(answer, 400, wire.UNREADABLE)

    def test_what_fails_later_is_not_touched(self):
        answer = self.post(crlf_form([("name", "foo")]), path="/plone/nothing-here")
        self.assertEqual((answer.status, answer.text), (404, '{"error_type": "NotFound"}'))
