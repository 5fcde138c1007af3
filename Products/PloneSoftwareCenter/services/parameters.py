"""What a client sends: fields of the query, keys of the body; each is one text or number."""

from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError


#: characters of a field of the query
LONGEST = 1000


class Refused(Exception):
    """A request that can't be understood; the text is a sentence for whoever sent it."""


def text_of(request, name: str, default: str = "") -> str:
    """Return a field of the query.

    :raises Refused: when it is there twice, is no text or a very long one
    """
    value = request.form.get(name, default)
    if not isinstance(value, str):
        raise Refused(f"Send the parameter {name} once, as text.")
    if len(value) > LONGEST:
        raise Refused(f"Send at most {LONGEST} characters as {name}.")
    return _readable(value, name).strip()


def choice_of(request, name: str, choices: tuple[str, ...]) -> str:
    """Return a field of the query that is one of some words; the first, if it is not there.

    :raises Refused: when it is another word
    """
    value = text_of(request, name, choices[0])
    if value not in choices:
        raise Refused(f"Send one of {', '.join(choices)} as {name}.")
    return value


def number_of(request, name: str, default: int, least: int, most: int) -> int:
    """Return a field of the query that is a number.

    :raises Refused: when it is none, or not in its bounds
    """
    text = str(request.form.get(name, default))
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most):
        raise Refused(f"Send a number from {least} to {most} as {name}.")
    return int(text)


def body_of(request, known: tuple[str, ...]) -> dict:
    """Return the JSON object in a body, each key a text that is there or ``None``.

    :param known: the keys that it may have
    :raises Refused: when it is none, or has others
    """
    try:
        data = json_body(request)
    except DeserializationError as error:
        raise Refused("Send a JSON object.") from error
    for name, value in data.items():
        if name not in known:
            raise Refused(f"Send nothing but {', '.join(known)}.")
        if value is not None and not isinstance(value, str):
            raise Refused(f"Send {name} as text.")
    return {name: _readable(data.get(name) or "", name) for name in known}


def _readable(text: str, name: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused(f"Send {name} in UTF-8.") from error
    if "\x00" in text:
        raise Refused(f"Send {name} without null characters.")
    return text
