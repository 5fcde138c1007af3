"""What a file name of an upload stands for in its center: a name is used once, and for ever."""

from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.index.files import upload_time
from Products.PloneSoftwareCenter.index.lookalikes import used_filename
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.pypi.errors import FileExists
from Products.PloneSoftwareCenter.pypi.errors import FilenameUsed
from Products.PloneSoftwareCenter.pypi.errors_access import ReleaseClosed
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.rules import is_open
from Products.PloneSoftwareCenter.pypi.rules import may_be_replaced
from Products.PloneSoftwareCenter.pypi.versions import canonical_version


def require_name_not_deleted(center, upload):
    """See that no file of that name was deleted, in whichever spelling.

    :raises FilenameUsed: otherwise, whatever the bytes
    """
    index = center_index(center)
    filename = used_filename(index, upload)
    if filename is not None and _state_of(index, filename) is None:
        raise FilenameUsed(upload.filename.filename)


def is_there(center, upload):
    """Say whether this very file was published before: same name, same bytes.

    :raises FilenameUsed: when a file of that name was deleted
    """
    require_name_not_deleted(center, upload)
    index = center_index(center)
    filename = upload.filename.filename
    name, _version, digest = index.filenames.get(filename, (None, None, None))
    return digest == upload.digests.sha256 and name == normalize_name(upload.name)


def find_replaced(center, upload, policy):
    """Return what the index keeps of the file that an upload would replace; None: it is new.

    Ask ``is_there`` before.

    :raises FileExists: when the name is there, and the file must not change
    :raises ReleaseClosed: when the file would be one more, in a release that takes no more
    """
    index = center_index(center)
    used = used_filename(index, upload)
    if used is None:
        _require_open(center, upload, policy)
        return None
    filename = upload.filename.filename
    if used != filename:
        raise FileExists(filename, used)
    if index.filenames[used][0] != normalize_name(upload.name):
        raise FileExists(filename)
    if not may_be_replaced(upload.version, policy):
        raise FileExists(filename)
    return _state_of(index, used)


def _state_of(index, filename):
    """Return what the index keeps of a file, None when it is deleted."""
    if filename not in index.filenames:
        return None
    name, version, _digest = index.filenames[filename]
    record = index.names.get(name)
    release = record.releases.get(version) if record is not None else None
    return release.files.get(filename) if release is not None else None


def _require_open(center, upload, policy):
    if policy.days_open is None:
        return
    record = find_record(center, upload.name)
    found = record and record.releases.get(canonical_version(upload.version))
    times = [upload_time(state) for state in found.files.values()] if found else []
    # What was uploaded elsewhere in time is in time here, too.
    now = upload.upload_time or datetime.now(UTC)
    if times and not is_open(min(times), now, policy):
        raise ReleaseClosed(upload.name, upload.version, policy.days_open)
