"""Whom to tell of a weakness, as a file at a known address (RFC 9116)."""

from collections.abc import Iterable
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.pypi.xml_text import as_rfc3339
from urllib.parse import urlsplit

import re


#: how the address of a contact begins
SCHEMES = ("https", "mailto", "tel")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def is_contact(text: str) -> bool:
    """Say whether a text is the address of a contact: https, mailto or tel, and no more than that.

    What breaks lines would be another field.
    """
    if not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(parts.netloc)
    return parts.scheme in SCHEMES and bool(parts.path)


def is_languages(text: str) -> bool:
    """Say whether a text is a list of languages, like ``en, de``."""
    return all(_LANGUAGE.fullmatch(one.strip()) for one in text.split(","))


def security_txt(
    contacts: Iterable[str],
    last_day: date | None,
    canonical_url: str,
    *,
    policy: str = "",
    languages: str = "",
    now: datetime | None = None,
) -> str | None:
    """Return the file; None where there is nobody to write to, or what it says is out of date.

    :param last_day: on which it is still to be believed
    :param canonical_url: absolute, of the file itself
    """
    found = [contact for contact in contacts if is_contact(contact)]
    if not found or last_day is None:
        return None
    end = datetime.combine(last_day, time(), UTC) + timedelta(days=1, seconds=-1)
    if end <= (now or datetime.now(UTC)):
        return None
    lines = [f"Contact: {contact}" for contact in found]
    lines.append(f"Expires: {as_rfc3339(end)}")
    if languages and is_languages(languages):
        lines.append(f"Preferred-Languages: {languages}")
    lines.append(f"Canonical: {canonical_url}")
    if policy and is_contact(policy):
        lines.append(f"Policy: {policy}")
    return "\n".join(lines) + "\n"
