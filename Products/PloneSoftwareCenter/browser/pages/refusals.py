"""Why a file was refused, in plain words and in the asker's language.

Programs read the English sentences of the errors; people who chose a file in a browser read these,
and below them, where there is more to know, that sentence.
"""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.configuration import ConfigurationTooLarge
from Products.PloneSoftwareCenter.pypi.errors import Busy
from Products.PloneSoftwareCenter.pypi.errors import FileExists
from Products.PloneSoftwareCenter.pypi.errors import FilenameUsed
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import InvalidFilename
from Products.PloneSoftwareCenter.pypi.errors import InvalidMetadata
from Products.PloneSoftwareCenter.pypi.errors import InvalidName
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors_access import LoginRequired
from Products.PloneSoftwareCenter.pypi.errors_access import NameNotAvailable
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed
from Products.PloneSoftwareCenter.pypi.errors_access import ProjectClosed
from Products.PloneSoftwareCenter.pypi.errors_access import ReleaseClosed
from Products.PloneSoftwareCenter.pypi.errors_storage import FileTooLarge
from Products.PloneSoftwareCenter.pypi.errors_storage import NoSpace
from Products.PloneSoftwareCenter.pypi.errors_storage import SpaceUsedUp
from Products.PloneSoftwareCenter.pypi.errors_storage import StorageDown
from Products.PloneSoftwareCenter.pypi.status import ARCHIVED
from Products.PloneSoftwareCenter.reading.refusals import status_of
from Products.PloneSoftwareCenter.upload.chosen import OfOtherPlace
from Products.PloneSoftwareCenter.upload.chosen import ReleaseNotChosen


ARCHIVED_TEXT = _(
    "refused_archived",
    default="The project is archived: it takes nothing new until an owner sets it active.",
)
QUARANTINED_TEXT = _(
    "refused_quarantined",
    default="The project is quarantined: it takes nothing new until the managers of this index"
    " lift that. Ask them.",
)
PROJECT_SPACE_TEXT = _(
    "refused_project_space",
    default="The project has no space left for it. Delete what nobody needs, or ask the managers"
    " of this index for more.",
)
CENTER_SPACE_TEXT = _(
    "refused_center_space",
    default="This index has no space left for it. Ask its managers for more.",
)


def _closed(error):
    return ARCHIVED_TEXT if error.status == ARCHIVED else QUARANTINED_TEXT


def _space(error):
    return PROJECT_SPACE_TEXT if error.whose == "project" else CENTER_SPACE_TEXT


def _release_closed(error):
    return _(
        "refused_release_closed",
        default="The release takes no more files, since its first one is older than ${days} days."
        " Make a new version.",
        mapping={"days": str(error.days)},
    )


def _name(error):
    return _(
        "refused_name",
        default="The name ${name} is not available to you here: it is somebody else's, reserved,"
        " or too similar to another one.",
        mapping={"name": error.name},
    )


def _too_large(error):
    return too_large(error.limit)


def _other_place(error):
    return _(
        "refused_other_place",
        default="This is an archive of ${name} ${version}. Upload it there, or on the page of the"
        " whole index.",
        mapping={"name": error.name, "version": error.version},
    )


def too_large(limit):
    """Return what is said of a file above the limit of a center, in bytes."""
    return _(
        "refused_too_large",
        default="The file is too large: at most ${limit} MB are taken here.",
        mapping={"limit": str(limit // 2**20)},
    )


#: (error, text or what makes it of the error, does its own sentence tell more?), from the most to
#: the least particular
TEXTS = (
    (
        LoginRequired,
        _("refused_login", default="You are not logged in any more. Log in, then try again."),
        False,
    ),
    (ProjectClosed, _closed, False),
    (ReleaseClosed, _release_closed, False),
    (NameNotAvailable, _name, False),
    (NotAllowed, _("refused_right", default="You may not upload this here."), True),
    (SpaceUsedUp, _space, True),
    (
        NoSpace,
        _(
            "refused_disk",
            default="The disk of the server is full. Nothing was stored; tell its administrators.",
        ),
        False,
    ),
    (
        StorageDown,
        _(
            "refused_storage",
            default="The place of the files can't be written at the moment. Nothing was stored;"
            " try again later.",
        ),
        False,
    ),
    (
        Busy,
        _(
            "refused_busy",
            default="Too many others upload at this moment. Nothing was stored; try again.",
        ),
        False,
    ),
    (
        FileExists,
        _(
            "refused_exists",
            default="A file of this name is there already, with other contents. A published file"
            " never changes: make a new version.",
        ),
        False,
    ),
    (
        FilenameUsed,
        _(
            "refused_used",
            default="A file of this name was here and was deleted. Its name is never free again:"
            " make a new version.",
        ),
        False,
    ),
    (FileTooLarge, _too_large, False),
    (
        ConfigurationTooLarge,
        _(
            "refused_configuration_size",
            default="The file is too large: a configuration file has at most 1 MB.",
        ),
        False,
    ),
    (OfOtherPlace, _other_place, False),
    (
        ReleaseNotChosen,
        _(
            "refused_no_release",
            default="A configuration file belongs to a release: open the page of the release, and"
            " upload it there.",
        ),
        False,
    ),
    (
        InvalidFilename,
        _(
            "refused_filename",
            default="The name of the file is none of an sdist, a wheel or an egg that is taken"
            " here.",
        ),
        True,
    ),
    (
        InvalidArchive,
        _(
            "refused_archive",
            default="The archive is damaged, is not what its name says, or is not safe to open.",
        ),
        True,
    ),
    (
        (InvalidMetadata, InvalidName, InvalidVersion),
        _("refused_metadata", default="What the archive says of itself has mistakes:"),
        True,
    ),
    (PackageIndexError, _("refused_other", default="The file can't be taken:"), True),
)

#: of a file that is refused for one of these, the same may go through later
PASSING = (LoginRequired, NoSpace, StorageDown, Busy)


@dataclass(frozen=True)
class Refusal:
    """Why something is refused.

    :ivar text: a message for people
    :ivar detail: an English sentence, or several, a line each; empty: there is no more to know
    :ivar is_passing: may the same go through later?
    :ivar status: of HTTP
    """

    text: object
    detail: str
    is_passing: bool
    status: int


def refusal_of(error: PackageIndexError) -> Refusal:
    """Return what people are told of an error."""
    text, has_more = next(
        (text, has_more) for kinds, text, has_more in TEXTS if isinstance(error, kinds)
    )
    return Refusal(
        text=text(error) if callable(text) else text,
        detail=str(error) if has_more else "",
        is_passing=isinstance(error, PASSING),
        status=status_of(error),
    )
