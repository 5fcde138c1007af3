"""Sending to one server: one thing after the other, each at most once."""

from __future__ import annotations

from collections.abc import Sequence
from collective.dist import results
from collective.dist.answers import Answer
from collective.dist.answers import ask
from collective.dist.answers import other_realm
from collective.dist.answers import sentence_of
from collective.dist.archives import Archive
from collective.dist.archives import WatchedFile
from collective.dist.errors import FileChanged
from collective.dist.errors import Stopped
from collective.dist.errors import Unreachable
from collective.dist.reading import compare
from collective.dist.reading import Page
from collective.dist.reading import read_page
from collective.dist.results import Options
from collective.dist.results import Result
from collective.dist.servers import Server
from collective.dist.twine_forms import form
from collective.dist.twine_forms import nobody
from collective.dist.twine_forms import open_session
from collective.dist.twine_forms import release_fields
from dataclasses import replace
from typing import Callable

import threading


#: seconds until the next try, doubled each time, and what a server may ask for
PAUSE, LONGEST_PAUSE = 0.5, 30.0
#: how often a page is read until it shows what was sent
LOOKS = 4


class Sender:
    """One server's side of the work; used by one thread.

    :param told: called with the bytes of each block that was sent
    """

    def __init__(
        self,
        server: Server,
        options: Options,
        stop: threading.Event | None = None,
        told: Callable[[int], None] = lambda size: None,
    ) -> None:
        self.server = server
        self.options = options
        self.stop = stop or threading.Event()
        self.told = told
        self.session = open_session(server)
        self.pages: dict[str, Page | None] = {}
        #: why nothing more is tried here
        self.lost = ""
        #: whether its index could not be read
        self.unread = False
        #: whether the realm was asked for
        self.asked = False

    def close(self) -> None:
        self.session.close()

    def result(self, archive: Archive, outcome: str, sentence: str = "") -> Result:
        sha256 = "" if self.options.dry_run else archive.sha256
        where = (self.server.name, self.server.url, archive.filename)
        return Result(*where, outcome, sentence, sha256)

    def send(self, archive: Archive) -> Result:
        """Have a file at the server, and return how it went."""
        if self.stop.is_set():
            return self.result(archive, results.STOPPED, "Not sent.")
        if self.lost:
            return self.result(archive, results.FAILED, f"Not tried any more. {self.lost}")
        try:
            self.ask_realm()
            result = self.look(archive) or self.upload(archive)
            return self.verify(archive, result) if self.options.verify else result
        except FileChanged as error:
            return self.result(archive, results.FAILED, str(error))
        except Stopped as error:
            return self.result(archive, results.STOPPED, str(error))
        except Unreachable as error:
            self.lost = str(error)
            return self.result(archive, results.FAILED, str(error))

    def register(self, archive: Archive, action: str = "submit") -> Result:
        """Send the metadata of a release."""
        if self.stop.is_set():
            return self.result(archive, results.STOPPED, "Not sent.")
        if self.lost:
            return self.result(archive, results.FAILED, f"Not tried any more. {self.lost}")
        try:
            self.ask_realm()
            return self.judge(archive, self.post(action, archive))
        except Unreachable as error:
            self.lost = str(error)
            return self.result(archive, results.FAILED, str(error))

    def look(self, archive: Archive, again: bool = False) -> Result | None:
        """Whether nothing is to be done, as the server's index shows it."""
        try:
            same = self.same(archive, again)
        except Unreachable:
            # then the upload will tell
            self.unread = True
            return None
        if same:
            return self.result(archive, results.THERE, "The same bytes.")
        if same is False and self.options.skip_existing:
            return self.result(archive, results.THERE, "Other bytes under this name.")
        return None

    def same(self, archive: Archive, again: bool = False) -> bool | None:
        """Whether the server shows the bytes of this file; None: it does not show the file.

        :raises Unreachable: when it can't be asked
        """
        name, timeout = archive.normalized_name, self.options.timeout
        if again or name not in self.pages:
            self.pages[name] = read_page(self.session, self.server, name, timeout)
        return compare(self.session, self.pages[name], archive, timeout)

    def upload(self, archive: Archive) -> Result:
        """Send a file, and again after what may pass, if it did not arrive."""
        if self.options.dry_run:
            return self.judge(archive, self.post("verify", archive))
        for left in range(self.options.retry, -1, -1):
            pause = PAUSE * 2 ** (self.options.retry - left)
            try:
                answer = self.post("file_upload", archive)
            except Unreachable as error:
                there = self.seen(archive) if error.ambiguous else None
                if there:
                    return self.result(archive, results.DONE, "It arrived without an answer.")
                if not left or not error.passing or there is False:
                    raise
            else:
                if not (left and answer.is_passing):
                    return self.judge(archive, answer)
                asked = answer.retry_after
                pause = max(pause, float(asked)) if asked.isdigit() else pause
            if self.stop.wait(min(pause, LONGEST_PAUSE)):
                raise Stopped("Interrupted before the next try.")
            if self.arrived(archive):
                return self.result(archive, results.DONE, "It arrived, though no answer did.")
        raise AssertionError("the last try returns")

    def arrived(self, archive: Archive) -> bool:
        """Whether the server is known to show the bytes of this file now."""
        try:
            return self.same(archive, again=True) is True
        except Unreachable:
            return False

    def ask_realm(self) -> None:
        """Where the file of servers names a realm, ask who is there before a password is sent."""
        if not self.server.realm or self.asked:
            return
        body = form("file_upload", [], historic=False)
        headers = {"Content-Type": body.content_type}
        login, self.session.auth = self.session.auth, nobody
        timeout = self.options.timeout
        answer = ask(self.session, "POST", self.server.url, timeout, data=body, headers=headers)
        self.session.auth = login
        self.asked = True
        self.lost = other_realm(answer, self.server)
        if self.lost:
            raise Unreachable(self.lost, passing=False)

    def seen(self, archive: Archive) -> bool | None:
        """Whether a file has arrived: True, or None, when it has not; False, when nobody knows."""
        try:
            return False if self.unread else self.same(archive, again=True)
        except Unreachable:
            return False

    def post(self, action: str, archive: Archive) -> Answer:
        """Send one form."""
        content = None
        if action == "file_upload":
            content = WatchedFile(archive, self.told, self.stop.is_set)
        try:
            fields = archive.fields if content else release_fields(archive)
            historic = self.server.historic
            body = form(action, fields, historic, archive if content else None, content)
            headers = {"Content-Type": body.content_type}
            timeout = self.options.timeout
            return ask(self.session, "POST", self.server.url, timeout, data=body, headers=headers)
        finally:
            if content:
                content.close()

    def judge(self, archive: Archive, answer: Answer) -> Result:
        """What an answer means for a file."""
        sentence = sentence_of(answer, self.server)
        if answer.is_good:
            return self.result(archive, results.DONE, sentence)
        if answer.says_there:
            found = self.look(archive, again=True)
            if found:
                return found
            if self.options.skip_existing:
                return self.result(archive, results.THERE, sentence)
        if answer.status in (401, 407):
            # no more wrong passwords than one: servers lock people out
            self.lost = sentence
        return self.result(archive, results.REFUSED, sentence)

    def verify(self, archive: Archive, result: Result) -> Result:
        """Read the index back, and compare."""
        if not result.is_good or self.options.dry_run:
            return result
        for look in range(LOOKS):
            if look and self.stop.wait(PAUSE):
                break
            try:
                same = self.same(archive, again=True)
            except Unreachable as error:
                sentence, same = str(error), None
            else:
                sentence = (
                    "It shows other bytes." if same is False else "It does not show the file."
                )
            if same is not None:
                break
        if same:
            return replace(result, verified=True)
        return replace(result, verified=False, sentence=f"Not verified: {sentence}")


def send_all(
    sender: Sender, archives: Sequence[Archive], register: bool, done: Callable[[Result], None]
) -> None:
    """Send all to one server, and tell each result at once."""
    try:
        for archive in archives:
            if register:
                action = "verify" if sender.options.dry_run else "submit"
                done(sender.register(archive, action))
            else:
                done(sender.send(archive))
    finally:
        sender.close()
