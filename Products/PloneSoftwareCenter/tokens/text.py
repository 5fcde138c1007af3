"""The text of an API token: ``psc-<id>-<secret>``.

The id finds the token and is no secret. The secret has 256 bits from the system's source, so a
plain SHA-256 of it can be stored: nobody tries that many, and checking it costs next to nothing.
"""

from dataclasses import dataclass
from dataclasses import field

import hashlib
import hmac
import re
import secrets


#: by which people, and programs that look for lost secrets, know a token
PREFIX = "psc-"

_TEXT = re.compile(r"psc-([0-9a-f]{16})-([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class TokenText:
    """A token as its owner has it, taken apart."""

    #: 16 hex digits, lower case
    token_id: str
    #: 43 characters that need no quoting in a URL
    secret: str = field(repr=False)

    def __str__(self) -> str:
        return f"{PREFIX}{self.token_id}-{self.secret}"

    @property
    def digest(self) -> str:
        """What is stored in place of the secret: its SHA-256, hex, lower case."""
        return hashlib.sha256(self.secret.encode("ascii")).hexdigest()

    def fits(self, digest: str) -> bool:
        """Say whether this is the secret of a stored digest; takes as long if it is not."""
        return hmac.compare_digest(self.digest, digest)


def make_token_text() -> TokenText:
    """Return a new token."""
    return TokenText(secrets.token_hex(8), secrets.token_urlsafe(32))


def parse_token_text(text: str) -> TokenText | None:
    """Return a token taken apart, or None when the text is none."""
    found = _TEXT.fullmatch(text.strip())
    return TokenText(*found.groups()) if found else None
