"""Requests to which Zope has no answer but 500, refused in one plain sentence."""

from collections.abc import Callable
from collections.abc import Iterable


#: Zope takes cookies apart one inside the other, and Python ends that at about a thousand.
COOKIES = 300

NOT_UTF8 = (400, "Bad Request", "The path of this URL is not UTF-8.")
TOO_MANY_COOKIES = (431, "Request Header Fields Too Large", "Send fewer cookies.")


def refuse_unanswerable(environ: dict, start_response: Callable) -> Iterable[bytes] | None:
    """Answer a request that Zope could not, or return None."""
    refused = None
    if not environ["PATH_INFO"].isascii() and not _is_utf8(environ["PATH_INFO"]):
        refused = NOT_UTF8
    elif environ.get("HTTP_COOKIE", "").count(";") >= COOKIES:
        refused = TOO_MANY_COOKIES
    if refused is None:
        return None
    status, phrase, sentence = refused
    body = f"{sentence}\n".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Length", str(len(body))),
    ]
    start_response(f"{status} {phrase}", headers)
    return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)


def _is_utf8(path: str) -> bool:
    try:
        path.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return True
