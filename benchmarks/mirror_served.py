"""A mirror through nginx as it is configured for it, beside a tree of files by hand.

``mirror.py serving`` calls it.
"""

from collective.psc.mirroring.client import Client
from collective.psc.mirroring.follow import follow
from collective.psc.mirroring.servers.write import Served
from collective.psc.mirroring.servers.write import write_configuration
from collective.psc.mirroring.tree import Tree
from pathlib import Path
from Products.PloneSoftwareCenter.tests.reading.web_servers import AROUND_NGINX
from Products.PloneSoftwareCenter.tests.reading.web_servers import free_port
from Products.PloneSoftwareCenter.tests.reading.web_servers import NGINX
from statistics import median
from tests.sites import Site

import contextlib
import http.server
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time


SIZE = 20_000
SECONDS = 2
BY_HAND = """\
    types {{ text/html html; }}
    default_type application/octet-stream;
    server {{ listen 127.0.0.1:{port}; root {root}; }}
"""


def measure_serving(pairs):
    """Print rates of a page and of a file, through nginx before a mirror and before files alone."""
    with tempfile.TemporaryDirectory() as scratch, contextlib.ExitStack() as stack:
        top = Path(scratch)
        top.chmod(0o755)
        tree = Tree(top / "mirror")
        tree.path.mkdir()
        with Site() as site:
            files = {f"_{number}_0": b"x" * SIZE for number in range(20)}
            site.publish("alpha", **files)
            follow(tree, Client(site.url))
        by_hand = top / "by-hand"
        shutil.copytree(tree.simple, by_hand / "simple")
        asked, zope = count_requests(stack)
        ports = {"mirror": free_port(), "by hand": free_port()}
        served = Served(
            tree=tree,
            address=f"http://127.0.0.1:{ports['mirror']}/software",
            center="/Plone/software",
            zope=f"127.0.0.1:{zope}",
            listen=f"127.0.0.1:{ports['mirror']}",
        )
        start_nginx(stack, top / "nginx-1", write_configuration("nginx", served))
        start_nginx(stack, top / "nginx-2", BY_HAND.format(port=ports["by hand"], root=by_hand))
        time.sleep(1)
        for path in ("simple/alpha/", "simple/alpha/alpha-3.0.tar.gz"):
            found = {name: [] for name in ports}
            for number in range(pairs + 1):
                for name in sorted(ports, reverse=bool(number % 2)):
                    prefix = "software/" if name == "mirror" else ""
                    url = f"http://127.0.0.1:{ports[name]}/{prefix}{path}"
                    rates = load(url, top / ("nginx-1" if name == "mirror" else "nginx-2"))
                    if number:
                        found[name].append(rates)
            for which, word in enumerate(("a second", "a second of the server's CPU")):
                ours, theirs = ([rates[which] for rates in found[name]] for name in ports)
                ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
                print(
                    f"{path}: {median(ours):.0f} {word}, by hand {median(theirs):.0f}; median of"
                    f" the ratios {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}),"
                    f" {len(ratios)} pairs"
                )
        print(f"the site was asked {len(asked)} times")


def count_requests(stack):
    """Start what stands for the site; return (what it was asked, its port)."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(500)

        def log_message(self, *words):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stack.callback(server.shutdown)
    return asked, server.server_port


def start_nginx(stack, folder, included):
    folder.mkdir(mode=0o755)
    user = "user root root;" if os.geteuid() == 0 else ""
    written = folder / "nginx.conf"
    written.write_text(AROUND_NGINX.format(user=user, folder=folder, shown=included), "utf-8")
    command = ["timeout", "600", NGINX, "-p", folder, "-e", "stderr", "-c", written]
    server = subprocess.Popen(command)
    stack.callback(server.wait, 20)
    stack.callback(server.terminate)


def load(url, folder):
    """Return (requests a second, requests a second of the server's own CPU time); all with 200."""
    before = cpu_of(folder)
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        sys.exit(told)
    number = int(re.search(r"(\d+) requests in", told)[1])
    rate = float(re.search(r"Requests/sec:\s*([0-9.]+)", told)[1])
    return rate, number / (cpu_of(folder) - before)


def cpu_of(folder):
    """Return the seconds of CPU that the worker of an nginx has used."""
    parent = (folder / "pid").read_text().strip()
    [worker] = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
