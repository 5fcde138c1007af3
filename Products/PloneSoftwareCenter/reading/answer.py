"""An answer, before a road writes it in its own way."""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.stored import StoredPart


Headers = tuple[tuple[str, str], ...]

TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """Status, headers and body; an answer to HEAD has the headers of GET and no body."""

    status: int
    headers: Headers
    #: bytes that are there, or bytes to be opened once the answer is sent
    body: bytes | StoredPart = b""

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it, as its headers say to caches."""
        return not any(
            name == "Cache-Control" and value.startswith("private") for name, value in self.headers
        )


def text_answer(asked: Asked, text: str, status: int = 200, headers: Headers = ()) -> Answer:
    """Return an answer of one line of plain text; empty text gives an empty body."""
    body = f"{text}\n".encode("utf-8", "backslashreplace") if text else b""
    return Answer(
        status,
        (
            *headers,
            ("Content-Type", TEXT),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Length", str(len(body))),
        ),
        b"" if asked.method == "HEAD" else body,
    )


def redirect(asked: Asked, location: str, status: int = 301) -> Answer:
    """Send the client elsewhere, its query with it.

    A location that is relative to the URL that was asked is right behind any proxy.
    """
    headers = (("Location", _with_query(asked, location)), ("Cache-Control", "no-cache"))
    return text_answer(asked, "Moved.", status, headers)


def elsewhere(asked: Asked, location: str, text: str, headers: Headers) -> Answer:
    """Send the client to another index for now, its query with it.

    :param location: absolute URL
    :param headers: those that say who may keep the answer
    """
    headers = (("Location", _with_query(asked, location)), *headers)
    return text_answer(asked, text, 302, headers)


def for_now(asked: Asked, location: str) -> Answer:
    """Send the client to where the bytes of a file lie.

    :param location: absolute URL that is good for some minutes and complete as it is
    """
    headers = (("Location", location), ("Cache-Control", "no-store"))
    return text_answer(asked, "The file lies elsewhere.", 302, headers)


def _with_query(asked: Asked, location: str) -> str:
    return f"{location}?{asked.query}" if asked.query else location


def reading_headers(public: bool) -> Headers:
    """``page_headers`` of a page that is written in one format."""
    if public:
        return (("Cache-Control", "no-cache"),)
    return (("Cache-Control", "private, no-cache"), ("Vary", "Authorization"))


def page_headers(public: bool) -> Headers:
    """Say who may keep a page: only the asker, where not everybody may see it."""
    return (
        ("Cache-Control", "no-cache" if public else "private, no-cache"),
        ("Vary", "Accept" if public else "Accept, Authorization"),
    )
