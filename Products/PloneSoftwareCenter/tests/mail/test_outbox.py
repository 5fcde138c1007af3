"""The queue of messages, without a mail server."""

from email.message import EmailMessage
from Products.PloneSoftwareCenter.mail.outbox import Outbox
from unittest import mock

import threading
import unittest


class TestOutbox(unittest.TestCase):
    def test_where_no_thread_could_be_started_the_next_message_tries_again(self):
        outbox, sent = Outbox(), []
        one, other = EmailMessage(), EmailMessage()
        with (
            mock.patch.object(threading.Thread, "start", side_effect=RuntimeError("no thread")),
            self.assertRaises(RuntimeError),
        ):
            outbox.put("center", sent.append, one)
        outbox.put("center", sent.append, other)
        self.assertTrue(outbox.wait(10))
        self.assertEqual(sent, [one, other])
