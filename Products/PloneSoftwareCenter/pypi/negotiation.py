"""Which of the formats of a simple page a client gets (PEP 691, RFC 9110 section 12.5.1)."""

import re


HTML = "text/html"
V1_HTML = "application/vnd.pypi.simple.v1+html"
V1_JSON = "application/vnd.pypi.simple.v1+json"

#: What is offered, first choice first: old installers send no Accept header, or a vague one,
#: and read HTML only.
OFFERS = (HTML, V1_HTML, V1_JSON)

#: Names of an offer that stand for the newest version; answers carry the version's own name.
LATEST = {
    "application/vnd.pypi.simple.latest+html": V1_HTML,
    "application/vnd.pypi.simple.latest+json": V1_JSON,
}

#: Longer headers count as none: no client has so much to choose from.
MAX_LENGTH = 5000

_QUALITY = re.compile(r"[01](?:\.[0-9]*)?", re.ASCII)


def negotiate(accept: str | None, format: str | None = None) -> str:  # noqa: A002 - the parameter's name in a URL
    """Return the media type to answer with: one of HTML, V1_HTML, V1_JSON.

    :param accept: the Accept header, None when there is none.
    :param format: the value of ``?format=``, a media type; when given it counts, not the header.
    :returns: text/html when nothing fits: an installer gets further with a page than with a 406.
    """
    if format:
        # A plus sign in a query string arrives as a space.
        wanted = format.strip().lower().replace(" ", "+")
        wanted = LATEST.get(wanted, wanted)
        return wanted if wanted in OFFERS else HTML
    ranges = _parse_accept(accept) if accept and len(accept) <= MAX_LENGTH else {}
    best, best_quality = HTML, 0.0
    for offer in OFFERS:
        quality = _quality_of(offer, ranges)
        if quality > best_quality:
            best, best_quality = offer, quality
    return best


def _parse_accept(accept: str) -> dict[str, float]:
    """Media range -> quality; a range that says its quality in no readable way is left out."""
    ranges: dict[str, float] = {}
    for member in accept.split(","):
        media_range, *parameters = (part.strip().lower() for part in member.split(";"))
        media_range = LATEST.get(media_range, media_range)
        quality = _read_quality(parameters)
        if media_range and quality is not None:
            ranges[media_range] = max(quality, ranges.get(media_range, 0.0))
    return ranges


def _read_quality(parameters: list[str]) -> float | None:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            value = value.strip()
            return min(float(value), 1.0) if _QUALITY.fullmatch(value) else None
    return 1.0


def _quality_of(offer: str, ranges: dict[str, float]) -> float:
    """Quality of the most specific range that matches; 0 means not acceptable."""
    family = offer.partition("/")[0] + "/*"
    for media_range in (offer, family, "*/*"):
        if media_range in ranges:
            return ranges[media_range]
    return 0.0
