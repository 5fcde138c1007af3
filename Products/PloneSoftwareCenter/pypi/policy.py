"""What a center takes, as one value that the checks of an upload are given."""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.filenames import PACKAGETYPES


@dataclass(frozen=True)
class Policy:
    """The rules of one center at one moment; made from its settings, never kept."""

    #: The largest file, in bytes.
    max_file_size: int = 2**30
    #: How many bytes all files of the center may have together; None: as many as there is room for.
    max_center_space: int | None = None
    #: How many the files of one project may have.
    max_project_space: int | None = None
    #: The kinds of distribution files that are taken.
    packagetypes: tuple[str, ...] = PACKAGETYPES
    #: Classifiers that this center knows besides those everybody knows.
    extra_classifiers: tuple[str, ...] = ()
    #: Who may make projects: ``nobody``, ``review`` (members, after review) or ``members``.
    project_creation: str = "members"
    #: Whether classifiers that begin with ``Private ::`` are taken.
    private_classifiers: bool = True
    #: Whether versions may have a local part, as in 1.0+acme.1 (PEP 440).
    local_versions: bool = True
    #: Whether wheels may have any platform tag, also linux_x86_64, which tells no C library.
    any_platform_tag: bool = True
    #: Whether names of sdists from before PEP 625 are taken, like Foo.Bar-1.0.zip.
    old_sdist_names: bool = True
    #: Whether names are taken that look like one which is there, like f00 beside foo.
    similar_names: bool = True
    #: Whether a file of a development release (1.0.dev3) may be replaced.
    overwrite_dev: bool = False
    #: For how many days after its first file a release takes more of them; None: for ever.
    days_open: int | None = None
    #: For how many days development releases are kept; None: for ever.
    days_dev_kept: int | None = None
