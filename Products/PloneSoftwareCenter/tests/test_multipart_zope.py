"""The mended form as Zope's own parser reads it."""

from io import BytesIO
from Products.PloneSoftwareCenter.browser.wire import IN_MEMORY
from Products.PloneSoftwareCenter.browser.wire import mend_line_ends
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.tests.forms import BOUNDARY
from Products.PloneSoftwareCenter.tests.forms import crlf_form
from Products.PloneSoftwareCenter.tests.forms import distutils_form
from Products.PloneSoftwareCenter.tests.forms import FORM
from zExceptions import BadRequest
from ZPublisher.HTTPRequest import WSGIRequest
from ZPublisher.HTTPResponse import WSGIResponse
from ZPublisher.pubevents import PubStart

import unittest


FIELDS = [
    (":action", "submit"),
    ("name", "foo"),
    ("summary", ""),
    ("description", "two\nlines, ümlauts\r\nand more\n\n"),
    ("classifiers", "Programming Language :: Python"),
    ("classifiers", "Topic :: Software Development"),
    ("license", "ends with CR\r"),
]


def request_with(body, content_type=FORM, method="POST"):
    environ = {
        "REQUEST_METHOD": method,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "PATH_INFO": "/software",
    }
    return WSGIRequest(BytesIO(body), environ, WSGIResponse())


class ReadByZope(unittest.TestCase):
    """Requests after ``mend_line_ends``, without a server."""

    def form_of(self, request):
        mend_line_ends(PubStart(request))
        request.processInputs()
        self.addCleanup(request.close)
        return request.form

    def test_zope_refuses_a_form_with_bare_lf(self):
        with self.assertRaises(BadRequest):
            request_with(distutils_form(FIELDS)).processInputs()

    def test_mended_form_is_read_as_it_was_meant(self):
        form = self.form_of(request_with(distutils_form(FIELDS)))
        self.assertEqual(
            form,
            {
                "": "submit",
                "name": "foo",
                "summary": "",
                "description": "two\nlines, ümlauts\r\nand more\n\n",
                "classifiers": [
                    "Programming Language :: Python",
                    "Topic :: Software Development",
                ],
                "license": "ends with CR\r\n",
            },
        )

    def test_action_becomes_the_view(self):
        request = request_with(distutils_form(FIELDS))
        self.form_of(request)
        self.assertEqual(request.get("PATH_INFO"), "/software/submit")

    def test_large_form_is_read_from_a_temporary_file(self):
        text = "x\n" * IN_MEMORY
        request = request_with(distutils_form([("description", text)]))
        self.assertEqual(self.form_of(request), {"description": text})

    def test_file_arrives_byte_for_byte(self):
        content = bytes(range(256)) * 300
        body = crlf_form([("content", b"@", 'filename="foo-1.0.zip"')])
        body = body.replace(b"\r\n", b"\n").replace(b"@", content)
        self.assertEqual(self.form_of(request_with(body))["content"].read(), content)

    def test_retried_request_is_left_alone(self):
        request = request_with(distutils_form(FIELDS))
        first = self.form_of(request)
        again = request.retry()
        mended = again.stdin
        self.assertEqual(self.form_of(again), first)
        self.assertIs(again.stdin, mended)

    def test_form_with_crlf_is_left_alone(self):
        request = request_with(crlf_form(FIELDS))
        body = request.stdin
        self.assertEqual(self.form_of(request)["name"], "foo")
        self.assertIs(request.stdin, body)

    def test_other_requests_are_left_alone(self):
        lf = distutils_form(FIELDS)
        for request in (
            request_with(b"name=foo", "application/x-www-form-urlencoded"),
            request_with(lf, "application/octet-stream"),
            request_with(lf, method="PUT"),
            request_with(b""),
        ):
            body = request.stdin
            mend_line_ends(PubStart(request))
            self.assertIs(request.stdin, body)
            self.assertEqual(body.tell(), 0)

    def test_body_that_cannot_be_sought_is_left_alone(self):
        request = request_with(b"")
        request.stdin = body = object()
        mend_line_ends(PubStart(request))
        self.assertIs(request.stdin, body)

    def test_cut_form_is_refused(self):
        request = request_with(distutils_form(FIELDS)[: -len(BOUNDARY)])
        with self.assertRaises(InvalidUpload):
            self.form_of(request)
