"""The rules that a center can switch: each asks the policy first."""

from packaging.version import Version
from Products.PloneSoftwareCenter.pypi.errors import InvalidFilename
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.policy import Policy
from Products.PloneSoftwareCenter.pypi.rules import require_public
from Products.PloneSoftwareCenter.pypi.rules import require_version
from Products.PloneSoftwareCenter.pypi.upload import Upload
from Products.PloneSoftwareCenter.pypi.versions import parse_version

import re


# PEP 513, 571, 599, 600 (manylinux), 656 (musllinux), 730 (iOS), 738 (Android), 783 (Emscripten).
# linux_armv6l and armv7l have no other name, and Raspberry Pis have built for them for long.
_PLATFORM_TAG = re.compile(
    r"any|win32|win_(?:amd64|arm64|ia64)"
    r"|macosx_[0-9]+_[0-9]+_[a-z0-9_]+"
    r"|manylinux(?:1|2010|2014)_[a-z0-9_]+|(?:many|musl)linux_[0-9]+_[0-9]+_[a-z0-9_]+"
    r"|linux_armv[67]l"
    r"|ios_[0-9]+_[0-9]+_[a-z0-9_]+|android_[0-9]+_[a-z0-9_]+|pyemscripten_[0-9]+_[0-9]+_wasm32"
)


def check_packagetype(upload: Upload, policy: Policy) -> None:
    """The center takes this kind of file.

    :raises InvalidUpload: when it does not.
    """
    packagetype = upload.filename.packagetype
    if packagetype not in policy.packagetypes:
        raise InvalidUpload(
            f"This index takes no files of type {packagetype}."
            f" Use one of: {', '.join(policy.packagetypes)}."
        )


def check_local_version(upload: Upload, policy: Policy) -> None:
    """The version has no local part, or the center takes such versions.

    :raises InvalidUpload: when it does not.
    """
    require_version(upload.version, policy)


def check_private_classifiers(upload: Upload, policy: Policy) -> None:
    """No classifier says that this must not become public, or the center takes such ones.

    :raises InvalidUpload: when it does not.
    """
    require_public(upload.metadata.classifiers, policy)


def check_current_name(upload: Upload, policy: Policy) -> None:
    """The file is named as today's tools name it, or the center takes names of old.

    An sdist by PEP 625, a wheel by its specification; eggs have no rule of today.

    :raises InvalidFilename: when it is not.
    """
    if policy.old_sdist_names or upload.filename.packagetype == "bdist_egg":
        return
    filename = upload.filename.filename
    name = normalize_name(upload.name).replace("-", "_")
    version = parse_version(upload.version)
    if upload.filename.packagetype == "sdist":
        expected = f"{name}-{version}.tar.gz"
        if filename != expected:
            reason = f"Filename '{shown(filename)}' is invalid, should be '{shown(expected)}'."
            raise InvalidFilename(filename, reason)
        return
    own_name, own_version = filename.split("-")[:2]
    if own_name != name:
        raise InvalidFilename(
            filename,
            f"Filename '{shown(filename)}' should contain the normalized project name"
            f" '{shown(name)}', not '{shown(own_name)}'.",
        )
    if own_version != str(Version(own_version)):
        raise InvalidFilename(
            filename,
            f"Version in filename should be '{shown(str(version))}' not '{shown(own_version)}'.",
        )


def check_platform_tags(upload: Upload, policy: Policy) -> None:
    """A wheel says exactly where it runs, or the center takes any word for it.

    :raises InvalidUpload: when it does not.
    """
    if policy.any_platform_tag or upload.filename.packagetype != "bdist_wheel":
        return
    for tag in upload.filename.platform_tags:
        if not _PLATFORM_TAG.fullmatch(tag):
            raise InvalidUpload(
                f"Binary wheel '{shown(upload.filename.filename)}' has an unsupported platform tag"
                f" '{shown(tag)}'. For Linux, build with manylinux or musllinux."
            )
