"""What a name uses, and that this is found from the other side."""

from Products.PloneSoftwareCenter.index.consistency.difference import Difference
from Products.PloneSoftwareCenter.index.names import touch
from Products.PloneSoftwareCenter.index.uses import find_uses
from Products.PloneSoftwareCenter.index.uses import is_remembered
from Products.PloneSoftwareCenter.index.uses import names_used
from Products.PloneSoftwareCenter.index.uses import remember_uses
from Products.PloneSoftwareCenter.index.uses import users_of


def uses_difference(survey, record):
    """Yield what is wrong with what the index keeps of the requirements of a name."""
    wanted = find_uses(record)
    if record.uses == wanted and is_remembered(survey.index, record):
        return

    def mend():
        index = survey.writable
        remember_uses(index, record, find_uses(record))
        touch(index, record)

    yield Difference(
        "uses",
        record.normalized_name,
        f"What the index keeps of what {record.name} requires is not what its newest release says.",
        mend,
    )


def stray_users(survey, normalized):
    """Yield what the index says to use a name, and does not."""
    names = survey.index.names
    strays = [
        user
        for user in users_of(survey.index, normalized)
        if user not in names or normalized not in names_used(names[user].uses)
    ]
    if not strays:
        return

    def mend():
        index = survey.writable
        for user in strays:
            if (normalized, user) in index.users:
                index.users.remove((normalized, user))

    yield Difference(
        "users-too-many",
        normalized,
        f"The index says that {normalized} is used by names that do not require it:"
        f" {', '.join(strays)}.",
        mend,
    )
