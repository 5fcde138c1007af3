"""The form with which a file is uploaded."""

BOUNDARY = "benchmark-boundary-7d1f"


def upload_form(name: str, filename: str, data: bytes) -> tuple[str, bytes]:
    """Return (media type, body) of the upload of a wheel."""
    fields = {
        ":action": "file_upload",
        "protocol_version": "1",
        "metadata_version": "2.1",
        "name": name,
        "version": filename.split("-")[1],
        "filetype": "bdist_wheel",
        "pyversion": "py3",
        "requires_python": ">=3.8",
    }
    start = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
    head = "".join(f'{start}{key}"\r\n\r\n{value}\r\n' for key, value in fields.items())
    head += f'{start}content"; filename="{filename}"\r\n'
    head += "Content-Type: application/octet-stream\r\n\r\n"
    body = head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
    return f"multipart/form-data; boundary={BOUNDARY}", body
