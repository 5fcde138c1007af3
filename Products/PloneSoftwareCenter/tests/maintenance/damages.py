"""Each way in which records and content can come apart, done by hand.

The center of these tests has the projects ``demo`` (1.0, 1.1), ``side`` (1.0) and ``empty``.
"""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.index.consistency.of_releases import PLACE
from Products.PloneSoftwareCenter.index.lookalikes import note_filename
from Products.PloneSoftwareCenter.index.lookalikes import note_name
from Products.PloneSoftwareCenter.index.names import ATTRIBUTE
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.records import NameRecord
from Products.PloneSoftwareCenter.index.records import ReleaseRecord
from Products.PloneSoftwareCenter.index.records import Sidecar
from typing import Any
from typing import NamedTuple

import functools


WHEEL = "demo-1.0-py3-none-any.whl"
OTHER_WHEEL = "demo-1.1-py3-none-any.whl"


class Damage(NamedTuple):
    """A function that breaks a center, and the kinds of differences that then are there."""

    name: str
    do: Any
    kinds: set
    #: whether a rebuild makes all of it right
    can_be_mended: bool = True


@dataclass
class Broken:
    """A center to break."""

    center: Any

    @property
    def index(self):
        return center_index(self.center)

    @property
    def record(self):
        return self.index.names["demo"]

    @property
    def release(self):
        return self.record.releases["1"]

    @property
    def project(self):
        return self.center["demo"]

    @property
    def content(self):
        """The content object of the release 1.0."""
        return self.project["1.0"]

    @property
    def file(self):
        return self.content[WHEEL]


DAMAGES = []


def damage(*kinds, can_be_mended=True):
    """Put a function into the table."""

    def decorate(function):
        DAMAGES.append(Damage(function.__name__, function, set(kinds), can_be_mended))
        return function

    return decorate


mended_by_hand = functools.partial(damage, can_be_mended=False)


@damage("name-missing", "listing-too-many", "count-of-center", "space-of-center")
def name_without_record(broken):
    del broken.index.names["demo"]


@damage("name-missing")
def name_given_to_a_project_that_is_gone(broken):
    broken.record.project_uid = "nobody's"


@damage("name-missing", "listing-too-many", "reserved-with-releases")
def held_name_marked_as_free(broken):
    broken.record.project_uid = broken.record.project_id = None


@damage("name-differs")
def name_spelled_otherwise(broken):
    broken.project.distributions = ("Demo",)


@damage("name-differs", "listing-differs")
def project_renamed_without_event(broken):
    broken.record.project_id = "elsewhere"


@damage("name-differs", "listing-visibility")
def status_changed_without_event(broken):
    broken.project.status = "quarantined"


@damage("name-misspelled")
def record_under_a_wrong_name(broken):
    broken.record.normalized_name = "demon"


@damage("name-too-many", "listing-too-many", "project-too-many")
def record_of_no_project(broken):
    record = broken.index.names["ghost"] = NameRecord("Ghost", "ghost")
    note_name(broken.index, "ghost")
    record.project_uid, record.project_id = "gone", "ghost"
    record.releases["1"] = ReleaseRecord("1")
    broken.index.listing["ghost"] = ("Ghost", "ghost", "center")
    broken.index.listing["gone"] = ("Gone", "gone", "center")
    broken.index.projects["gone"] = ("ghost",)


@damage("name-too-many", "names-of-project")
def name_that_the_project_has_given_up(broken):
    broken.center["empty"].distributions = ()


@damage("reserved-with-releases")
def free_name_with_releases(broken):
    record = broken.index.names["past"] = NameRecord("past", "past")
    note_name(broken.index, "past")
    record.had_files = True
    record.releases["1"] = ReleaseRecord("1")


@damage("name-never-used")
def name_not_known_to_have_files(broken):
    broken.record.had_files = False


@damage("name-forgotten")
def name_of_deleted_files_forgotten(broken):
    broken.index.filenames["past-1.0.tar.gz"] = ("past", "1", "0" * 64)
    note_filename(broken.index, "past-1.0.tar.gz", "past", "1")


@damage("spelling-missing")
def spellings_of_a_file_name_forgotten(broken):
    broken.index.spellings.clear()


@damage("spelling-missing", "look-missing")
def center_from_before_there_were_lookalikes(broken):
    broken.index.spellings = broken.index.looks = None


@damage("look-missing")
def look_of_a_name_forgotten(broken):
    broken.index.looks["dem0"] = ("other",)


@damage("names-of-project")
def names_of_a_project_forgotten(broken):
    del broken.index.projects[broken.project.UID()]


@damage("listing-missing")
def name_not_in_the_list(broken):
    del broken.index.listing["demo"]


@damage("listing-differs")
def name_listed_with_an_old_spelling(broken):
    broken.index.listing["demo"] = ("DEMO", "demo", "center")


@damage("listing-visibility")
def rights_changed_by_hand(broken):
    # As a script may: what Zope has methods for tells the index.
    broken.project._View_Permission = ("Manager",)


