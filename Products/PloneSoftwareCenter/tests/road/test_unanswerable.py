from Products.PloneSoftwareCenter.road.unanswerable import refuse_unanswerable

import unittest


HOST = {"HTTP_HOST": "psc.example.org:8080", "PATH_INFO": "/", "REQUEST_METHOD": "GET"}

#: what of the environ, status
REFUSED = (
    ({"PATH_INFO": "/\xff"}, 400),
    ({"PATH_INFO": "/" + "a" * 20_001}, 414),
    ({"PATH_INFO": "/psc/simple/../x"}, 400),
    ({"PATH_INFO": "/psc/simple/.."}, 400),
    ({"HTTP_HOST": "a b"}, 400),
    ({"HTTP_HOST": "a/b"}, 400),
    ({"HTTP_HOST": "<a>"}, 400),
    ({"HTTP_HOST": "a:b"}, 400),
    ({"HTTP_HOST": "a:123456"}, 400),
    ({"HTTP_HOST": "[::1"}, 400),
    ({"HTTP_HOST": "\xff"}, 400),
    ({"PATH_INFO": "/VirtualHostBase"}, 400),
    ({"PATH_INFO": "/VirtualHostBase/http"}, 400),
    ({"PATH_INFO": "/VirtualHostBase/http/a:b:c/s"}, 400),
    ({"PATH_INFO": "/x/VirtualHostRoot/*"}, 400),
    ({"QUERY_STRING": ":action=../x"}, 400),
    ({"QUERY_STRING": "..:method=1"}, 400),
    ({"QUERY_STRING": "%2e%2E/x:action=1"}, 400),
    ({"QUERY_STRING": "a=1&:default_method=a/../b"}, 400),
    ({"HTTP_COOKIE": "a=b;" * 300}, 431),
)

#: what ordinary clients send
PASSED_ON = (
    {"PATH_INFO": "/Plone/++resource++plone/../x.css"},
    {"PATH_INFO": "/psc/simple/a..b/"},
    {"PATH_INFO": "/psc/simple/..."},
    {"PATH_INFO": "/\xc3\xa4"},
    {"PATH_INFO": "/VirtualHostBase/https/psc.example.org:443/Plone/VirtualHostRoot/_vh_a/simple/"},
    {"PATH_INFO": "/VirtualHostBase/https/[::1]:443/Plone/VirtualHostRoot/simple/"},
    {"PATH_INFO": "/x/VirtualHostRoot/simple/"},
    {"HTTP_HOST": ""},
    {"HTTP_HOST": "xn--bcher-kva.example"},
    {"HTTP_HOST": "under_score.example:80"},
    {"HTTP_HOST": "127.0.0.1"},
    {"HTTP_HOST": "[2001:db8::1]:8080"},
    {"QUERY_STRING": ":action=file_upload"},
    {"QUERY_STRING": "came_from=../x&a:list=../b"},
    {"QUERY_STRING": "SearchableText=" + "../" * 1000},
    {"HTTP_COOKIE": "a=b; " * 50},
)


class TestUnanswerable(unittest.TestCase):
    def ask(self, environ):
        started = []
        body = refuse_unanswerable({**HOST, **environ}, lambda *args: started.append(args))
        return started, body

    def test_what_is_refused(self):
        for environ, status in REFUSED:
            with self.subTest(str(environ)[:80]):
                ((line, headers),), body = self.ask(environ)
                self.assertEqual(int(line[:3]), status)
                self.assertIn(("Content-Length", str(len(b"".join(body)))), headers)
                started, body = self.ask({**environ, "REQUEST_METHOD": "HEAD"})
                self.assertEqual((len(started), b"".join(body)), (1, b""))

    def test_what_is_not(self):
        for environ in PASSED_ON:
            with self.subTest(str(environ)[:80]):
                self.assertEqual(self.ask(environ), ([], None))
