"""The text of a token."""

from Products.PloneSoftwareCenter.tokens.text import make_token_text
from Products.PloneSoftwareCenter.tokens.text import parse_token_text

import hashlib
import unittest


ID = "0123456789abcdef"
SECRET = "Ab3-_" + "x" * 38


class TestTokenText(unittest.TestCase):
    def test_what_was_made_is_read(self):
        made = make_token_text()
        self.assertEqual(parse_token_text(str(made)), made)

    def test_no_two_are_alike(self):
        self.assertEqual(len({str(make_token_text()) for _ in range(1000)}), 1000)

    def test_it_begins_so_that_people_and_programs_know_it(self):
        self.assertRegex(str(make_token_text()), r"^psc-[0-9a-f]{16}-[A-Za-z0-9_-]{43}$")

    def test_what_is_read(self):
        for text, is_one in (
            (f"psc-{ID}-{SECRET}", True),
            (f" psc-{ID}-{SECRET}\r\n", True),
            (f"psc-{ID}-{SECRET}x", False),
            (f"psc-{ID}-{SECRET[1:]}", False),
            (f"psc-{ID.upper()}-{SECRET}", False),
            (f"pypi-{ID}-{SECRET}", False),
            (f"psc-{ID}-{SECRET[:-1]}é", False),
            (f"psc-{ID}", False),
            ("psc-", False),
            ("", False),
            ("\0" * 60, False),
        ):
            with self.subTest(text):
                self.assertIs(parse_token_text(text) is not None, is_one)

    def test_digest_is_of_the_secret_alone(self):
        text = parse_token_text(f"psc-{ID}-{SECRET}")
        self.assertEqual(text.digest, hashlib.sha256(SECRET.encode()).hexdigest())
        self.assertTrue(text.fits(text.digest))
        self.assertFalse(text.fits(text.digest[:-1] + "x"))
        self.assertFalse(text.fits(""))

    def test_secret_is_in_no_traceback(self):
        self.assertNotIn(SECRET, repr(parse_token_text(f"psc-{ID}-{SECRET}")))
