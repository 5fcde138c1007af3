from Products.PloneSoftwareCenter.pypi.errors import InvalidStatus
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed
from Products.PloneSoftwareCenter.pypi.errors_access import ProjectClosed
from Products.PloneSoftwareCenter.pypi.status import check_status
from Products.PloneSoftwareCenter.pypi.status import LONGEST_REASON
from Products.PloneSoftwareCenter.pypi.status import require_uploads
from Products.PloneSoftwareCenter.pypi.status import serves_files
from Products.PloneSoftwareCenter.pypi.status import STATUSES
from Products.PloneSoftwareCenter.pypi.status import takes_uploads

import pytest


def test_the_table_is_that_of_pep_792():
    found = {status: (takes_uploads(status), serves_files(status)) for status in STATUSES}
    assert found == {
        "active": (True, True),
        "deprecated": (True, True),
        "archived": (False, True),
        "quarantined": (False, False),
    }


@pytest.mark.parametrize("status", ["active", "deprecated"])
def test_open_project_takes_uploads(status):
    require_uploads("Demo", status)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("archived", "is archived: it takes nothing new until an owner sets it active."),
        ("quarantined", "is quarantined: it takes nothing new until the managers of this index"),
    ],
)
def test_closed_project_says_what_to_do(status, words):
    with pytest.raises(ProjectClosed) as caught:
        require_uploads("De\nmo", status)
    assert isinstance(caught.value, NotAllowed)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (("archived", " use bar \n"), ("archived", "use bar")),
        (("deprecated", ""), ("deprecated", "")),
        (("quarantined", "mal\xa0ware \N{PILE OF POO}"), ("quarantined", "mal\xa0ware \U0001f4a9")),
        (("archived", "x" * LONGEST_REASON), ("archived", "x" * LONGEST_REASON)),
        (("active", "was archived once"), ("active", "")),
    ],
)
def test_status_and_reason_as_they_are_kept(given, kept):
    assert check_status(*given) == kept


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("Archived", ""),
        ("", ""),
        ("gone", ""),
        ("archived", "two\nlines"),
        ("archived", "two\u2028lines"),
        ("archived", "a\x00b"),
        ("archived", "a\ud800b"),
        ("archived", "x" * (LONGEST_REASON + 1)),
    ],
)
def test_what_is_no_status_and_no_line_is_refused(status, reason):
    with pytest.raises(InvalidStatus):
        check_status(status, reason)
