"""``psc webhooks``, and the example of the documentation."""

from argparse import Namespace
from io import StringIO
from pathlib import Path
from Products.PloneSoftwareCenter.program.command import CLEAN
from Products.PloneSoftwareCenter.program.command import FINDINGS
from Products.PloneSoftwareCenter.program.command import Task
from Products.PloneSoftwareCenter.program.report import Report
from Products.PloneSoftwareCenter.program.webhooks import COMMAND
from Products.PloneSoftwareCenter.pypi.hooks import sign
from Products.PloneSoftwareCenter.pypi.hooks import VARIABLE
from Products.PloneSoftwareCenter.tests.webhooks.case import DeliveryCase
from Products.PloneSoftwareCenter.tests.webhooks.receiver import Receiver
from Products.PloneSoftwareCenter.tests.webhooks.receiver import reply
from unittest import mock

import os
import runpy
import transaction
import unittest


EXAMPLE = Path(__file__).resolve().parents[4] / "docs" / "protocol" / "check_webhook.py"


class TestCommand(DeliveryCase):
    def setUp(self):
        super().setUp()
        self.enterContext(mock.patch.dict(os.environ, {VARIABLE: "127.0.0.0/8 ::1"}))

    def run_command(self):
        transaction.commit()
        self.out = StringIO()
        report = Report(self.out, StringIO())
        task = Task(((self.portal, self.center),), Namespace(), report)
        return COMMAND.run(task)

    def test_nothing_to_send_is_clean(self):
        self.assertEqual(self.run_command(), CLEAN)
        self.assertIn("0 delivered, 0 wait.", self.out.getvalue())

    def test_what_is_taken_and_what_is_not(self):
        with Receiver(lambda handler: reply(handler, 410, b"gone away")) as receiver:
            hook = self.hook(("upload",), url=receiver.url)
            self.upload()
            self.assertEqual(self.run_command(), FINDINGS)
        self.assertIn("410 gone away", self.out.getvalue())
        self.assertIn("0 delivered, 1 wait.", self.out.getvalue())
        self.assertNotIn(hook.secret, self.out.getvalue())


@unittest.skipUnless(EXAMPLE.is_file(), "not a checkout")
class TestExample(unittest.TestCase):
    def test_it_takes_what_we_sign_and_nothing_else(self):
        check = runpy.run_path(str(EXAMPLE))["is_from_center"]
        header = sign("secret", 1000, b"body")
        self.assertTrue(check("secret", header, b"body", 1000))
        for secret, sent, body, now in (
            ("other", header, b"body", 1000),
            ("secret", header, b"more", 1000),
            ("secret", header, b"body", 9999),
            ("secret", "", b"body", 1000),
        ):
            self.assertFalse(check(secret, sent, body, now))
