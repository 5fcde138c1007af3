"""Fields of a form as clients really send them, read as text.

A field that is sent once arrives as text, one that is sent several times as a list; blanks
are sent as ``UNKNOWN`` by distutils; what is not UTF-8 arrives as lone surrogates.
"""

from collections.abc import Mapping
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload

import re


#: Longest text of a field, in characters. Some put their whole license into ``license``.
MAX_TEXT = 100_000

#: Most values of one field.
MAX_VALUES = 2_000

# Nothing that shows text can show these, and XML can't even hold them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def single(fields: Mapping[str, object], key: str, *, limit: int = MAX_TEXT) -> str | None:
    """The text of a field that has one; ``None`` where it says nothing.

    The same value twice is one value.

    :param limit: in characters.
    :raises InvalidUpload: when there are several, or one is no text, no UTF-8 or too long.
    """
    if key not in fields:
        return None
    texts = {text for text in _texts(fields, key, limit) if not is_nothing(text)}
    if len(texts) > 1:
        raise InvalidUpload(f"Invalid value for {key}. Error: Send one value, not {len(texts)}.")
    return texts.pop() if texts else None


def several(fields: Mapping[str, object], key: str) -> tuple[str, ...]:
    """The values of a field that may have many, sent as many or as lines of one text.

    :raises InvalidUpload: when there are absurdly many, or one is no text, no UTF-8 or too long.
    """
    if key not in fields:
        return ()
    values = tuple(
        line.strip()
        for text in _texts(fields, key, MAX_TEXT)
        for line in text.splitlines()
        if not is_nothing(line)
    )
    if len(values) > MAX_VALUES:
        raise InvalidUpload(f"Invalid value for {key}. Error: Send at most {MAX_VALUES} values.")
    return values


def is_nothing(text: str) -> bool:
    """Is this what clients send in place of nothing?"""
    return text.strip() in ("", "UNKNOWN")


def clean(text: str) -> str:
    """Text with one kind of line ends, and control characters written out (``\\x00``)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def check_texts(fields: Mapping[str, object]) -> None:
    """See to it that no field is a file.

    :raises InvalidUpload: naming the first one that is.
    """
    for key, value in fields.items():
        _as_list(key, value)


def _texts(fields: Mapping[str, object], key: str, limit: int) -> list[str]:
    texts = _as_list(key, fields.get(key, ""))
    for text in texts:
        if len(text) > limit:
            raise InvalidUpload(
                f"Invalid value for {key}. Error: Use at most {limit} characters, not {len(text)}."
            )
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise InvalidUpload(
                f"Invalid value for {key}. Error: It is not valid UTF-8."
            ) from error
    return [clean(text) for text in texts]


def _as_list(key: str, value: object) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    texts = [each for each in values if isinstance(each, str)]
    if len(texts) != len(values):
        # The words that clients know; a file is a tuple to those who wrote them first.
        raise InvalidUpload(f"{key}: Should not be a tuple.")
    return texts
