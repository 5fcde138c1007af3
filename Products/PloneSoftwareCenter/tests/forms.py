"""Bodies of forms as the clients of an index write them."""

BOUNDARY = "--------------GHSKFJDLGDS7543FJKLHFRDGCXZ"
FORM = f"multipart/form-data; boundary={BOUNDARY}; charset=utf-8"


def distutils_form(fields):
    """Return what ``register`` of Python 3.11 sends: bare LF, an empty line first.

    :param fields: (name, text) pairs.
    """
    parts = []
    for name, value in fields:
        parts.append(f'\n--{BOUNDARY}\nContent-Disposition: form-data; name="{name}"\n\n{value}')
        if value.endswith("\r"):
            parts.append("\n")
    return "".join([*parts, f"\n--{BOUNDARY}--\n"]).encode("utf-8")


def crlf_form(fields):
    """Return what a client of today sends.

    :param fields: (name, bytes or text, further parameters of the disposition) triples, or pairs.
    """
    parts = []
    for name, value, *parameters in fields:
        disposition = "; ".join([f'form-data; name="{name}"', *parameters])
        value = value.encode("utf-8") if isinstance(value, str) else value
        head = f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n\r\n"
        parts.append(head.encode("utf-8", "surrogateescape") + value + b"\r\n")
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])
