"""What the server heard and wrote while clients were at work."""

from contextlib import contextmanager
from Products.PloneSoftwareCenter.testing import FAST_SERVER
from unittest import mock

import logging


@contextmanager
def watch_requests():
    """Give a list that fills with what is asked for: ``GET simple/demo/``, below the center."""
    server = FAST_SERVER.server
    application = server.test_app
    heard = []

    def listen(environ, start_response):
        below = environ["PATH_INFO"].partition("/plone/software/")[2]
        heard.append(f"{environ['REQUEST_METHOD']} {below}")
        return application(environ, start_response)

    with mock.patch.object(server, "test_app", listen):
        yield heard


@contextmanager
def watch_logs():
    """Give a list that fills with each line that the server logs, whatever its level."""
    lines = []

    class Handler(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    handler = Handler(logging.DEBUG)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
