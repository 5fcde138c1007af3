"""Measure what API tokens cost: in this process, without a server; see README.txt beside this file.

    .venv/bin/python benchmarks/tokens.py

Zope answers in a site of the tests, so the figures are of the publisher and of everything above it.
CPU time of this process; A and B in turn, so that whatever else the machine does meets both.
"""

from base64 import b64encode
from contextlib import contextmanager
from io import BytesIO
from measure import make_wheel
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from plone.app.testing import TEST_USER_PASSWORD
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import PSC_FUNCTIONAL
from Products.PloneSoftwareCenter.tests.client import BOUNDARY
from Products.PloneSoftwareCenter.tests.client import encode_form
from Products.PloneSoftwareCenter.tokens import header
from Products.PloneSoftwareCenter.tokens import login
from Products.PloneSoftwareCenter.tokens.plugin import PLUGIN_ID
from Products.PloneSoftwareCenter.tokens.store import add_token
from Products.PluginRegistry.PluginRegistry import PluginRegistry
from ZPublisher.WSGIPublisher import publish_module

import argparse
import gc
import statistics
import time
import transaction


#: what each request to a view for programs passes
ON_THE_WAY = (header.take_token, login.begin_login, login.end_login)


def set_up(layer, done):
    """Set a layer up, and those below it."""
    for base in layer.__bases__:
        if base not in done:
            set_up(base, done)
    layer.setUp()
    done.append(layer)


class Zope:
    """The publisher, asked as a WSGI server asks it."""

    def __init__(self, root):
        self.root = root

    def ask(self, path, auth, form=()):
        """Send a request; return its body."""
        body = encode_form(form) if form else b""
        environ = {
            "REQUEST_METHOD": "POST" if form else "GET",
            "PATH_INFO": self.root + path,
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8080",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "192.0.2.1",
            "HTTP_HOST": "localhost:8080",
            "HTTP_AUTHORIZATION": auth,
            "HTTP_ACCEPT": "application/vnd.pypi.simple.v1+json, text/html; q=0.1",
            "HTTP_USER_AGENT": "uv/0.9",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
        }
        if form:
            environ["CONTENT_TYPE"] = f"multipart/form-data; boundary={BOUNDARY}"
        answered = {}
        parts = publish_module(environ, lambda status, headers: answered.update(status=status))
        body = b"".join(parts)
        if not answered["status"].startswith("200"):
            raise SystemExit(f"{answered['status']}: {body[:200]!r}")
        return body


@contextmanager
def without_tokens():
    """Take everything out of the way of a request that came with tokens and limits.

    Functions lose their code, and stay where they are: to register others would empty caches that
    both measurements need.
    """
    kept = [function.__code__ for function in ON_THE_WAY]
    hidden.add(PLUGIN_ID)
    for function in ON_THE_WAY:
        function.__code__ = _nothing.__code__
    yield
    for function, code in zip(ON_THE_WAY, kept, strict=True):
        function.__code__ = code
    hidden.clear()


#: plug-ins that user folders don't ask
hidden = set()
_ids_of_plugins = PluginRegistry._getPlugins


def _shown(self, plugin_type):
    """Return the ids of plug-ins, in the same time whether one is hidden or not."""
    return tuple(name for name in _ids_of_plugins(self, plugin_type) if name not in hidden)


def _nothing(argument):
    """Stand in for what is taken away."""


def cpu(call):
    """Return the CPU time of a call, in seconds."""
    began = time.process_time()
    call()
    return time.process_time() - began


def compare(title, one, other, times):
    """Print what two calls take that take turns, and the ratio."""
    gc.collect()
    gc.disable()
    pairs = [(one(), other()) if number % 2 else (other(), one())[::-1] for number in range(times)]
    gc.enable()
    # Whatever else the machine does only ever adds: what it takes is near the least.
    first, second = (statistics.quantiles(taken, n=20)[0] for taken in zip(*pairs, strict=True))
    print(f"{title}: {first * 1e3:.3f} ms, {second * 1e3:.3f} ms, ratio {first / second:.3f}")


def upload_form(name, version):
    filename, content = make_wheel(name, version, 20_000)
    fields = {
        ":action": "file_upload",
        "protocol_version": "1",
        "metadata_version": "2.1",
        "name": name,
        "version": version,
        "filetype": "bdist_wheel",
        "pyversion": "py3",
    }
    return [*fields.items(), ("content", (filename, content))]


def main():
    """Measure; print a line for each comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3000, help="of each kind")
    parser.add_argument("--uploads", type=int, default=200, help="of each kind")
    options = parser.parse_args()
    set_up(PSC_FUNCTIONAL, [])
    PSC_FUNCTIONAL.testSetUp()
    site = PSC_FUNCTIONAL["portal"]
    center = create_center(site)
    center.manage_permission("View", ["Manager", "Reader"], acquire=0)
    center.manage_setLocalRoles(TEST_USER_ID, ["Reader", "Contributor", "Owner"])
    fields = {"name": "benchmark", "kind": "upload", "projects": (), "expires": None}
    _token, text = add_token(center, user_id=TEST_USER_ID, is_root_user=False, **fields)
    transaction.commit()
    PluginRegistry._getPlugins = _shown
    zope = Zope("/plone/software")
    password = _basic(TEST_USER_NAME, TEST_USER_PASSWORD)
    token = _basic("__token__", str(text))
    numbers = iter(range(10**9))

    def upload(auth):
        form = upload_form("demo", f"1.{next(numbers)}")
        return cpu(lambda: zope.ask("", auth, form))

    def page(auth):
        return cpu(lambda: zope.ask("/simple/demo/", auth))

    def page_without():
        with without_tokens():
            return page(password)

    upload(password)
    compare(
        "page with a password: with tokens in the site, without",
        lambda: page(password),
        page_without,
        options.pages,
    )
    compare("page: token, password", lambda: page(token), lambda: page(password), options.pages)
    compare(
        "upload: token, password", lambda: upload(token), lambda: upload(password), options.uploads
    )


def _basic(login, password):
    return "Basic " + b64encode(f"{login}:{password}".encode()).decode()


if __name__ == "__main__":
    main()
