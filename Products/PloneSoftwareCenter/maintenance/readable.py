"""Who on this machine may read the files of a storage: a web server that sends them must."""

from dataclasses import dataclass
from pathlib import Path
from Products.PloneSoftwareCenter.maintenance.files import stored_files
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_named

import grp
import itertools
import os
import stat


#: how many files are asked for their place, until one is a local file
ASKED = 20


@dataclass(frozen=True)
class Readers:
    """Who reads a file, by the modes of the file and of all directories above it."""

    #: everybody, group or owner
    who: str
    #: name of the group, or its number; empty unless ``who`` is group
    group: str
    #: what keeps others out: the first directory from the top, or the file; empty for everybody
    closed: str
    #: whether something on the way has an access control list, which modes do not tell
    has_acl: bool


def readers_of(path: str) -> Readers:
    """Return who reads a file.

    :raises OSError: when it is not there
    """
    way = [*reversed(Path(path).parents), Path(path)]
    states = [one.stat() for one in way]
    closed = [one for one, state in zip(way, states, strict=True) if not _others(state)]
    has_acl = any(map(_has_acl, way))
    if not closed:
        return Readers("everybody", "", "", has_acl)
    groups = {state.st_gid for state in states if not _others(state)}
    gid = next(iter(groups))
    lets_in = all(_group(state, gid) for state in states)
    if len(groups) == 1 and lets_in:
        return Readers("group", _name_of(gid), str(closed[0]), has_acl)
    return Readers("owner", "", str(closed[0]), has_acl)


def _others(state):
    needed = stat.S_IXOTH if stat.S_ISDIR(state.st_mode) else stat.S_IROTH
    return bool(state.st_mode & needed)


def _group(state, gid):
    if state.st_gid != gid:
        return _others(state)
    needed = stat.S_IXGRP if stat.S_ISDIR(state.st_mode) else stat.S_IRGRP
    return bool(state.st_mode & needed)


def _has_acl(path):
    try:
        return "system.posix_acl_access" in os.listxattr(path)
    except (AttributeError, OSError):
        # a system or a file system without them
        return False


def _name_of(gid):
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)


def local_file(center) -> str | None:
    """Return the path of some file of a center, of the first ones that are local; None: of none."""
    for one in itertools.islice(stored_files(center), ASKED):
        try:
            path: str | None = storage_named(center, one.storage).path(one.key)
        except StorageError:
            continue
        if path is not None:
            return path
    return None
