from Products.PloneSoftwareCenter.content.constraints import are_categories
from Products.PloneSoftwareCenter.content.constraints import are_distribution_names
from Products.PloneSoftwareCenter.content.constraints import are_name_patterns
from Products.PloneSoftwareCenter.content.constraints import is_contact
from Products.PloneSoftwareCenter.content.constraints import is_link
from Products.PloneSoftwareCenter.content.constraints import is_upstream_address
from Products.PloneSoftwareCenter.content.constraints import is_version
from Products.PloneSoftwareCenter.content.constraints import is_web_address
from Products.PloneSoftwareCenter.content.lines import read_lines
from zope.schema import ValidationError

import unittest


TABLE = {
    is_link: (
        [
            "https://example.org",
            "http://example.org/a?b#c",
            "ftp://example.org/x",
            "git+https://example.org/x.git",
            "ssh://git@example.org/x.git",
            "mailto:list@example.org",
        ],
        [
            "javascript:alert(1)",
            "data:text/html,x",
            "example.org",
            "/page",
            "https://",
            "http://[",
            "a b",
        ],
    ),
    is_web_address: (["https://example.org"], ["ftp://example.org", "mailto:a@example.org"]),
    is_contact: (
        [
            "mailto:a@example.org",
            "a@example.org",
            "Ann Author <a@example.org>",
            "https://example.org/contact",
        ],
        ["Ann", "javascript:a@b", "javascript:alert(1)//<a@example.org>", "<>"],
    ),
    is_version: (
        ["1.0", "1.0a1", "2024.5", "1!1.0", "1.0.post1", "1.0-1", "v1.0"],
        ["", "one", "1.0-final-really", "1.0 beta of mine"],
    ),
    are_distribution_names: (
        [(), ("foo",), ("Foo.Bar", "foo-baz")],
        [("foo bar",), ("-foo",), ("",), ("Foo.Bar", "foo_bar")],
    ),
    are_name_patterns: (
        [(), ("acme",), ("acme-*", "Acme.Web", "other*")],
        [("",), ("*",), ("acme", "ac*me"), ("-*",), ("acme web",)],
    ),
    is_upstream_address: (
        [
            "https://pypi.org/simple",
            " https://pypi.org/simple/ ",
            "http://localhost:3141/root/pypi",
        ],
        ["pypi.org/simple", "ftp://pypi.org", "https://a:b@pypi.org/simple", "https://pypi.org/?a"],
    ),
    are_categories: (
        [(), ("web|Web|Pages",), ("a", "b|B")],
        [("|Web",), ("",), ("a b|Web",), ("web|Web", "web|Again"), ("ok", "x/y")],
    ),
}


class TestConstraints(unittest.TestCase):
    def test_good_is_accepted(self):
        for constraint, (good, _bad) in TABLE.items():
            for value in good:
                with self.subTest(constraint=constraint.__name__, value=value):
                    self.assertTrue(constraint(value))

    def test_bad_is_refused_with_a_sentence(self):
        for constraint, (_good, bad) in TABLE.items():
            for value in bad:
                with self.subTest(constraint=constraint.__name__, value=value):
                    # Of this kind, REST answers 400; any other Invalid is a server error to it.
                    with self.assertRaises(ValidationError) as caught:
                        constraint(value)
                    self.assertTrue(caught.exception.doc())
                    self.assertEqual(caught.exception.doc(), caught.exception.args[0])


class TestLines(unittest.TestCase):
    def test_parts_of_lines(self):
        found = read_lines(["a|A|Text | more", "b", "", " c | ", "a|again"])
        self.assertEqual(
            [(line.id, line.title, line.text) for line in found],
            [("a", "A", "Text | more"), ("b", "b", ""), ("c", "c", "")],
        )
