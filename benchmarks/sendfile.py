"""Downloads that nginx and Apache send for Zope, beside their own static file with the same bytes.

    .venv/bin/python benchmarks/sendfile.py             all four
    .venv/bin/python benchmarks/sendfile.py Blob        those whose name has the word

Of the strategies ``blob`` and ``external``, with the configurations that people are shown, 1 MB and
50 MB, one client, 10 pairs in turn; which goes first changes. The floor is for 50 MB.
"""

from http.client import HTTPConnection
from pathlib import Path

import statistics
import sys
import time


TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "packages" / "collective.psc.externalstorage"))

from Products.PloneSoftwareCenter.tests.archives import make_wheel  # noqa: E402
from Products.PloneSoftwareCenter.tests.reading import test_web_servers  # noqa: E402
from Products.PloneSoftwareCenter.tests.reading import web_servers  # noqa: E402
from tests.plone import test_web_servers as test_external  # noqa: E402 (its folder is known now)

import random  # noqa: E402
import shutil  # noqa: E402
import zope.testrunner  # noqa: E402


PAIRS, BLOCK, FLOOR = 10, 1 << 20, 0.85
SIZES = (1 << 20, 50 << 20)
STATIC_NGINX = "server {{ listen 127.0.0.1:{port}; root {root}; sendfile on; }}"
STATIC_APACHE = """\
DocumentRoot {root}
EnableSendfile On
<Directory {root}>
    Require all granted
</Directory>
"""


def seconds(port, path, size):
    """Download on a new connection; return the seconds it takes."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    started = time.perf_counter()
    connection.request("GET", path)
    answer, found = connection.getresponse(), 0
    while block := answer.read(BLOCK):
        found += len(block)
    taken = time.perf_counter() - started
    connection.close()
    if (answer.status, found) != (200, size):
        raise AssertionError((path, answer.status, found))
    return taken


def ratios_of(doors, size):
    """Return what ours takes, and how fast it is beside the other, of each pair."""
    pairs = []
    for turn in range(PAIRS + 1):
        order = sorted(doors, reverse=bool(turn % 2))
        pairs.append({name: seconds(*doors[name], size) for name in order})
    # the first does not count: the file is compared with its digest
    taken = [pair["ours"] for pair in pairs[1:]]
    return taken, [pair["static"] / pair["ours"] for pair in pairs[1:]]


class Measured:
    """Measures in the place of the tests that it is mixed into."""

    def test_measured(self):
        root = self.folder / "static"
        root.mkdir(mode=0o755)
        folder = self.folder / "static-server"
        folder.mkdir()
        static = self.serve_static(root, folder)
        ours = int(self.root.url.rpartition(":")[2])
        for number, size in enumerate(SIZES):
            # bytes that nothing makes smaller, beside the module that a wheel has
            modules = {"alpha.py": "", "alpha.bin": random.Random(number).randbytes(size)}
            wheel = make_wheel("alpha", f"2.{number}", folder=self.folder, modules=modules)
            self.assertEqual(self.owner.upload(wheel).status, 200)
            shutil.copyfile(wheel, root / wheel.name)
            doors = {
                "ours": (ours, f"/software/simple/alpha/{wheel.name}"),
                "static": (static, f"/{wheel.name}"),
            }
            taken, ratios = ratios_of(doors, wheel.stat().st_size)
            print(
                f"{type(self).__name__}, {size >> 20} MB: {statistics.median(taken) * 1000:.1f} ms,"
                f" {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
                " of a static file" + (f", floor {FLOOR}" if size == max(SIZES) else ""),
                flush=True,
            )


class Nginx(Measured):
    def serve_static(self, root, folder):
        port = web_servers.free_port()
        shown = STATIC_NGINX.format(port=port, root=root)
        return web_servers.start_nginx(self, folder, port, shown)


class Apache(Measured):
    def serve_static(self, root, folder):
        port = web_servers.free_port()
        return web_servers.start_apache(self, folder, port, STATIC_APACHE.format(root=root))


class BlobNginx(Nginx, test_web_servers.TestNginx):
    pass


class BlobApache(Apache, test_web_servers.TestApache):
    pass


class ExternalNginx(Nginx, test_external.TestNginx):
    pass


class ExternalApache(Apache, test_external.TestApache):
    pass


def main():
    where = ["--test-path", str(Path(__file__).parent), "--tests-pattern", "^sendfile$"]
    named = sys.argv[1] if len(sys.argv) > 1 else ""
    where += ["-t", rf"test_measured \(.*{named}.*\)"]
    sys.exit(zope.testrunner.run_internal(where, ["sendfile.py"]))


if __name__ == "__main__":
    main()
