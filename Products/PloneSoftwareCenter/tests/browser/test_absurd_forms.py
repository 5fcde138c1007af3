"""Forms as no client sends them."""

from base64 import b64encode
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.browser.distutils_forms import DistutilsForms
from Products.PloneSoftwareCenter.tests.browser.distutils_forms import FIELDS
from Products.PloneSoftwareCenter.tests.forms import crlf_form
from Products.PloneSoftwareCenter.tests.forms import distutils_form
from Products.PloneSoftwareCenter.tests.forms import FORM

import socket


class TestAbsurd(DistutilsForms):
    def test_thousands_of_fields(self):
        for action in ("submit", "verify"):
            for fields in ([("classifiers", "a")] * 3000, [(f"f{i}", "") for i in range(3000)]):
                with self.subTest(action):
                    answer = self.send(action, fields)
                    self.assertRefused(answer, 400, "more fields than this server reads")

    def test_description_of_five_megabytes(self):
        description = "*a* " * 1_250_000
        answers = [self.send(action, description=description) for action in ("submit", "verify")]
        sdist = make_sdist("foo.bar", "1.0", folder=self.folder)
        answers.append(self.owner.upload(sdist, [("description", description)]))
        for answer in answers:
            self.assertRefused(answer, 400, "description")

    def test_bytes_that_are_not_utf_8(self):
        body = distutils_form([(":action", "submit"), *FIELDS.items()])
        for place in (b"A bar", b"foo.bar", b"One\ntwo", b"Jo"):
            with self.subTest(place):
                bad = body.replace(place, b"\xff\xfe" + place, 1)
                self.assertRefused(self.send_body(bad), 400, "UTF-8")

    def test_name_of_a_field_that_is_not_utf_8(self):
        body = distutils_form([(":action", "submit"), *FIELDS.items()])
        self.assertRefused(
            self.send_body(body.replace(b'name="keywords"', b'name="k\xff"')), 400, ""
        )

    def test_nul(self):
        answer = self.send("submit", summary="A\0bar")
        self.assertLess(answer.status, 500, answer.text)
        self.refresh()
        self.assertNotIn("\0", "".join(p.description for p in self.center.objectValues()))

    def test_fields_that_zope_would_convert(self):
        for field in ("summary:int", "name:list", "x:record", "x.y:records", ":method", "a:tokens"):
            with self.subTest(field):
                answer = self.send("verify", [(field, "file_upload")])
                self.assertLess(answer.status, 500, answer.text)
                self.assertNothingStored()

    def test_fields_named_like_attributes(self):
        names = ("__class__", "_p_jar", "aq_parent", "REQUEST", "portal_type", "id", "../x")
        answer = self.send("submit", [(name, "x") for name in names])
        self.assertEqual(answer.status, 200, answer.text)
        self.refresh()
        self.assertEqual(self.center["foo-bar"].portal_type, "PSCProject")

    def test_body_cut_in_the_middle(self):
        form = {":action": "submit", **FIELDS}
        bodies = (distutils_form(form.items()), crlf_form(form.items()))
        for body in bodies:
            for length in (1, 10, len(body) // 3, len(body) // 2, len(body) - 5):
                with self.subTest(newline=body[:1], length=length):
                    answer = self.send_body(body[:length])
                    self.assertRefused(answer, 400, "Nothing was stored")

    def test_client_that_leaves_in_the_middle(self):
        sdist = make_sdist("foo.bar", "1.0", folder=self.folder)
        upload = crlf_form(
            [
                (":action", "file_upload"),
                *FIELDS.items(),
                ("filetype", "sdist"),
                ("content", sdist.read_bytes(), f'filename="{sdist.name}"'),
            ]
        )
        login = b64encode(f"{OWNER}:{PASSWORD}".encode()).decode()
        for body in (distutils_form([(":action", "submit"), *FIELDS.items()]), upload):
            head = (
                f"POST /plone/software HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\n"
                f"Authorization: Basic {login}\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            with self.subTest(body[:1]):
                address = (self.layer["host"], self.layer["port"])
                with socket.create_connection(address, timeout=120) as client:
                    client.sendall(head.encode() + body[: len(body) - 20])
                    client.shutdown(socket.SHUT_WR)
                    self.assertEqual(client.recv(1000), b"")
                self.assertNothingStored()
