"""``configuration/<name>/<version>/<file>``: texts that were attached to a release."""

from Products.PloneSoftwareCenter.index.configuration import all_of
from Products.PloneSoftwareCenter.index.configuration import find_release
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.answer import TEXT
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.files import FOREVER
from Products.PloneSoftwareCenter.reading.pages import bytes_answer
from Products.PloneSoftwareCenter.reading.rights import is_public_record
from Products.PloneSoftwareCenter.reading.rights import require_readable
from Products.PloneSoftwareCenter.reading.sets import final_form


def answer_configuration(center, asked: Asked) -> Answer:
    """A file never changes, so whoever has it need not ask again."""
    moved = final_form(asked)
    if moved is not None:
        return moved
    require_readable(center)
    below = asked.route[1:]
    if len(below) != 3 or asked.ends_with_slash:
        raise NotFound()
    name, version, filename = below
    record, release = find_release(center, name, version)
    found = all_of(release).get(filename)
    if found is None or found.data is None:
        raise NotFound()
    public = is_public_record(center, record)
    headers = (
        *(() if public else (("Vary", "Authorization"),)),
        ("Cache-Control", f"{'public' if public else 'private'}, {FOREVER}"),
        # It lies on the origin of the log-in: no browser may run what is in it.
        ("Content-Security-Policy", "sandbox; default-src 'none'"),
        ("X-Content-Type-Options", "nosniff"),
    )
    return bytes_answer(asked, found.data, f'"{found.sha256}"', TEXT, headers)
