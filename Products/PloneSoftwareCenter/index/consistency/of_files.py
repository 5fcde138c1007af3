"""The files of a release, the table of all file names, and what is served beside a file."""

from Products.PloneSoftwareCenter.index.consistency.difference import Archive
from Products.PloneSoftwareCenter.index.consistency.difference import Difference
from Products.PloneSoftwareCenter.index.consistency.survey import asleep_afterwards
from Products.PloneSoftwareCenter.index.files import file_state
from Products.PloneSoftwareCenter.index.names import touch
from Products.PloneSoftwareCenter.index.records import Sidecar
from Products.PloneSoftwareCenter.index.space import recount_stored
from Products.PloneSoftwareCenter.index.update import files_of

import hashlib


def file_differences(survey, record, key, release):
    """Yield what is wrong with the files of a release that has a record.

    :param key: of the release in the record
    """
    found = record.releases[key]
    published = set()
    with asleep_afterwards(*release._tree.values()):
        for file in files_of(release):
            if not file.storage_key:
                # its bytes are not there yet; no installer knows it
                continue
            if not (file.filename and file.upload_time and (file.digests or {}).get("sha256")):
                yield _incomplete(record, file)
            elif file.filename in published:
                yield _twice(file.filename, f"{record.name} {release.version}")
            else:
                published.add(file.filename)
                yield from _one_file(survey, record, key, file)
    yield from _too_many(survey, record, found, published)


def _one_file(survey, record, key, file):
    found = record.releases[key]
    filename = file.filename
    wanted = file_state(file, file.getId())
    state = found.files.get(filename)

    def mend():
        found.files[filename] = wanted
        record.had_files = True
        recount_stored(survey.writable, record)
        touch(survey.writable, record)

    if state is None:
        sentence = f"The file {filename} is missing in the index."
        yield Difference("file-missing", filename, sentence, mend)
    elif state != wanted:
        wrong = sorted(k for k in {*state, *wanted} if state.get(k) != wanted.get(k))
        sentence = f"What the index keeps of {filename} is not what the file says: "
        yield Difference("file-differs", filename, f"{sentence}{', '.join(wrong)}.", mend)
    if state is not None and not record.had_files:
        yield Difference(
            "name-never-used",
            record.normalized_name,
            f"The index does not know that {record.normalized_name} has files.",
            mend,
        )
    yield from _filename_difference(survey, record, key, file)
    yield from _sidecar_differences(survey, record, found, file)


def _filename_difference(survey, record, key, file):
    """Compare the table by which a file is found, and which keeps its name from others."""
    filename = file.filename
    wanted = (record.normalized_name, key, file.digests["sha256"])
    used = survey.index.filenames.get(filename)
    if used == wanted:
        return
    if used is not None and used[:2] != wanted[:2] and _is_published(survey, filename, *used[:2]):
        yield _twice(filename, f"{used[0]} {used[1]}")
        return

    def mend():
        survey.writable.filenames[filename] = wanted

    words = "is not remembered" if used is None else "is remembered as that of another file"
    yield Difference(
        "filename-missing" if used is None else "filename-differs",
        filename,
        f"The file name {filename} {words}.",
        mend,
    )


def _is_published(survey, filename, name, version):
    """Has the release of another place a file of that name?"""
    record = survey.index.names.get(name)
    found = record.releases.get(version) if record is not None else None
    project = survey.project_with(record.project_uid, record.project_id) if found else None
    if project is None or not project.has_key(found.release_id):
        return False
    files = files_of(project._getOb(found.release_id))
    return any(file.filename == filename and file.storage_key for file in files)


def _twice(filename, where):
    return Difference(
        "file-twice",
        filename,
        f"There are two files called {filename}, one of them in {where}; delete one of them.",
    )


def _incomplete(record, file):
    return Difference(
        "file-incomplete",
        file.getId(),
        f"The file {file.getId()} of {record.name} has no file name, no digest or no upload time;"
        " delete it and upload it anew.",
    )


def _too_many(survey, record, found, published):
    for filename in sorted({*found.files, *found.sidecars} - published):
        yield _gone(survey, record, found, filename, filename in found.files)


def _gone(survey, record, found, filename, is_file):
    def mend():
        for tree in (found.files, found.sidecars):
            if filename in tree:
                del tree[filename]
        recount_stored(survey.writable, record)
        touch(survey.writable, record)

    if is_file:
        sentence = f"The index has a file {filename}, and there is none."
        return Difference("file-too-many", filename, sentence, mend)
    sentence = f"Core metadata or a signature is kept for {filename}, and there is no such file."
    return Difference("sidecar-too-many", filename, sentence, mend)


def _sidecar_differences(survey, record, found, file):
    """Compare the core metadata and the signature that are served beside a file."""
    sidecar = found.sidecars.get(file.filename)
    metadata = signature = None
    if sidecar is not None:
        with asleep_afterwards(sidecar):
            metadata, signature = sidecar.core_metadata, sidecar.signature
    wanted = file.core_metadata_sha256
    if wanted and (metadata is None or hashlib.sha256(metadata).hexdigest() != wanted):
        yield _metadata_difference(survey, record, found, file, metadata is None)
    if file.has_signature and signature is None:
        yield Difference(
            "signature-missing",
            file.filename,
            f"The signature of {file.filename} is gone, and it was kept nowhere else.",
        )
    if signature is not None and not file.has_signature:
        yield Difference(
            "signature-too-many",
            file.filename,
            f"A signature is kept for {file.filename}, which says that it has none.",
            lambda: _put_sidecar(survey, record, found, file.filename, metadata, None),
        )


def _metadata_difference(survey, record, found, file, is_missing):
    filename = file.filename
    archive = Archive(
        storage=file.storage,
        key=file.storage_key,
        filename=filename,
        name=record.name,
        version=found.version,
        sha256=file.core_metadata_sha256,
    )

    def mend(metadata):
        sidecar = found.sidecars.get(filename)
        signature = sidecar.signature if sidecar is not None else None
        _put_sidecar(survey, record, found, filename, metadata, signature)

    kind = "metadata-missing" if is_missing else "metadata-differs"
    words = "is missing" if is_missing else "is not that of the archive"
    return Difference(
        kind, filename, f"The core metadata of {filename} {words}.", mend, archive=archive
    )


def _put_sidecar(survey, record, found, filename, metadata, signature):
    found.sidecars[filename] = Sidecar(metadata, signature)
    touch(survey.writable, record)
