"""A WSGI application whose answers lie ready: ``python fixed.py PORT FOLDER THREADS``.

Each file of the folder is an answer, under its name, with the media type that the file beside it
names that ends in ``.type``. ``/304`` is a 304. Runs where waitress is installed.
"""

from pathlib import Path

import sys


def read_answers(folder: Path) -> dict:
    """Return what is answered, by path: status, headers, body."""
    answers = {"/304": ("304 Not Modified", [("ETag", '"fixed"')], b"")}
    for path in folder.iterdir():
        if path.suffix != ".type":
            body = path.read_bytes()
            kind = path.with_name(f"{path.name}.type").read_text()
            headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
            answers[f"/{path.name}"] = ("200 OK", headers, body)
    return answers


def make_application(answers: dict):
    def application(environ, start_response):
        status, headers, body = answers[environ["PATH_INFO"]]
        start_response(status, headers)
        return [body]

    return application


if __name__ == "__main__":
    from waitress import serve

    port, folder, threads = sys.argv[1:]
    application = make_application(read_answers(Path(folder)))
    serve(application, host="127.0.0.1", port=int(port), threads=int(threads))
