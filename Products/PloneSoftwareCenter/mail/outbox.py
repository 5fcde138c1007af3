"""Sending mail after the commit, beside all requests.

Plone's mail host talks to the mail server while a transaction is being committed, when the database
waits for it, and everybody else for the database. So here a message is kept until the commit is
through, and then a thread of the process sends it. What can't be sent is logged once and dropped.
A crash in between loses it: mail tells of what pages show.
"""

from collections import deque
from email.message import EmailMessage
from email.utils import parseaddr
from functools import partial
from smtplib import SMTPException
from zope.sendmail.maildir import Maildir

import logging
import threading
import time
import transaction


logger = logging.getLogger(__name__)

#: under which a transaction keeps what is to be sent after it
KEY = "Products.PloneSoftwareCenter.mail.outbox"

#: messages that wait at most; more are dropped, and logged
MOST = 1_000

#: messages for one center in an hour at most: somebody may submit a thousand projects
MOST_AN_HOUR = 100


class Outbox:
    """Messages that wait, and the thread that sends them.

    :param clock: returns seconds
    """

    def __init__(self, clock=time.monotonic):
        self._clock = clock
        self._condition = threading.Condition()
        self._waiting = deque()
        self._is_sending = False
        self.forget()

    def forget(self):
        """Begin to count anew."""
        #: key of a center -> when messages were sent for it
        self._sent = {}

    def put(self, place, send, message: EmailMessage) -> None:
        """Have a message sent, soon.

        :param place: a key for the center that it is about
        :param send: function of the message that sends it; called in the thread
        """
        with self._condition:
            if len(self._waiting) >= MOST or not self._may(place):
                logger.warning("Too much mail: %r is not sent.", message["Subject"])
                return
            self._waiting.append((send, message))
            if not self._is_sending:
                threading.Thread(target=self._run, name="psc-mail", daemon=True).start()
                # Where no thread could be started, the next message tries it again.
                self._is_sending = True

    def wait(self, seconds: float = 30) -> bool:
        """Wait until nothing waits; say whether that was in time."""
        with self._condition:
            return self._condition.wait_for(lambda: not self._is_sending, seconds)

    def _may(self, place):
        now = self._clock()
        recent = [moment for moment in self._sent.get(place, ()) if now - moment < 3600]
        self._sent[place] = recent
        if len(recent) >= MOST_AN_HOUR:
            return False
        recent.append(now)
        return True

    def _run(self):
        while True:
            with self._condition:
                if not self._waiting:
                    # Whoever puts the next one starts another thread.
                    self._is_sending = False
                    self._condition.notify_all()
                    return
                send, message = self._waiting.popleft()
            try:
                send(message)
            except (OSError, RuntimeError, SMTPException) as error:
                logger.warning(
                    "Mail was not sent: %r to %r: %r", message["Subject"], message["To"], error
                )
            except Exception:
                # Nobody waits for an answer here, and the next ones are to be sent.
                logger.exception("Mail was not sent: %r", message["Subject"])


#: of this process
OUTBOX = Outbox()


def send_after_commit(mail_host, place, messages) -> None:
    """Send messages once the current transaction is committed; never, if it is not.

    :param mail_host: the site's ``MailHost``
    :param place: a key for the center that they are about
    """
    current = transaction.get()
    try:
        waiting = current.data(KEY)
    except KeyError:
        waiting = []
        current.set_data(KEY, waiting)
        current.addAfterCommitHook(_send, (waiting,))
    send = _sender(mail_host)
    waiting.extend((place, send, message) for message in messages)


def _send(committed, waiting):
    if committed:
        for place, send, message in waiting:
            OUTBOX.put(place, send, message)


def _sender(mail_host):
    """Return a function that sends a message, without the database: what it needs is read now."""
    if getattr(mail_host, "smtp_queue", False):
        folder = mail_host.smtp_queue_directory
        if not mail_host.queueNonDeliveryMode():
            mail_host._startQueueProcessorThread()
        return partial(_queue, folder)
    return partial(_deliver, mail_host._makeMailer())


def _deliver(mailer, message):
    sender, recipient = _envelope(message)
    try:
        mailer.send(sender, [recipient], message.as_bytes())
    finally:
        # A connection that has failed would be taken for a good one, for the next message.
        mailer.connection = None


def _queue(folder, message):
    """Put a message into the site's queue, from which the site's own thread sends it."""
    sender, recipient = _envelope(message)
    written = Maildir(folder, True).newMessage()
    written.write(f"X-Zope-From: {sender}\nX-Zope-To: {recipient}\n".encode())
    written.write(message.as_bytes())
    written.commit()


def _envelope(message):
    return tuple(parseaddr(message[name])[1] for name in ("From", "To"))
