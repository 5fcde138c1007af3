"""What was asked for: the one form in which both roads hand a request on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """A GET or HEAD of an address below a center.

    Headers are as they were sent; None stands for one that was not.
    """

    #: GET or HEAD
    method: str
    #: the segments of the path below the center, unquoted: ``("simple", "name", "name-1.0.zip")``
    route: tuple[str, ...]
    #: whether the path ends with a slash
    ends_with_slash: bool
    #: the query string as it was sent, without its question mark
    query: str
    #: the field ``format`` of the query; None where there is none, or none that is text
    format: str | None
    accept: str | None
    if_none_match: str | None
    if_range: str | None
    range: str | None
    user_agent: str | None
    #: whether the client sent credentials of any kind, right or wrong
    has_login: bool
    #: absolute URL of the center as the client sees it, without a slash at its end
    center_url: str
