"""Whether an index takes an upload: one function a rule, cheap ones first.

A check is ``check(upload, policy)`` and raises what is wrong. Put a new one into the tuple
of those that have what it needs. What an archive must be to be opened at all is seen when it is
looked through (``contents.py``); what a center can switch is in ``checks_policy.py``.
"""

from collections.abc import Callable
from dataclasses import replace
from packaging.specifiers import SpecifierSet
from Products.PloneSoftwareCenter.pypi.checks_policy import check_current_name
from Products.PloneSoftwareCenter.pypi.checks_policy import check_local_version
from Products.PloneSoftwareCenter.pypi.checks_policy import check_packagetype
from Products.PloneSoftwareCenter.pypi.checks_policy import check_platform_tags
from Products.PloneSoftwareCenter.pypi.checks_policy import check_private_classifiers
from Products.PloneSoftwareCenter.pypi.description import is_renderable
from Products.PloneSoftwareCenter.pypi.digests import compare_digests
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.errors_storage import FileTooLarge
from Products.PloneSoftwareCenter.pypi.faults import is_specifier
from Products.PloneSoftwareCenter.pypi.metadata_rules import is_old
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.policy import Policy
from Products.PloneSoftwareCenter.pypi.remarks import find_remarks
from Products.PloneSoftwareCenter.pypi.upload import look_inside
from Products.PloneSoftwareCenter.pypi.upload import measure
from Products.PloneSoftwareCenter.pypi.upload import Upload
from Products.PloneSoftwareCenter.pypi.versions import canonical_version

import io


Check = Callable[[Upload, Policy], None]

#: Largest signature, in bytes; real ones have less than a thousand.
MAX_SIGNATURE = 16 * 2**10

_DEFAULT_MARKUP = "in the default format of reStructuredText"


def run_checks(upload: Upload, policy: Policy) -> Upload:
    """Run all checks, reading the file twice at most: for its digests, and to look through it.

    :returns: the upload with ``digests``, ``core_metadata`` and all ``remarks``, its content at
        its start.
    :raises PackageIndexError: what the first check that fails raises.
    """
    _run(CHECKS_OF_FORM, upload, policy)
    if upload.digests is None:
        upload = measure(upload, limit=policy.max_file_size)
    _run(CHECKS_OF_BYTES, upload, policy)
    if upload.core_metadata is None:
        upload = look_inside(upload)
    _run(CHECKS_OF_ARCHIVE, upload, policy)
    return replace(upload, remarks=find_remarks(upload))


def check_size(upload: Upload, policy: Policy) -> None:
    """The file is not empty, and not larger than the center allows.

    :raises InvalidUpload: when it is empty.
    :raises FileTooLarge: when it is too large.
    """
    size = upload.content.seek(0, io.SEEK_END)
    upload.content.seek(0)
    if size == 0:
        raise InvalidUpload("The file is empty.")
    if size > policy.max_file_size:
        raise FileTooLarge(policy.max_file_size)


def check_content_type(upload: Upload, policy: Policy) -> None:
    """Nobody has dropped a picture into a form.

    :raises InvalidArchive: when the sender says that it is one.
    """
    if (upload.content_type or "").lower().startswith("image/"):
        raise InvalidArchive("It was sent as an image.")


def check_signature(upload: Upload, policy: Policy) -> None:
    """A signature, where there is one, is one by its look; nobody here could verify it.

    :raises InvalidUpload: when it is not.
    """
    signature = upload.gpg_signature
    if signature is None:
        return
    if len(signature) > MAX_SIGNATURE or not signature.lstrip().startswith(
        b"-----BEGIN PGP SIGNATURE-----"
    ):
        raise InvalidUpload("gpg_signature: Send an ASCII armored PGP signature.")


def check_description(upload: Upload, policy: Policy) -> None:
    """The description can be shown in the markup it is said to be in.

    One that a tool of old has sent is shown as it is; nobody had told its author.

    :raises InvalidUpload: when it can't.
    """
    metadata = upload.metadata
    if upload.is_copy or is_old(metadata.metadata_version) or not metadata.description:
        return
    content_type = metadata.description_content_type
    if not is_renderable(metadata.description, content_type):
        markup = f"for '{shown(content_type)}'" if content_type else _DEFAULT_MARKUP
        raise InvalidUpload(
            f"The description failed to render {markup}. See what is wrong with: twine check dist/*"
        )


def check_digests(upload: Upload, policy: Policy) -> None:
    """Every digest that was declared is the file's.

    :raises InvalidUpload: when one is no digest.
    :raises DigestMismatch: when one differs.
    """
    digests = upload.digests or measure(upload, limit=policy.max_file_size).digests
    if digests is not None:
        compare_digests(upload.declared_digests, digests)


def check_same_distribution(upload: Upload, policy: Policy) -> None:
    """The archive says it is of the name and version that the form says it is.

    :raises InvalidArchive: when it says otherwise, or nothing.
    """
    inside = upload.archive_metadata
    if inside is None:
        return
    same_name = normalize_name(inside.name) == normalize_name(upload.name)
    if not (same_name and _is_same_version(inside.version, upload.version)):
        raise InvalidArchive(
            f"It says that it is '{shown(inside.name)} {shown(inside.version)}',"
            f" but was sent as '{shown(upload.name)} {shown(upload.version)}'."
        )


def check_requires_python(upload: Upload, policy: Policy) -> None:
    """Installers can read for which Pythons the archive says it is.

    :raises InvalidArchive: when they can't.
    """
    inside = upload.archive_metadata
    if inside and inside.requires_python and not is_specifier(inside.requires_python):
        raise InvalidArchive(
            f"Its Requires-Python '{shown(inside.requires_python)}' can't be read:"
            " Use version specifiers of PEP 440, like >=3.11."
        )


def check_same_requires_python(upload: Upload, policy: Policy) -> None:
    """The archive is for the Pythons that the form says it is for.

    distutils' form has no field for it, and core metadata before 1.2 has none: their silence
    means nothing.

    :raises InvalidArchive: when it is for others.
    """
    inside, sent = upload.archive_metadata, upload.metadata.requires_python
    if inside is None or not sent:
        return
    if not inside.requires_python and inside.metadata_version in (None, "1.0", "1.1"):
        return
    if SpecifierSet(inside.requires_python or "") != SpecifierSet(sent):
        raise InvalidArchive(
            f"It says that it is for Python '{shown(inside.requires_python or 'of any version')}',"
            f" but was sent as for '{shown(sent)}'."
        )


def _is_same_version(text: str, other: str) -> bool:
    try:
        return canonical_version(text) == canonical_version(other)
    except InvalidVersion:
        return False


def _run(checks: tuple[Check, ...], upload: Upload, policy: Policy) -> None:
    for check in checks:
        check(upload, policy)


#: What the form and the size alone can tell.
CHECKS_OF_FORM: tuple[Check, ...] = (
    check_packagetype,
    check_local_version,
    check_private_classifiers,
    check_current_name,
    check_platform_tags,
    check_content_type,
    check_size,
    check_signature,
    check_description,
)
#: What needs ``digests``.
CHECKS_OF_BYTES: tuple[Check, ...] = (check_digests,)
#: What needs ``core_metadata``.
CHECKS_OF_ARCHIVE: tuple[Check, ...] = (
    check_same_distribution,
    check_requires_python,
    check_same_requires_python,
)

#: All of them, in the order in which they run.
CHECKS: tuple[Check, ...] = CHECKS_OF_FORM + CHECKS_OF_BYTES + CHECKS_OF_ARCHIVE
