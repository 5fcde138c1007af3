"""What a center takes, as one value that the checks of an upload are given."""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.filenames import PACKAGETYPES


@dataclass(frozen=True)
class Policy:
    """The rules of one center at one moment; made from its settings, never kept."""

    #: The largest file, in bytes.
    max_file_size: int = 2**30
    #: The kinds of distribution files that are taken.
    packagetypes: tuple[str, ...] = PACKAGETYPES
    #: Classifiers that this center knows besides those everybody knows.
    extra_classifiers: tuple[str, ...] = ()
    #: Who may make projects: ``nobody``, ``review`` (members, after review) or ``members``.
    project_creation: str = "members"
