"""Is a message from the center, and fresh?"""

import hashlib
import hmac
import time


def is_from_center(secret: str, signature: str, body: bytes, now: float | None = None) -> bool:
    """Check the header ``X-PSC-Signature`` against the bytes of the body, as they came."""
    fields = dict(part.partition("=")[::2] for part in signature.split(","))
    timestamp, digest = fields.get("t", ""), fields.get("v1", "")
    if not timestamp.isdecimal() or abs((now or time.time()) - int(timestamp)) > 300:
        return False
    signed = timestamp.encode() + b"." + body
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), digest.encode())
