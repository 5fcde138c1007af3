"""Files that a person chooses in a browser: archives are uploaded, configuration files attached.

The archive itself says what it is of; the place where it was chosen narrows what it may be of.
"""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.pypi.configuration import EXTENSIONS
from Products.PloneSoftwareCenter.pypi.configuration import MAX_SIZE
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from Products.PloneSoftwareCenter.upload.archive import upload_from_archive
from Products.PloneSoftwareCenter.upload.configuration import attach
from Products.PloneSoftwareCenter.upload.receive import receive


class OfOtherPlace(InvalidUpload):
    """An archive of another project or release than the one where it was chosen."""

    def __init__(self, name: str, version: str) -> None:
        self.name = name
        self.version = version
        super().__init__(name, version)

    def __str__(self) -> str:
        return f"This is an archive of {shown(self.name)} {shown(self.version)}."


class ReleaseNotChosen(InvalidUpload):
    """A configuration file, which says nothing of the release that it belongs to."""

    def __str__(self) -> str:
        return "A configuration file belongs to a release: choose the release first."


@dataclass(frozen=True)
class Taken:
    """What has become of one file.

    :ivar is_new: False: this very file was there already
    :ivar remarks: English lines of the receipt, for people who want to know
    :ivar path: of the release below the center: ids of project and release; None: it is gone again
    """

    title: str
    is_new: bool
    remarks: tuple[str, ...]
    path: tuple[str, str] | None


def take(center, place, filename, stream):
    """Take a file in; after this returned, it is committed.

    :param place: the center, or the project or release that the file must be of
    :param filename: as the browser tells it, without a folder
    :param stream: binary, seekable, open at 0; the caller closes it
    :returns: a ``Taken``
    :raises PackageIndexError: when it is refused; nothing is stored then
    """
    if filename.lower().endswith(EXTENSIONS):
        return _attach(center, place, filename, stream)
    upload = upload_from_archive(filename, stream)
    require_fits(place, upload)
    receipt = receive(center, upload)
    return Taken(
        title=f"{upload.name} {upload.version}",
        is_new=bool(receipt.lines),
        remarks=tuple(receipt.lines),
        path=_path_of(center, upload),
    )


def require_fits(place, upload):
    """See that an archive is of the project or release where somebody has chosen it.

    :raises OfOtherPlace: otherwise
    """
    if IPSCRelease.providedBy(place):
        is_fit = _fits_release(place, upload)
    elif IPSCProject.providedBy(place):
        # A page that was prepared by hand has no name yet; the upload looks for it by its id.
        names = place.distributions or (place.getId(),)
        is_fit = normalize_name(upload.name) in map(normalize_name, names)
    else:
        is_fit = True
    if not is_fit:
        raise OfOtherPlace(upload.name, upload.version)


def _fits_release(release, upload):
    names = [normalize_name(name) for name in release.__parent__.distributions or ()]
    wanted = normalize_name(release.distribution) if release.distribution else None
    name = normalize_name(upload.name)
    same_version = canonical_version(upload.version) == canonical_version(release.version)
    return name in names and name == (wanted or names[0]) and same_version


def _attach(center, place, filename, stream):
    if not IPSCRelease.providedBy(place):
        raise ReleaseNotChosen()
    # One byte more than may be, so that what is too large is seen.
    is_new = attach(center, place, filename, stream.read(MAX_SIZE + 1))
    path = (place.__parent__.getId(), place.getId())
    return Taken(title=place.Title(), is_new=is_new, remarks=(), path=path)


def _path_of(center, upload):
    record = find_record(center, upload.name)
    found = record and record.releases.get(canonical_version(upload.version))
    return (record.project_id, found.release_id) if found else None
