"""Receiving a file: check it, stage its bytes, and write all that follows in one short step."""

from contextlib import closing
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.pypi.checks import run_checks
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.upload.checks import run_site_checks
from Products.PloneSoftwareCenter.upload.filenames import find_replaced
from Products.PloneSoftwareCenter.upload.filenames import is_there
from Products.PloneSoftwareCenter.upload.filenames import require_name_not_deleted
from Products.PloneSoftwareCenter.upload.files import date_release
from Products.PloneSoftwareCenter.upload.files import fill_file
from Products.PloneSoftwareCenter.upload.files import is_kept_in
from Products.PloneSoftwareCenter.upload.files import make_file
from Products.PloneSoftwareCenter.upload.files import replace_file
from Products.PloneSoftwareCenter.upload.files import strategy_name
from Products.PloneSoftwareCenter.upload.policy import policy_of
from Products.PloneSoftwareCenter.upload.register import Receipt
from Products.PloneSoftwareCenter.upload.register import register_step
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import require_covered
from Products.PloneSoftwareCenter.upload.rights import require_creation
from Products.PloneSoftwareCenter.upload.rights import require_login
from Products.PloneSoftwareCenter.upload.rights import require_update
from Products.PloneSoftwareCenter.upload.rights import VIEW
from Products.PloneSoftwareCenter.upload.space import require_space
from Products.PloneSoftwareCenter.upload.storing import telling_storage_faults
from Products.PloneSoftwareCenter.upload.workflow import settle_release
from Products.PloneSoftwareCenter.upload.write import telling_full_disks
from Products.PloneSoftwareCenter.upload.write import write

import logging


logger = logging.getLogger(__name__)


def receive(center, upload, finish=None):
    """Take an upload in: after this returned, it is committed and in the index.

    The same file again changes nothing and gives an empty receipt.

    :param upload: an ``Upload`` whose ``content`` is open for reading at 0; the caller closes it
    :param finish: called with (file, receipt) once a new file is written, in the same transaction
    :returns: a ``Receipt``
    :raises PackageIndexError: when it is refused; nothing is stored then
    """
    upload = examine(center, upload)
    if is_there(center, upload):
        return Receipt()
    receipt = None
    while receipt is None:
        receipt = _stage_and_write(center, upload, finish)
    logger.info("%s: %s", upload.filename.filename, "; ".join(receipt.lines))
    return receipt


def _stage_and_write(center, upload, finish):
    """Return the receipt; None when files are kept elsewhere since the bytes were staged."""
    strategy = strategy_name(center)
    upload.content.seek(0)
    with (
        telling_storage_faults(center, strategy, upload.filename.filename),
        closing(_stage(storage_named(center, strategy), upload)) as staged,
    ):
        return write(
            lambda: _write_file(center, upload, strategy, staged, finish),
            note=f"upload {upload.filename.filename}",
        )


def examine(center, upload):
    """See whether an upload would be taken; return it with what its file says. Writes nothing.

    :raises PackageIndexError: when it would be refused
    """
    require_login()
    policy = policy_of(center)
    # Who may not is told before a gigabyte is read; the write step asks again,
    # and its answer counts.
    _require_right(center, upload, policy)
    require_name_not_deleted(center, upload)
    upload = run_checks(upload, policy)
    run_site_checks(center, upload, policy)
    if not is_there(center, upload):
        require_space(center, upload, policy, find_replaced(center, upload, policy))
    return upload


def _require_right(center, upload, policy):
    require_covered(center, upload.name)
    record = find_record(center, upload.name)
    if record is not None:
        require_update(project_of(center, record), upload.name)
        return
    if may(VIEW, center):
        # The names of a deleted project are nobody's, and its files stay used.
        require_name_not_deleted(center, upload)
    require_creation(center, policy)


def _stage(storage, upload):
    digests = upload.digests
    with telling_full_disks():
        return storage.stage(upload.content, size=digests.size, sha256=digests.sha256)


def _write_file(center, upload, strategy, staged, finish):
    if not is_kept_in(center, strategy):
        return None
    receipt = Receipt()
    policy = policy_of(center)
    _require_right(center, upload, policy)
    if is_there(center, upload):
        return receipt
    replaced = find_replaced(center, upload, policy)
    require_space(center, upload, policy, replaced)
    _project, release = register_step(center, upload.metadata, receipt)
    receipt.lines.extend(upload.remarks)
    if replaced is not None:
        file = release._getOb(replaced["file_id"])
        replace_file(center, file, upload, strategy, staged.keep())
        receipt.add(f"Replaced Release File: {upload.filename.filename}")
        return receipt
    file = make_file(release, upload)
    fill_file(file, upload, strategy, staged.keep())
    date_release(release, upload)
    settle_release(release)
    if finish is not None:
        finish(file, receipt)
    receipt.add(f"Created Release File: {upload.filename.filename}")
    return receipt
