"""Known good sets for installers.

=============================================  ====================================
``sets/<name>/<version>/<file>``               a set that somebody keeps
``releases/<name>/<version>/<file>``           a release, and what it needs of this index
=============================================  ====================================

The file is one of ``pypi.set_texts.TEXTS``: ``constraints.txt``, ``requirements.txt``,
``versions.cfg`` and ``buildout.cfg``. For a release, ``?python=3.12&platform=linux`` says where it
shall run.
"""

from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import indexed_releases
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.index.sets import find_set
from Products.PloneSoftwareCenter.index.sets import pins_of
from Products.PloneSoftwareCenter.index.sets import WITHDRAWN
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.set_texts import TEXTS
from Products.PloneSoftwareCenter.pypi.sets import parse_members
from Products.PloneSoftwareCenter.pypi.sets import PinList
from Products.PloneSoftwareCenter.pypi.simple import etag_of
from Products.PloneSoftwareCenter.pypi.status import serves_files
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.answer import reading_headers
from Products.PloneSoftwareCenter.reading.answer import redirect
from Products.PloneSoftwareCenter.reading.answer import TEXT
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.needs import needs_of
from Products.PloneSoftwareCenter.reading.pages import bytes_answer
from Products.PloneSoftwareCenter.reading.rights import require_readable
from urllib.parse import parse_qs
from urllib.parse import quote
from urllib.parse import urlencode

import sys


#: for which Python a release is resolved, where nobody says
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
PLATFORM = "linux"


def answer_set(center, asked: Asked) -> Answer:
    """``sets/<name>/<version>/<file>``."""
    moved = final_form(asked)
    if moved is not None:
        return moved
    name, version, filename = _parts(center, asked)
    known_good = find_set(center, name, version)
    pins = pins_of_set(center, known_good, center_url(center, asked.center_url))
    return _answer(center, asked, filename, pins, is_open=is_public(known_good))


def answer_release(center, asked: Asked) -> Answer:
    """``releases/<name>/<version>/<file>``."""
    moved = final_form(asked)
    if moved is not None:
        return moved
    name, version, filename = _parts(center, asked)
    wanted = parse_qs(asked.query)
    python, platform = (
        wanted.get(key, [usual])[-1] for key, usual in (("python", PYTHON), ("platform", PLATFORM))
    )
    address = center_url(center, asked.center_url)
    pins = pins_of_release(center, name, version, address, python, platform)
    return _answer(center, asked, filename, pins, is_open=True)


def pins_of_set(center, known_good, address: str) -> PinList:
    """Return the pins of a set, for the asker.

    :param address: of the center, without a slash at its end
    """
    remarks = []
    if state_of(known_good) == WITHDRAWN:
        remarks.append("ATTENTION: this set was withdrawn: use another one.")
    return PinList(
        title=f"Known good set {known_good.Title()}, of {address}",
        index_url=f"{address}/simple/",
        pins=pins_of(center, parse_members(known_good.members)),
        remarks=tuple(remarks),
    )


def pins_of_release(
    center, name: str, version: str, address: str, python: str = PYTHON, platform: str = PLATFORM
) -> PinList:
    """Return the pins of a release and of what it needs of this index, for the asker.

    :raises NotFound: when there is no such release, or none with files, or none for the asker
    :raises InvalidEnvironment: when nobody knows the Python or the platform
    :raises NoSetFits: when there are no versions that fit together
    :raises StillSearching: when other searches take too long
    """
    record = visible_record(center, name)
    release = _release_of(record, version)
    members, remarks = needs_of(center, record, release, python, platform)
    asked = {"python": python, "platform": platform}
    is_usual = (python, platform) == (PYTHON, PLATFORM)
    return PinList(
        title=f"{record.name} {release.version} and what it needs of {address},"
        f" for Python {python} on {platform}",
        index_url=f"{address}/simple/",
        pins=pins_of(center, members),
        remarks=remarks,
        # A text that extends another one wants it for the same Python.
        query="" if is_usual else f"?{urlencode(asked)}",
    )


def center_url(center, asked: str) -> str:
    """Return the address of a center as its texts tell it, without a slash at its end."""
    return (center.public_address or asked).rstrip("/")


def _release_of(record, version):
    try:
        wanted = canonical_version(version)
    except InvalidVersion:
        raise NotFound() from None
    for release in indexed_releases(record) if serves_files(record.status) else ():
        if canonical_version(release.version) == wanted and release.files:
            return release
    raise NotFound()


def final_form(asked: Asked) -> Answer | None:
    """Send whoever writes a name in another way to its one address, there or not.

    :param asked: of a route ``<word>/<name>/<version>/<file>``
    """
    below = asked.route[1:]
    if len(below) != 3 or normalize_name(below[0]) == below[0]:
        return None
    name, version, filename = normalize_name(below[0]), *below[1:]
    slash = "/" if asked.ends_with_slash else ""
    up = "../../" + ("../" if slash else "")
    return redirect(asked, f"{up}{quote(name)}/{quote(version, safe='')}/{quote(filename)}{slash}")


def _parts(center, asked: Asked) -> tuple[str, str, str]:
    require_readable(center)
    below = asked.route[1:]
    if len(below) != 3 or below[2] not in TEXTS or asked.ends_with_slash:
        raise NotFound()
    return below[0], below[1], below[2]


def _answer(center, asked, filename, pins, *, is_open):
    data = TEXTS[filename](pins).encode("utf-8", "backslashreplace")
    public = is_open and is_public(center) and all(_is_public(center, pin) for pin in pins.pins)
    headers = (("X-Content-Type-Options", "nosniff"), *reading_headers(public))
    return bytes_answer(asked, data, etag_of(data), TEXT, headers)


def _is_public(center, pin):
    """Say whether everybody is told the same of a member."""
    record = find_record(center, pin.name)
    try:
        return record is None or is_public(project_of(center, record))
    except NotFound:
        return True
