"""Taking one archive of a stock in, the way of an upload."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.importing.owners import give_project
from Products.PloneSoftwareCenter.importing.piece import Piece
from Products.PloneSoftwareCenter.importing.planned import Planned
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import check_claim
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.pypi.digests import check_declared
from Products.PloneSoftwareCenter.pypi.digests import compute_digests
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.upload.archive import upload_from_archive
from Products.PloneSoftwareCenter.upload.policy import policy_of
from Products.PloneSoftwareCenter.upload.receive import examine
from Products.PloneSoftwareCenter.upload.receive import receive
from Products.PloneSoftwareCenter.upload.yank import yank
from typing import BinaryIO

import dataclasses


#: what becomes of an archive that is not refused
IMPORTED, THERE = "imported", "there"


def take(center, piece: Piece, stream: BinaryIO, owners, *, planned: Planned | None = None) -> str:
    """Publish an archive, unless it is published already; commits.

    :param stream: of the archive: seekable, open for reading at 0; the caller closes it
    :param owners: ids; the first is the user who acts
    :param planned: only see whether it would be published, after what is there already
    :returns: ``IMPORTED`` or ``THERE``
    :raises PackageIndexError: when it is refused; nothing is stored then
    """
    check_declared(stream, piece.declared)
    stream.seek(0)
    digests = compute_digests(stream, limit=policy_of(center).max_file_size)
    if _is_published(center, piece.filename, digests.sha256):
        return THERE
    upload = dataclasses.replace(
        upload_from_archive(piece.filename, stream),
        digests=digests,
        gpg_signature=piece.signature,
        upload_time=piece.upload_time,
        is_copy=True,
    )
    _check_name(piece, upload)
    if planned is not None:
        return _plan(center, upload, planned)
    receive(center, upload, finish=lambda file, receipt: _finish(file, receipt, piece, owners))
    return IMPORTED


def _plan(center, upload, planned: Planned) -> str:
    if planned.is_there(upload):
        return THERE
    examine(center, upload)
    if find_record(center, upload.name) is None:
        check_claim(center, [upload.name])
    planned.note(upload)
    return IMPORTED


def _is_published(center, filename, sha256):
    """Say whether this very file is there; none that was deleted is."""
    index = center_index(center)
    name, version, digest = index.filenames.get(filename, (None, None, None))
    if digest != sha256:
        return False
    record = index.names.get(name)
    release = record.releases.get(version) if record is not None else None
    return release is not None and filename in release.files


def _check_name(piece, upload):
    if piece.name is not None and normalize_name(upload.name) != piece.name:
        raise InvalidArchive(f"It is of '{shown(upload.name)}', not of '{shown(piece.name)}'.")


def _finish(file, receipt, piece, owners):
    release = aq_parent(aq_inner(file))
    if receipt.project_is_new:
        give_project(aq_parent(aq_inner(release)), owners)
    if piece.yanked:
        yank(file, piece.yanked if isinstance(piece.yanked, str) else "")
