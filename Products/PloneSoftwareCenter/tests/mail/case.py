"""A served center, and a mail server that keeps what it is sent."""

from email import message_from_bytes
from email.policy import default
from plone import api
from Products.PloneSoftwareCenter.mail.outbox import OUTBOX
from Products.PloneSoftwareCenter.tests.served import ServedCenter

import socketserver
import threading


class _Session(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as ``smtplib`` speaks."""

    def handle(self):
        self.say("220 here")
        while line := self.rfile.readline():
            command = line.strip().upper()
            if command.startswith(b"RCPT TO:"):
                self.server.recipients.append(line.split(b":", 1)[1].strip().decode())
            if command == b"DATA":
                self.say("354 go on")
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line)
                self.server.letters.append(message_from_bytes(b"".join(lines), policy=default))
            if command == b"QUIT":
                self.say("221 bye")
                return
            self.say("250 fine")

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """``letters`` are the messages, ``recipients`` what envelopes name."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters = []
        self.recipients = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()


class MailCase(ServedCenter):
    """``self.letters()`` is what was sent."""

    def setUp(self):
        super().setUp()
        OUTBOX.forget()
        self.server = MailServer()
        self.addCleanup(self.server.close)
        with self.changes():
            for name, value in (
                ("smtp_host", "127.0.0.1"),
                ("smtp_port", self.server.server_address[1]),
                ("email_from_address", "index@example.org"),
                ("email_from_name", "The Index"),
            ):
                api.portal.set_registry_record(f"plone.{name}", value)

    def letters(self):
        """Return what has come since the last call, ordered by whom it is for."""
        self.assertTrue(OUTBOX.wait(300))
        letters, self.server.letters = self.server.letters, []
        return sorted(letters, key=lambda letter: letter["To"])