@damage("release-missing", "space-of-name")
def release_without_record(broken):
    broken.record.listed -= 1
    broken.index.listed.change(-1)
    del broken.record.releases["1"]


@damage("release-too-many", "count-of-name")
def release_deleted_without_event(broken):
    broken.record.releases["9"] = ReleaseRecord("9.0")
    broken.record.releases["9"].state = "final"


@damage("release-differs")
def release_yanked_without_event(broken):
    broken.content.yanked = True


@damage("release-differs")
def state_changed_without_event(broken):
    broken.release.state = "beta"


@damage("release-differs")
def release_renamed_without_event(broken):
    broken.release.release_id = "first"


@damage("release-differs")
def version_written_otherwise(broken):
    broken.release.version = "1.0.0"


@damage("release-place")
def release_without_its_place(broken):
    delattr(broken.content.aq_base, PLACE)


@damage("file-missing", "sidecar-too-many", "space-of-name")
def file_without_record(broken):
    del broken.release.files[WHEEL]
    broken.release.sidecars["other-1.0.zip"] = Sidecar(b"")


@damage("file-too-many", "space-of-name")
def file_deleted_without_event(broken):
    broken.release.files["demo-1.0.zip"] = dict(broken.release.files[WHEEL])
    broken.release.sidecars["demo-1.0.zip"] = Sidecar(b"")


@damage("file-differs")
def file_yanked_without_event(broken):
    broken.file.yanked, broken.file.yanked_reason = True, "broken"


@damage("file-differs")
def wrong_digest(broken):
    state = broken.release.files[WHEEL]
    broken.release.files[WHEEL] = {**state, "digests": {"sha256": "0" * 64}}


@damage("filename-missing")
def file_name_forgotten(broken):
    del broken.index.filenames[WHEEL]


@damage("filename-differs", "spelling-missing")
def file_name_points_elsewhere(broken):
    broken.index.filenames[WHEEL] = broken.index.filenames[OTHER_WHEEL]


@damage("metadata-missing")
def core_metadata_lost(broken):
    del broken.release.sidecars[WHEEL]


@damage("metadata-differs")
def core_metadata_of_another(broken):
    broken.release.sidecars[WHEEL] = Sidecar(b"Name: other\n", None)


@damage("signature-too-many")
def signature_of_an_unsigned_file(broken):
    broken.release.sidecars[WHEEL].signature = b"-----BEGIN PGP SIGNATURE-----"


@damage("count-of-name", "count-of-center")
def wrong_count_of_a_name(broken):
    broken.record.listed = 40


@damage("space-of-name", "space-of-center")
def wrong_space_of_a_name(broken):
    broken.record.stored = 40


@damage("space-of-center")
def wrong_space_of_the_center(broken):
    broken.index.stored.change(7)


@damage("space-of-name", "space-of-center")
def center_from_before_space_was_counted(broken):
    broken.index.stored = None
    del broken.record.stored


@damage("count-of-center")
def wrong_count_of_the_center(broken):
    broken.index.listed.change(7)


@damage("name-missing", "names-of-project")
def all_records_lost(broken):
    delattr(broken.center, ATTRIBUTE)


@mended_by_hand("name-listed-twice")
def name_in_two_projects(broken):
    broken.center["side"].distributions = ("side", "Demo")


@mended_by_hand("release-twice", "release-too-many")
def release_twice(broken):
    broken.project["1.1"].version = "1.0.0"


@mended_by_hand("release-of-no-name", "names-of-project")
def name_left_out_that_has_releases(broken):
    broken.project.distributions = ()


@mended_by_hand("release-without-version", "release-too-many")
def version_that_is_none(broken):
    broken.content.version = "newest"


@mended_by_hand("file-twice", "file-too-many", "file-missing", "metadata-missing")
def two_files_of_one_name(broken):
    other = broken.project["1.1"][OTHER_WHEEL]
    other.filename = WHEEL


@mended_by_hand("file-incomplete", "file-too-many")
def file_without_digests(broken):
    broken.file.digests = None


@mended_by_hand("signature-missing")
def signature_lost(broken):
    broken.file.has_signature = True
    broken.release.files[WHEEL] = {**broken.release.files[WHEEL], "gpg_sig": True}


@mended_by_hand("bytes-missing")
def bytes_lost(broken):
    del broken.center._psc_blobs[broken.file.storage_key]


@mended_by_hand("metadata-missing", "bytes-missing")
def core_metadata_and_bytes_lost(broken):
    core_metadata_lost(broken)
    bytes_lost(broken)


@mended_by_hand("metadata-missing", "file-differs")
def archive_has_another_core_metadata(broken):
    core_metadata_lost(broken)
    broken.file.core_metadata_sha256 = "0" * 64


def hide(release):
    """Put a release out of the lists of pages, as its owner does."""
    set_state(release, "psc_release_workflow", "hidden")


@damage("uses")
def other_requirements(broken):
    broken.record.uses = ("1", ("side",))


@damage("users-too-many")
def user_that_requires_nothing(broken):
    broken.index.users.insert(("side", "demo"))
