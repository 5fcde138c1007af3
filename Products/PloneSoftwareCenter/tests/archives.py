"""Small distribution files, made in the moment a test needs them.

They are whole: installers take them. The same arguments give the same bytes, and another
``filling`` gives another file of the same name.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from packaging.utils import canonicalize_name
from pathlib import Path

import gzip
import hashlib
import io
import tarfile
import tempfile
import zipfile


#: 2026-01-02 03:04:06 UTC, as seconds and as zip files have it.
MOMENT = 1767323046
ZIP_MOMENT = (2026, 1, 2, 3, 4, 6)

TAR_MODES = {".tar.gz": "gz", ".tgz": "gz", ".tar.bz2": "bz2"}


def metadata_text(
    name: str,
    version: str,
    *,
    metadata_version: str = "2.1",
    summary: str = "A distribution of the tests",
    requires_python: str | None = None,
    metadata_extra: str = "",
) -> str:
    """Core metadata as METADATA and PKG-INFO hold it.

    :param metadata_extra: more headers, each with its line end, and what else shall follow.
    """
    lines = [f"Metadata-Version: {metadata_version}", f"Name: {name}", f"Version: {version}"]
    lines.append(f"Summary: {summary}")
    if requires_python is not None:
        lines.append(f"Requires-Python: {requires_python}")
    return "\n".join(lines) + "\n" + metadata_extra


def wheel_name(name: str, version: str, *, tag: str = "py3-none-any") -> str:
    """The file name of a wheel."""
    return f"{_escaped(name)}-{version}-{tag}.whl"


def make_wheel(
    name: str,
    version: str,
    *,
    folder: Path | None = None,
    filename: str | None = None,
    tag: str = "py3-none-any",
    requires_python: str | None = None,
    metadata_extra: str = "",
    metadata: str | bytes | None = None,
    modules: Mapping[str, str] | None = None,
    filling: str = "",
) -> Path:
    """A wheel that can be installed.

    :param folder: where to write it; a new temporary one else.
    :param filename: another one than fits.
    :param metadata: the whole of METADATA, in place of what the other arguments make.
    :param modules: Python files by path; one module of the distribution's name else.
    :param filling: changes the bytes.
    """
    data = wheel_bytes(
        name,
        version,
        tag=tag,
        requires_python=requires_python,
        metadata_extra=metadata_extra,
        metadata=metadata,
        modules=modules,
        filling=filling,
    )
    return _write(folder, filename or wheel_name(name, version, tag=tag), data)


def wheel_bytes(
    name: str,
    version: str,
    *,
    tag: str = "py3-none-any",
    requires_python: str | None = None,
    metadata_extra: str = "",
    metadata: str | bytes | None = None,
    modules: Mapping[str, str] | None = None,
    filling: str = "",
) -> bytes:
    """The bytes of :func:`make_wheel`."""
    if metadata is None:
        metadata = metadata_text(
            name, version, requires_python=requires_python, metadata_extra=metadata_extra
        )
    info = f"{_escaped(name)}-{version}.dist-info"
    members: dict[str, str | bytes] = dict(modules or _module(name, version, filling))
    members[f"{info}/METADATA"] = metadata
    members[f"{info}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: {tag}\n"
    )
    record = [_record_line(path, content) for path, content in members.items()]
    members[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,"]) + "\n"
    return zip_bytes(members)


def make_sdist(
    name: str,
    version: str,
    *,
    folder: Path | None = None,
    filename: str | None = None,
    extension: str = ".tar.gz",
    requires_python: str | None = None,
    metadata_extra: str = "",
    metadata: str | bytes | None = None,
    filling: str = "",
) -> Path:
    """A source distribution that setuptools can build and old distutils can install.

    :param folder: where to write it; a new temporary one else.
    :param filename: another one than ``<name>-<version><extension>``.
    :param extension: ``.tar.gz``, ``.tgz``, ``.tar.bz2`` or ``.zip``.
    :param metadata: the whole of PKG-INFO, in place of what the other arguments make.
    :param filling: changes the bytes.
    """
    data = sdist_bytes(
        name,
        version,
        extension=extension,
        requires_python=requires_python,
        metadata_extra=metadata_extra,
        metadata=metadata,
        filling=filling,
    )
    return _write(folder, filename or f"{name}-{version}{extension}", data)


def sdist_bytes(
    name: str,
    version: str,
    *,
    extension: str = ".tar.gz",
    requires_python: str | None = None,
    metadata_extra: str = "",
    metadata: str | bytes | None = None,
    filling: str = "",
) -> bytes:
    """The bytes of :func:`make_sdist`."""
    if metadata is None:
        metadata = metadata_text(
            name, version, requires_python=requires_python, metadata_extra=metadata_extra
        )
    modules = _module(name, version, filling)
    wanted = "" if requires_python is None else f", python_requires={requires_python!r}"
    setup = (
        "from setuptools import setup\n\n"
        f"setup(name={name!r}, version={version!r}, py_modules={[_identifier(name)]!r}{wanted})\n"
    )
    members = {"PKG-INFO": metadata, "setup.py": setup, **modules}
    top = f"{name}-{version}"
    inside = {f"{top}/{path}": content for path, content in members.items()}
    if extension == ".zip":
        return zip_bytes(inside)
    return tar_bytes(inside, compression=TAR_MODES[extension])


def make_egg(
    name: str,
    version: str,
    *,
    folder: Path | None = None,
    filename: str | None = None,
    python: str = "py3.11",
    requires_python: str | None = None,
    metadata_extra: str = "",
    metadata: str | bytes | None = None,
    filling: str = "",
) -> Path:
    """An egg that easy_install can install.

    :param folder: where to write it; a new temporary one else.
    :param filename: another one than fits.
    :param metadata: the whole of PKG-INFO, in place of what the other arguments make.
    :param filling: changes the bytes.
    """
    data = egg_bytes(
        name,
        version,
        requires_python=requires_python,
        metadata_extra=metadata_extra,
        metadata=metadata,
        filling=filling,
    )
    escaped = f"{name.replace('-', '_')}-{version.replace('-', '_')}"
    return _write(folder, filename or f"{escaped}-{python}.egg", data)


def egg_bytes(
    name: str,
    version: str,
    *,
    requires_python: str | None = None,
    metadata_extra: str = "",
    metadata: str | bytes | None = None,
    filling: str = "",
) -> bytes:
    """The bytes of :func:`make_egg`."""
    if metadata is None:
        metadata = metadata_text(
            name, version, requires_python=requires_python, metadata_extra=metadata_extra
        )
    modules = _module(name, version, filling)
    members = {
        **modules,
        "EGG-INFO/PKG-INFO": metadata,
        "EGG-INFO/SOURCES.txt": "\n".join(modules) + "\n",
        "EGG-INFO/dependency_links.txt": "\n",
        "EGG-INFO/top_level.txt": f"{_identifier(name)}\n",
        "EGG-INFO/zip-safe": "\n",
    }
    return zip_bytes(members)


def zip_bytes(members: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of certain members, in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for path, content in members.items():
            info = zipfile.ZipInfo(path, ZIP_MOMENT)
            info.compress_type = method
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return target.getvalue()


def tar_bytes(members: Mapping[str, str | bytes], *, compression: str = "gz") -> bytes:
    """A tar file of certain members, in their order.

    :param compression: ``gz``, ``bz2`` or empty.
    """
    target = io.BytesIO()
    # gzip writes the time of day into its header, so the tar is made plain first.
    with tarfile.open(fileobj=target, mode="w:bz2" if compression == "bz2" else "w:") as archive:
        for path, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(path)
            info.size = len(data)
            info.mtime = MOMENT
            archive.addfile(info, io.BytesIO(data))
    data = target.getvalue()
    return gzip.compress(data, mtime=MOMENT) if compression == "gz" else data


def _module(name: str, version: str, filling: str) -> dict[str, str]:
    content = f"NAME = {name!r}\nVERSION = {version!r}\nFILLING = {filling!r}\n"
    return {f"{_identifier(name)}.py": content}


def _identifier(name: str) -> str:
    return "psc_" + canonicalize_name(name).replace("-", "_")


def _escaped(name: str) -> str:
    return canonicalize_name(name).replace("-", "_")


def _record_line(path: str, content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    digest = urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(data)}"


def _write(folder: Path | None, filename: str, data: bytes) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="psc-archives-")) if folder is None else Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / filename
    path.write_bytes(data)
    return path
