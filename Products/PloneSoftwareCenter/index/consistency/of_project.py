"""A project, and the records of its names."""

from Products.PloneSoftwareCenter.index.consistency.difference import Difference
from Products.PloneSoftwareCenter.index.consistency.of_releases import key_of
from Products.PloneSoftwareCenter.index.consistency.of_releases import listed_in
from Products.PloneSoftwareCenter.index.consistency.of_releases import name_of
from Products.PloneSoftwareCenter.index.consistency.of_releases import release_differences
from Products.PloneSoftwareCenter.index.consistency.of_space import space_difference
from Products.PloneSoftwareCenter.index.consistency.of_uses import uses_difference
from Products.PloneSoftwareCenter.index.consistency.survey import asleep_afterwards
from Products.PloneSoftwareCenter.index.consistency.survey import names_listed
from Products.PloneSoftwareCenter.index.lookalikes import note_name
from Products.PloneSoftwareCenter.index.names import count_listed
from Products.PloneSoftwareCenter.index.names import listing_value
from Products.PloneSoftwareCenter.index.names import name_state
from Products.PloneSoftwareCenter.index.names import show_in_list
from Products.PloneSoftwareCenter.index.names import touch
from Products.PloneSoftwareCenter.index.records import NameRecord
from Products.PloneSoftwareCenter.index.update import releases_of
from Products.PloneSoftwareCenter.index.visibility import visibility_of


#: what sentences call the attributes of a record
WORDS = {
    "name": "spelling",
    "project_id": "address of the project",
    "status": "status",
    "status_reason": "reason of the status",
}


def project_differences(survey, project_id):
    """Yield what is wrong with the records of a project's names, releases and files."""
    with asleep_afterwards(*survey.contents(project_id)):
        project = survey.project(project_id)
        if project is None:
            return
        with asleep_afterwards(*project._tree.values()):
            yield from _differences(survey, project, releases_of(project))


def _differences(survey, project, releases):
    others = set()
    for normalized, written in names_listed(project).items():
        record = survey.index.names.get(normalized)
        if record is not None and _is_anothers(survey, record, project):
            others.add(normalized)
            yield _held_twice(record, project)
            continue
        if record is None or record.project_uid != project.UID():
            # What lies below it is compared once the name is right.
            yield _not_held(survey, project, normalized, written)
            continue
        if record.normalized_name != normalized:
            yield misspelled(survey, record, normalized)
            continue
        yield from _name_differences(survey, project, record, written)
        yield from _listing_difference(survey, project, record)
        own = [release for release in releases if name_of(release, project) == normalized]
        yield from release_differences(survey, project, record, own)
        yield from _count_difference(survey, record)
        yield from space_difference(survey, record)
        yield from uses_difference(survey, record)
    yield from _strays(project, releases)
    yield from _table_difference(survey, project, others)


def _is_anothers(survey, record, project):
    """Is it a name that another project lists and holds, too?"""
    if record.project_uid in (None, project.UID()):
        return False
    other = survey.project_with(record.project_uid, record.project_id)
    return other is not None and record.normalized_name in names_listed(other)


def _held_twice(record, project):
    return Difference(
        "name-listed-twice",
        record.normalized_name,
        f"The projects {record.project_id} and {project.getId()} both list the name"
        f" {record.normalized_name}; take it out of one of them.",
    )


def misspelled(survey, record, normalized):
    """Return the difference of a record that lies under another name than it says."""

    def mend():
        record.normalized_name = normalized
        touch(survey.writable, record)

    sentence = f"The record of {normalized} says that it is that of {record.normalized_name}."
    return Difference("name-misspelled", normalized, sentence, mend)


def _not_held(survey, project, normalized, written):
    def mend():
        index = survey.writable
        record = index.names.get(normalized)
        if record is not None and _is_anothers(survey, record, project):
            # mended a moment ago, for another one that lists it
            return
        if record is None:
            record = index.names[normalized] = NameRecord(written, normalized)
            note_name(index, normalized)
        _set_name(index, record, name_state(project, written))

    return Difference(
        "name-missing",
        normalized,
        f"The project {project.getId()} lists the name {normalized},"
        " and the index does not give it to the project.",
        mend,
    )


def _set_name(index, record, wanted):
    for attribute, value in wanted.items():
        if getattr(record, attribute) != value:
            setattr(record, attribute, value)
    touch(index, record)


def _name_differences(survey, project, record, written):
    wanted = name_state(project, written)
    wrong = [name for name, value in wanted.items() if getattr(record, name) != value]
    if wrong:
        words = ", ".join(WORDS.get(name, name) for name in wrong)
        yield Difference(
            "name-differs",
            record.normalized_name,
            f"What the index keeps of the name {record.normalized_name}"
            f" is not what the project {project.getId()} says: {words}.",
            lambda: _set_name(survey.writable, record, wanted),
        )


def _listing_difference(survey, project, record):
    """Compare the list of names. Rights that were changed by hand send no event."""
    visibility = visibility_of(project)
    found = survey.index.listing.get(record.normalized_name)
    if found == listing_value(record, visibility):
        return
    if found is None:
        kind, sentence = "listing-missing", "is missing in the list of names"
    elif found[:2] == listing_value(record, visibility)[:2]:
        kind, sentence = "listing-visibility", "has another rule of who sees it than the list says"
    else:
        kind, sentence = "listing-differs", "stands in the list of names with old values"
    yield Difference(
        kind,
        record.normalized_name,
        f"The name {record.normalized_name} {sentence}.",
        lambda: show_in_list(survey.center, record, visibility_of(project)),
    )


def _count_difference(survey, record):
    from_releases = listed_in(record)
    if record.listed != from_releases:
        yield Difference(
            "count-of-name",
            record.normalized_name,
            f"The index counts {record.listed} releases of {record.normalized_name}"
            f" that pages list; there are {from_releases}.",
            lambda: _recount(survey.writable, record),
        )


def _recount(index, record):
    count_listed(index, record, listed_in(record) - record.listed)


def _strays(project, releases):
    """Yield the releases that can't be in the index for what they say themselves."""
    listed = names_listed(project)
    for release in releases:
        where = f"{project.getId()}/{release.getId()}"
        if name_of(release, project) not in listed:
            yield Difference(
                "release-of-no-name",
                where,
                f"The release {where} is one of the name {release.distribution or '(none)'},"
                " which its project does not list; add it to the project's names.",
            )
        elif key_of(release) is None:
            yield Difference(
                "release-without-version",
                where,
                f"The release {where} has the version {release.version!r},"
                " which can't be read; correct it.",
            )


def _table_difference(survey, project, others):
    """Compare which names the index says that the project holds.

    :param others: names that it lists and another project holds
    """
    wanted = tuple(name for name in names_listed(project) if name not in others)
    uid = project.UID()
    if tuple(survey.index.projects.get(uid, ())) == wanted:
        return

    def mend():
        survey.writable.projects[uid] = wanted

    yield Difference(
        "names-of-project",
        project.getId(),
        f"The index has another list of names for the project {project.getId()}"
        " than the project itself.",
        mend,
    )
