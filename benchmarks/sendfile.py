"""Downloads that nginx sends for Zope, beside nginx's own static file with the same bytes.

    .venv/bin/python benchmarks/sendfile.py

Of the strategies ``blob`` and ``external``, with the configuration that people are shown, 1 MB and
50 MB, one client, 10 pairs in turn; which goes first changes. The floor is for 50 MB.
"""

from http.client import HTTPConnection
from pathlib import Path

import statistics
import sys
import time


TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "packages" / "collective.psc.externalstorage"))

from Products.PloneSoftwareCenter.tests.archives import make_sdist  # noqa: E402
from Products.PloneSoftwareCenter.tests.reading import test_web_servers  # noqa: E402
from Products.PloneSoftwareCenter.tests.reading import web_servers  # noqa: E402
from tests.plone import test_web_servers as test_external  # noqa: E402 (its folder is known now)

import os  # noqa: E402
import random  # noqa: E402
import shutil  # noqa: E402
import zope.testrunner  # noqa: E402


PAIRS, BLOCK, FLOOR = 10, 1 << 20, 0.85
SIZES = (1 << 20, 50 << 20)
STATIC = "server {{ listen 127.0.0.1:{port}; root {root}; sendfile on; }}"


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


class Measured:
    """Measures in the place of the tests that it is mixed into."""

    def serve_static(self, root):
        port, folder = web_servers.free_port(), self.folder / "static-server"
        folder.mkdir()
        user = f"user {web_servers.WORKER};" if os.geteuid() == 0 else ""
        shown = STATIC.format(port=port, root=root)
        written = folder / "nginx.conf"
        text = web_servers.AROUND_NGINX.format(user=user, folder=folder, shown=shown)
        written.write_text(text, "utf-8")
        command = [web_servers.NGINX, "-p", folder, "-e", "stderr", "-c", written]
        return web_servers.start(self, command, folder / "log", port)

    def test_measured(self):
        root = self.folder / "static"
        root.mkdir(mode=0o755)
        static = self.serve_static(root)
        ours = int(self.root.url.rpartition(":")[2])
        for number, size in enumerate(SIZES):
            filling = random.Random(number).randbytes(size)
            sdist = make_sdist("alpha", f"2.{number}", folder=self.folder, filling=filling)
            self.assertEqual(self.owner.upload(sdist).status, 200)
            shutil.copyfile(sdist, root / sdist.name)
            doors = {
                "ours": (ours, f"/software/simple/alpha/{sdist.name}"),
                "static": (static, f"/{sdist.name}"),
            }
            pairs, length = [], sdist.stat().st_size
            for turn in range(PAIRS + 1):
                order = sorted(doors, reverse=bool(turn % 2))
                pairs.append({name: seconds(*doors[name], length) for name in order})
            # the first does not count: the file is compared with its digest
            ratios = [pair["static"] / pair["ours"] for pair in pairs[1:]]
            median, mine = statistics.median(ratios), [pair["ours"] for pair in pairs[1:]]
            print(
                f"{type(self).__name__}, {size >> 20} MB: {statistics.median(mine) * 1000:.1f} ms,"
                f" {median:.2f} ({min(ratios):.2f} to {max(ratios):.2f}) of a static file"
                + (f", floor {FLOOR}" if size == max(SIZES) else ""),
                flush=True,
            )


class Blob(Measured, test_web_servers.TestNginx):
    pass


class External(Measured, test_external.TestNginx):
    pass


def main():
    where = ["--test-path", str(Path(__file__).parent), "--tests-pattern", "^sendfile$"]
    sys.exit(zope.testrunner.run_internal([*where, "-t", "test_measured"], ["sendfile.py"]))


if __name__ == "__main__":
    main()
