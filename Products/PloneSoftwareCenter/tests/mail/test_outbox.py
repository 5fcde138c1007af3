"""The queue of messages, without a mail server."""

from email.message import EmailMessage
from Products.PloneSoftwareCenter.mail.outbox import _deliver
from Products.PloneSoftwareCenter.mail.outbox import Outbox
from smtplib import SMTPServerDisconnected
from unittest import mock
from zope.sendmail.mailer import SMTPMailer

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
        self.assertTrue(outbox.wait(120))
        self.assertEqual(sent, [one, other])

    def test_a_connection_that_fails_is_not_used_again(self):
        bad, good = mock.Mock(does_esmtp=False), mock.Mock(does_esmtp=False)
        bad.sendmail.side_effect = bad.quit.side_effect = SMTPServerDisconnected("gone")
        for server in (bad, good):
            server.ehlo.return_value = (250, b"here")
            server.has_extn.return_value = False
        mailer, message = SMTPMailer(), EmailMessage()
        message["From"], message["To"] = "index@example.org", "owen@example.org"
        with mock.patch.object(mailer, "smtp", mock.Mock(side_effect=[bad, good])):
            with self.assertRaises(SMTPServerDisconnected):
                _deliver(mailer, message)
            _deliver(mailer, message)
        good.sendmail.assert_called_once()
