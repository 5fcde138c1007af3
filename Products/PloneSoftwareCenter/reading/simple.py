"""``<center>/simple/``: the index that installers read, and the files under it.

=========================================  ====================================
``simple/``                                the list of names
``simple/<name>/``                         the files of a name
``simple/<name>/<filename>``               a file
``simple/<name>/<filename>.metadata``      its core metadata (PEP 658)
``simple/<name>/<filename>.asc``           the signature that was sent with it
=========================================  ====================================
"""

from dataclasses import replace
from Products.PloneSoftwareCenter.index.pages import audience_of
from Products.PloneSoftwareCenter.index.pages import links_body
from Products.PloneSoftwareCenter.index.pages import list_body
from Products.PloneSoftwareCenter.index.pages import project_body
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.answer import page_headers
from Products.PloneSoftwareCenter.reading.answer import reading_headers
from Products.PloneSoftwareCenter.reading.answer import redirect
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.files import file_answer
from Products.PloneSoftwareCenter.reading.pages import media_type
from Products.PloneSoftwareCenter.reading.pages import page_answer
from Products.PloneSoftwareCenter.reading.rights import is_public_record
from Products.PloneSoftwareCenter.reading.rights import require_readable
from Products.PloneSoftwareCenter.reading.upstream import upstream_answer
from urllib.parse import quote


#: how the user agent of a client begins that loses names when it hears that the list is as before:
#: devpi-server as a mirror (6.20) then knows those only that somebody has asked it for
FORGETFUL = "devpi-server/"


def answer_simple(center, asked: Asked) -> Answer:
    """The simple repository API (PEP 503, 592, 629, 658, 691, 700, 714, 792)."""
    below = asked.route[1:]
    moved = _final_form(asked, below)
    if moved is not None:
        return redirect(asked, moved)
    require_readable(center)
    if not below:
        return _answer_list(center, asked)
    if len(below) == 1:
        return _answer_project(center, asked, below[0])
    if len(below) == 2:
        record = visible_record(center, below[0])
        return file_answer(center, asked, record, below[1], is_public_record(center, record))
    raise NotFound()


def answer_links(center, asked: Asked) -> Answer:
    """``<center>/links``: one page with all files, for ``find-links``."""
    require_readable(center)
    if asked.route[1:]:
        raise NotFound()
    audience = audience_of(center)
    return page_answer(asked, links_body(center, audience), reading_headers(audience.is_public))


def answer_historic(center, asked: Asked) -> Answer:
    """``++simple++/...``, where the historic index was: 301 to ``simple/...``, there or not."""
    below = asked.route[1:]
    slash = "/" if asked.ends_with_slash else ""
    up = "../" * (len(below) + len(slash))
    target = "simple/" + "/".join(quote(name) for name in below)
    return redirect(asked, up + target + (slash if below else ""))


def _final_form(asked: Asked, below: tuple[str, ...]) -> str | None:
    """Return where the page is, for a name that is not normalized or a missing slash.

    Whether the name exists or not, so that the answer tells nothing.
    """
    if not below:
        return None if asked.ends_with_slash else "simple/"
    if len(below) > 2:
        return None
    name, *filename = below
    normalized = normalize_name(name)
    if filename:
        return None if name == normalized else f"../{quote(normalized)}/{quote(filename[0])}"
    if name == normalized and asked.ends_with_slash:
        return None
    return f"{'../' if asked.ends_with_slash else ''}{quote(normalized)}/"


def is_forgetful(user_agent: str | None) -> bool:
    """Say whether a client has to be sent the list of names again, had it or not."""
    return user_agent is not None and user_agent.startswith(FORGETFUL)


def _answer_list(center, asked: Asked) -> Answer:
    if is_forgetful(asked.user_agent):
        asked = replace(asked, if_none_match=None)
    audience = audience_of(center)
    page = list_body(center, media_type(asked), audience)
    return page_answer(asked, page, page_headers(audience.is_public))


def _answer_project(center, asked: Asked, name: str) -> Answer:
    sent_on = upstream_answer(center, asked, name)
    if sent_on is not None:
        return sent_on
    record = visible_record(center, name)
    page = project_body(record, media_type(asked))
    return page_answer(asked, page, page_headers(is_public_record(center, record)))
