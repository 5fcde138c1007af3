"""A file, and what lies beside it: its core metadata and its signature."""

from Products.PloneSoftwareCenter.index.queries import find_file
from Products.PloneSoftwareCenter.index.queries import served_metadata
from Products.PloneSoftwareCenter.index.queries import served_signature
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.ranges import is_not_modified
from Products.PloneSoftwareCenter.pypi.rules import is_development
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.answer import Headers
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.pages import bytes_answer
from Products.PloneSoftwareCenter.reading.pages import part_headers
from Products.PloneSoftwareCenter.reading.pages import wanted_part
from Products.PloneSoftwareCenter.reading.stored import StoredPart
from Products.PloneSoftwareCenter.storage.moved import place_of

import hashlib


FOREVER = "max-age=31536000, immutable"
ASKED = "no-cache"
METADATA = ".metadata"
SIGNATURE = ".asc"
BYTES = "application/octet-stream"


def file_answer(center, asked: Asked, record, filename: str, public: bool) -> Answer:
    """Return the answer with a file of a name, or with what lies beside it.

    :param record: a ``NameRecord`` whose project the asker may see
    :param public: whether everybody may see it
    :raises NotFound: when there is none that installers see
    :raises RangeNotSatisfiable: when the part that is asked for is none
    """
    for ending, served in ((METADATA, served_metadata), (SIGNATURE, served_signature)):
        if filename.endswith(ending):
            release, state = find_file(center, record, filename.removesuffix(ending))
            data = served(release, state)
            if data is None:
                raise NotFound()
            etag = f'"{hashlib.sha256(data).hexdigest()}"'
            headers = _headers(public, _kept(center, release))
            return bytes_answer(asked, data, etag, BYTES, headers)
    release, state = find_file(center, record, filename)
    headers = _headers(public, _kept(center, release))
    # Some clients would send their password along to wherever they are sent.
    may_leave = public and not asked.has_login
    return _stored_answer(center, asked, state, headers, may_leave)


def _kept(center, release) -> str:
    """Return how long a file is kept: what may be overwritten is asked for each time."""
    return ASKED if center.overwrite_dev and is_development(release.version) else FOREVER


def _stored_answer(center, asked: Asked, state, headers: Headers, may_leave: bool) -> Answer:
    etag = f'"{state["digests"]["sha256"]}"'
    headers = (*headers, ("ETag", etag))
    if is_not_modified(asked.if_none_match, etag):
        return Answer(304, headers)
    size = state["size"]
    part = wanted_part(asked, size, etag)
    headers = (
        *headers,
        ("Content-Type", BYTES),
        ("Accept-Ranges", "bytes"),
        *part_headers(part, size),
    )
    if asked.method == "HEAD":
        return Answer(200, headers)
    start, stop = (0, size) if part is None else (part.start, part.stop)
    storage, key = place_of(center, state["storage"], state["key"])
    body = StoredPart(
        center=center,
        filename=state["filename"],
        storage=storage,
        key=key,
        start=start,
        stop=stop,
        size=size,
        sha256=state["digests"]["sha256"],
        may_leave=may_leave,
    )
    return Answer(200 if part is None else 206, headers, body)


def _headers(public: bool, kept: str) -> Headers:
    return (
        *(() if public else (("Vary", "Authorization"),)),
        ("Cache-Control", f"{'public' if public else 'private'}, {kept}"),
        # Archives lie on the origin of the log-in: no browser may run what is in them.
        ("Content-Disposition", "attachment"),
        ("Content-Security-Policy", "sandbox; default-src 'none'"),
        ("X-Content-Type-Options", "nosniff"),
    )
