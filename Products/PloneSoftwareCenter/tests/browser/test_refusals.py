"""Each cause for which a file is refused has words for people."""

from Products.PloneSoftwareCenter.browser.pages.refusals import refusal_of
from Products.PloneSoftwareCenter.browser.pages.refusals import TEXTS
from Products.PloneSoftwareCenter.pypi import errors
from Products.PloneSoftwareCenter.pypi import errors_access
from Products.PloneSoftwareCenter.pypi import errors_storage
from Products.PloneSoftwareCenter.pypi.configuration import ConfigurationTooLarge
from Products.PloneSoftwareCenter.upload.chosen import OfOtherPlace
from Products.PloneSoftwareCenter.upload.chosen import ReleaseNotChosen

import unittest


#: an error -> words of what is said, whether the same may go through later, HTTP status
CAUSES = (
    (errors_access.LoginRequired(), "not logged in", True, 401),
    (errors_access.ProjectClosed("demo", "archived"), "archived", False, 403),
    (errors_access.ProjectClosed("demo", "quarantined"), "quarantined", False, 403),
    (errors_access.ReleaseClosed("demo", "1.0", 14), "takes no more files", False, 403),
    (errors_access.NameNotAvailable("demo"), "not available", False, 403),
    (errors_access.NotAllowed("No."), "may not upload", False, 403),
    (errors_storage.SpaceUsedUp("project", 1, 1, 1), "The project has no space", False, 403),
    (errors_storage.SpaceUsedUp("center", 1, 1, 1), "This index has no space", False, 403),
    (errors.FileExists("demo-1.0.zip"), "never changes", False, 409),
    (errors.FilenameUsed("demo-1.0.zip"), "never free again", False, 409),
    (errors_storage.FileTooLarge(2**20), "too large", False, 413),
    (ConfigurationTooLarge(), "too large", False, 413),
    (errors.Busy(), "Too many others", True, 503),
    (errors_storage.StorageDown(), "can't be written", True, 503),
    (errors_storage.NoSpace(), "disk", True, 507),
    (OfOtherPlace("demo", "1.0"), "an archive of", False, 400),
    (ReleaseNotChosen(), "belongs to a release", False, 400),
    (errors.InvalidFilename("x", "Why."), "name of the file", False, 400),
    (errors.InvalidArchive("Why."), "damaged", False, 400),
    (errors.InvalidMetadata([errors.InvalidName("!")]), "has mistakes", False, 400),
    (errors.InvalidVersion("!"), "has mistakes", False, 400),
    (errors.DigestMismatch("md5"), "can't be taken", False, 400),
    (errors.InvalidUpload("Why."), "can't be taken", False, 400),
)


class TestRefusals(unittest.TestCase):
    def test_each_cause_is_told_in_words(self):
        for error, words, is_passing, status in CAUSES:
            with self.subTest(type(error).__name__):
                refusal = refusal_of(error)
                told = (refusal.text.default, refusal.is_passing, refusal.status)
                self.assertIn(words, told[0])
                self.assertEqual(told[1:], (is_passing, status))

    def test_what_the_sentence_of_the_error_tells_more_is_not_left_out(self):
        for error in (errors.InvalidArchive("A reason."), errors.InvalidUpload("A reason.")):
            self.assertIn("A reason.", refusal_of(error).detail)
        faults = [errors.InvalidName("!"), errors.InvalidVersion("?")]
        self.assertEqual(len(refusal_of(errors.InvalidMetadata(faults)).detail.splitlines()), 2)

    def test_every_line_of_the_table_is_met(self):
        met = {type(error).__name__ for error, *_more in CAUSES}
        for kinds, _text, _has_more in TEXTS[:-1]:
            names = {kind.__name__ for kind in (kinds if isinstance(kinds, tuple) else (kinds,))}
            self.assertTrue(names & met, names)
