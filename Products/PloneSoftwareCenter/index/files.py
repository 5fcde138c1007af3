"""The value that the index keeps of one file, and its way to and from ``pypi.model``."""

from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.pypi.model import FileEntry


def file_state(file, entry_id):
    """Return what the index keeps of a ``PSCFile``: a dict of builtin types.

    :param entry_id: its id in its release; names are never read back from it
    """
    return {
        "filename": file.filename,
        "file_id": entry_id,
        "packagetype": file.packagetype,
        "size": file.size,
        "digests": dict(file.digests),
        "upload_time": round(file.upload_time.timestamp() * 1e6),
        "requires_python": file.requires_python or None,
        "yanked": yanked_value(file),
        "core_metadata": file.core_metadata_sha256 or None,
        "gpg_sig": bool(file.has_signature),
        "python_version": file.python_version or "",
        "comment": file.comment or "",
        "storage": file.storage,
        "key": file.storage_key,
    }


def yanked_value(content):
    """Return PEP 592's value of a release or a file: False, True or the reason."""
    if not content.yanked:
        return False
    return (content.yanked_reason or "").strip() or True


def upload_time(state):
    """Return the upload time of a file as an aware UTC datetime."""
    seconds, microseconds = divmod(state["upload_time"], 10**6)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=microseconds)


def file_entry(state, release):
    """Return the ``FileEntry`` of a file; a yanked release yanks its files."""
    return FileEntry(
        filename=state["filename"],
        version=release.version,
        digests=state["digests"],
        size=state["size"],
        upload_time=upload_time(state),
        packagetype=state["packagetype"],
        requires_python=state["requires_python"],
        yanked=state["yanked"] or release.yanked,
        core_metadata=state["core_metadata"],
        gpg_sig=state["gpg_sig"],
        # States of before do not tell these.
        python_version=state.get("python_version", ""),
        comment=state.get("comment", ""),
    )
