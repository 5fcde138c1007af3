from Products.PloneSoftwareCenter.road.place import place_of
from Products.PloneSoftwareCenter.road.place import wanted_format

import unittest


HOST = {"HTTP_HOST": "psc.example.org:8080", "wsgi.url_scheme": "http"}

#: (path, names, what the client calls them)
PLACES = (
    (
        "/Plone/psc/simple/",
        ("Plone", "psc", "simple"),
        "http://psc.example.org:8080/Plone/psc/simple",
    ),
    ("//Plone//psc", ("Plone", "psc"), "http://psc.example.org:8080/Plone/psc"),
    ("/", (), "http://psc.example.org:8080"),
    ("/VirtualHostBase/https/x.org:443/P/VirtualHostRoot/s", ("P", "s"), "https://x.org/s"),
    ("/VirtualHostBase/http/x.org:443/P/VirtualHostRoot/s", ("P", "s"), "http://x.org:443/s"),
    (
        "/VirtualHostBase/http/x.org/P/VirtualHostRoot/_vh_a/_vh_b/s",
        ("P", "s"),
        "http://x.org:8080/a/b/s",
    ),
    ("/VirtualHostBase/http/x.org:80/P/s", ("P", "s"), "http://x.org/P/s"),
    ("/P/VirtualHostRoot/_vh_a/s", ("P", "s"), "http://psc.example.org:8080/a/s"),
    ("/\xc3\xa4/s", ("\xe4", "s"), "http://psc.example.org:8080/%C3%A4/s"),
)

#: only Zope can tell
ODD = (
    "/P/../s",
    "/P/./s",
    "/P/@@simple/",
    "/P/*/s",
    "/_vh_a/s",
    "/P/_vh_a/s",
    "/P/VirtualHostBase/http/x/s",
    "/VirtualHostBase/http",
    "/VirtualHostBase/ftp/x.org/s",
    "/VirtualHostBase/http/x/VirtualHostBase/http/y/s",
    "/P/VirtualHostRoot/VirtualHostRoot/s",
    "/P/VirtualHostRoot/s/_vh_a",
    "/\xff/s",
)


class TestPlace(unittest.TestCase):
    def test_where_a_path_leads_and_how_it_is_called(self):
        for path, names, url in PLACES:
            with self.subTest(path):
                place = place_of({**HOST, "PATH_INFO": path})
                self.assertEqual(place.names, names)
                self.assertEqual(place.url_of(len(names)), url)
                self.assertEqual(place.ends_with_slash, path.endswith("/"))

    def test_odd_paths_are_zopes(self):
        for path in ODD:
            with self.subTest(path):
                self.assertIsNone(place_of({**HOST, "PATH_INFO": path}))

    def test_a_server_that_names_its_address_otherwise_is_zopes(self):
        for name in ("SERVER_URL", "SERVER_PORT_SECURE", "REQUEST_SCHEME"):
            with self.subTest(name):
                self.assertIsNone(place_of({**HOST, "PATH_INFO": "/s", name: "1"}))

    def test_a_request_without_host(self):
        environ = {"SERVER_NAME": "x.org", "SERVER_PORT": "80", "wsgi.url_scheme": "http"}
        place = place_of({**environ, "PATH_INFO": "/s", "SCRIPT_NAME": "/app"})
        self.assertEqual(place.url_of(1), "http://x.org/app/s")

    def test_what_is_above_the_virtual_root_has_no_url(self):
        place = place_of({**HOST, "PATH_INFO": "/P/s/VirtualHostRoot/simple"})
        with self.assertRaises(ValueError):
            place.url_of(1)


class TestFormat(unittest.TestCase):
    def test_query_strings(self):
        for query, expected in (
            ("", (True, None)),
            ("format=text/html", (True, "text/html")),
            ("format=a%2Bb", (True, "a+b")),
            ("format=a+b", (True, "a b")),
            ("format=", (True, "")),
            ("format=a&format=b", (False, None)),
            ("x=1", (False, None)),
            ("format:int=1", (False, None)),
            (":action=submit", (False, None)),
            ("format=a;b", (False, None)),
        ):
            with self.subTest(query):
                self.assertEqual(wanted_format(query), expected)
