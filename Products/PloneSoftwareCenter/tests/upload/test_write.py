"""The write step: tried again after conflicts, never half done."""

from plone.testing.zope import FUNCTIONAL_TESTING
from Products.PloneSoftwareCenter.pypi.errors import Busy
from Products.PloneSoftwareCenter.pypi.errors_storage import NoSpace
from Products.PloneSoftwareCenter.upload import write as module
from Products.PloneSoftwareCenter.upload.write import write
from unittest import mock
from ZODB.POSException import ConflictError

import errno
import transaction
import unittest


class TestWrite(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        self.enterContext(mock.patch.object(module, "PAUSE", 0))

    def test_result_of_the_step(self):
        self.assertEqual(write(lambda: 42), 42)

    def test_conflicts_are_tried_again(self):
        step = mock.Mock(side_effect=[ConflictError(), ConflictError(), "done"])
        self.assertEqual(write(step), "done")
        self.assertEqual(step.call_count, 3)

    def test_too_many_conflicts_are_said_to_be_busy(self):
        step = mock.Mock(side_effect=ConflictError())
        with self.assertRaises(Busy):
            write(step)
        self.assertEqual(step.call_count, module.ATTEMPTS)

    def test_any_other_error_is_raised_at_once_and_nothing_stays(self):
        def step():
            self.layer["app"].half_done = True
            raise ValueError("no")

        with self.assertRaises(ValueError):
            write(step)
        self.assertFalse(hasattr(self.layer["app"], "half_done"))

    def test_full_disk_is_told_and_nothing_stays(self):
        def step():
            self.layer["app"].half_done = True
            transaction.get().addBeforeCommitHook(fail)

        for number, error in (
            (errno.ENOSPC, NoSpace),
            (errno.EDQUOT, NoSpace),
            (errno.EIO, OSError),
        ):

            def fail(number=number):
                raise OSError(number, "from the commit")

            with self.subTest(number), self.assertRaises(error):
                write(step)
            self.assertFalse(hasattr(self.layer["app"], "half_done"))

    def test_note_and_user_are_kept(self):
        transaction.get().setUser("owen", "/plone")
        noted = write(lambda: (transaction.get().user, transaction.get().description), note="why")
        self.assertEqual(noted, ("/plone owen", "why"))
