"""Records to which no content belongs, and what is kept of all names together."""

from Products.PloneSoftwareCenter.index.consistency.difference import Difference
from Products.PloneSoftwareCenter.index.consistency.of_project import misspelled
from Products.PloneSoftwareCenter.index.consistency.of_releases import name_of
from Products.PloneSoftwareCenter.index.consistency.of_space import space_of_center
from Products.PloneSoftwareCenter.index.consistency.of_uses import stray_users
from Products.PloneSoftwareCenter.index.consistency.survey import asleep_afterwards
from Products.PloneSoftwareCenter.index.consistency.survey import names_listed
from Products.PloneSoftwareCenter.index.lookalikes import is_filename_noted
from Products.PloneSoftwareCenter.index.lookalikes import is_name_noted
from Products.PloneSoftwareCenter.index.lookalikes import note_filename
from Products.PloneSoftwareCenter.index.lookalikes import note_name
from Products.PloneSoftwareCenter.index.names import count_listed
from Products.PloneSoftwareCenter.index.names import give_up
from Products.PloneSoftwareCenter.index.names import touch
from Products.PloneSoftwareCenter.index.names import unlist
from Products.PloneSoftwareCenter.index.records import NameRecord
from Products.PloneSoftwareCenter.index.space import count_stored
from Products.PloneSoftwareCenter.index.update import releases_of


def name_differences(survey, normalized):
    """Yield what is wrong with a record where no project tells."""
    record = survey.index.names.get(normalized)
    if record is None:
        return
    if not is_name_noted(survey.index, normalized):
        yield Difference(
            "look-missing",
            normalized,
            f"The index does not keep names that look like {normalized} from others.",
            lambda: note_name(survey.writable, normalized),
        )
    yield from stray_users(survey, normalized)
    with asleep_afterwards(*survey.contents(record.project_id)):
        yield from _name_differences(survey, record, normalized)


def _name_differences(survey, record, normalized):
    if _is_told_by_project(survey, record, normalized):
        return
    if record.normalized_name != normalized:
        yield misspelled(survey, record, normalized)
    elif record.project_uid is not None:
        yield from _without_project(survey, record)
    elif len(record.releases) or record.listed or record.stored:
        yield _reserved_with_releases(survey, record)


def _is_told_by_project(survey, record, normalized):
    """Is it compared with a project that lists the name?"""
    project = survey.project_with(record.project_uid, record.project_id)
    if project is not None and normalized in names_listed(project):
        return True
    # not asked of names that nobody holds: it reads all projects
    return record.project_uid is not None and bool(survey.ids_of_name(normalized))


def _reserved_with_releases(survey, record):
    def mend():
        index = survey.writable
        count_listed(index, record, -record.listed)
        count_stored(index, record, -record.stored)
        record.releases.clear()
        touch(index, record)

    return Difference(
        "reserved-with-releases",
        record.normalized_name,
        f"No project holds the name {record.normalized_name}, and the index has releases of it.",
        mend,
    )


def _without_project(survey, record):
    name = record.normalized_name
    project = survey.project_with(record.project_uid, record.project_id)
    if project is None:
        sentence = f"The index gives the name {name} to a project that is not there."
    elif any(name_of(release, project) == name for release in releases_of(project)):
        # Told with the releases: to take them from installers is not ours to decide.
        return
    else:
        sentence = f"The index gives the name {name} to {project.getId()}, which does not list it."
    yield Difference("name-too-many", name, sentence, lambda: give_up(survey.center, record))


def listing_differences(survey, normalized):
    """Yield what is in the list of names and is no project's."""
    record = survey.index.names.get(normalized)
    is_held = record is not None and record.project_uid is not None
    if is_held or normalized not in survey.index.listing:
        return
    yield Difference(
        "listing-too-many",
        normalized,
        f"The list of names has {normalized}, which no project holds.",
        lambda: unlist(survey.writable, normalized),
    )


def table_differences(survey, uid):
    """Yield what the table of projects says of a project that is not there."""
    held = survey.index.projects.get(uid, ())
    # An empty entry says nothing; that of a project that is there is compared with it.
    if not held or any(_leads_to(survey, name, uid) for name in held):
        return
    if survey.project_with(uid) is not None:
        return
    yield Difference(
        "project-too-many",
        ", ".join(held),
        f"The index keeps a list of names ({', '.join(held)}) for a project that is not there.",
        lambda: survey.writable.projects.pop(uid, None),
    )


def _leads_to(survey, name, uid):
    record = survey.index.names.get(name)
    if record is None or record.project_uid != uid:
        return False
    with asleep_afterwards(*survey.contents(record.project_id)):
        project = survey.project(record.project_id)
        return project is not None and project.UID() == uid


def filename_differences(survey, filename):
    """Yield what the index does not know of a file name that was used: it were free again."""
    name, version, _sha256 = survey.index.filenames[filename]
    if not is_filename_noted(survey.index, filename, name, version):
        yield Difference(
            "spelling-missing",
            filename,
            f"The file name {filename} is not kept from being used in another spelling.",
            lambda: note_filename(survey.writable, filename, name, version),
        )
    yield from _use_of_name_differences(survey, name)


def _use_of_name_differences(survey, name):
    """Yield a name that had a file, and the index does not know it."""
    record = survey.index.names.get(name)
    if record is not None and record.had_files:
        return

    def mend():
        index = survey.writable
        found = index.names.get(name)
        if found is None:
            found = index.names[name] = NameRecord(name, name)
            note_name(index, name)
        found.had_files = True
        touch(index, found)

    if record is not None:
        sentence = f"The index does not know that {name} has files."
        yield Difference("name-never-used", name, sentence, mend)
    elif not survey.ids_of_name(name):
        sentence = f"The name {name} had files, and the index does not keep it from others."
        yield Difference("name-forgotten", name, sentence, mend)


def count_differences(survey, _key):
    """Yield whether the center counts what its names count."""
    index = survey.index
    total = stored = 0
    for record in index.names.values():
        with asleep_afterwards(record):
            total += record.listed
            stored += record.stored
    yield from space_of_center(survey, stored)
    if index.listed() == total:
        return

    def mend():
        listed = survey.writable.listed
        listed.change(sum(record.listed for record in index.names.values()) - listed())

    yield Difference(
        "count-of-center",
        "listed",
        f"The index counts {index.listed()} releases that pages list; its names have {total}.",
        mend,
    )
