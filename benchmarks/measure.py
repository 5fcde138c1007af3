"""Measure a running server; see README.txt beside this file. Standard library only."""

from base64 import b64encode
from http.client import HTTPConnection
from urllib.parse import urlsplit

import argparse
import io
import os
import random
import statistics
import sys
import time
import zipfile


MB = 2**20
BOUNDARY = "benchmark-boundary-7d1f"


class Server:
    """One keep-alive connection to a site."""

    def __init__(self, url, password):
        self.parts = urlsplit(url)
        login = b64encode(f"admin:{password}".encode()).decode()
        self.headers = {"Authorization": f"Basic {login}"} if password else {}
        self.connection = HTTPConnection(self.parts.hostname, self.parts.port, timeout=600)

    def get(self, path, headers=None):
        """Return (status, how many bytes came); reads the answer block by block."""
        self.connection.request("GET", self.parts.path + path, headers=headers or {})
        response = self.connection.getresponse()
        received = 0
        while block := response.read(MB):
            received += len(block)
        return response.status, received

    def post(self, path, head, content, tail):
        """Send a form whose one file is made of ``content``, an iterator of blocks."""
        size = len(head) + content.size + len(tail)
        headers = {
            **self.headers,
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Content-Length": str(size),
        }
        self.connection.request("POST", self.parts.path + path, headers=headers)
        self.connection.send(head)
        for block in content:
            self.connection.send(block)
        self.connection.send(tail)
        response = self.connection.getresponse()
        return response.status, response.read().decode()


class Bytes:
    """An archive in memory, sent in blocks."""

    def __init__(self, data):
        self.data = data
        self.size = len(data)

    def __iter__(self):
        for start in range(0, self.size, MB):
            yield self.data[start : start + MB]


def make_wheel(name, version, padding=0):
    """Return (file name, bytes) of a wheel with so many incompressible bytes in it."""
    stem = f"{name.replace('-', '_')}-{version}"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        if padding:
            archive.writestr(f"{name}/data.bin", random.Random(padding).randbytes(padding))
        info = f"{stem}.dist-info"
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        archive.writestr(f"{info}/METADATA", metadata)
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return f"{stem}-py3-none-any.whl", target.getvalue()


def upload(server, center, name, version, wheel):
    filename, data = wheel
    fields = {
        ":action": "file_upload",
        "protocol_version": "1",
        "metadata_version": "2.1",
        "name": name,
        "version": version,
        "filetype": "bdist_wheel",
        "pyversion": "py3",
    }
    head = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    )
    head += (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="content"; filename="{filename}"'
        "\r\nContent-Type: application/octet-stream\r\n\r\n"
    )
    status, text = server.post(
        center, head.encode(), Bytes(data), f"\r\n--{BOUNDARY}--\r\n".encode()
    )
    if status != 200:
        sys.exit(f"{filename}: {status} {text}")


def peak_memory(pid):
    """Return the largest resident size of a process so far, in MB."""
    with open(f"/proc/{pid}/status") as lines:
        found = next(line for line in lines if line.startswith("VmHWM"))
    return int(found.split()[1]) / 1024


def reset_peak(pid):
    with open(f"/proc/{pid}/clear_refs", "w") as target:
        target.write("5")


def measure_memory(server, options):
    """200 MB up and down, after a small one of each has warmed the process."""
    name = f"bench-memory-{int(time.time())}"
    for version, megabytes in (("0.1", 1), ("0.2", 5)):
        wheel = make_wheel(name, version, megabytes * MB)
        upload(server, "/software", name, version, wheel)
        server.get(f"/software/simple/{name}/{wheel[0]}")
    big = make_wheel(name, "1.0", options.megabytes * MB)
    for what, step in (
        ("upload", lambda: upload(server, "/software", name, "1.0", big)),
        ("download", lambda: server.get(f"/software/simple/{name}/{big[0]}")),
    ):
        reset_peak(options.pid)
        before = peak_memory(options.pid)
        started = time.perf_counter()
        step()
        seconds = time.perf_counter() - started
        grown = peak_memory(options.pid) - before
        print(f"{what} of {options.megabytes} MB: peak grew by {grown:.1f} MB, {seconds:.2f} s")


def measure_pairs(server, first, second, rounds, headers=None):
    """Time two kinds of requests in turn; return the medians of each, and of their ratios."""
    times = ([], [])
    for _ in range(rounds):
        for kind, paths in enumerate((first, second)):
            path = random.choice(paths)
            started = time.perf_counter()
            status, _size = server.get(path, headers)
            times[kind].append(time.perf_counter() - started)
            if status != 200:
                sys.exit(f"{path}: {status}")
    ratios = [b / a for a, b in zip(*times, strict=True)]
    return [statistics.median(values) for values in (*times, ratios)]


def measure_growth(server, options):
    for what, path in (("a name's page", "simple/project-{:05}/"), ("the root list", "simple/")):
        few = [f"/bench-100/{path.format(n)}" for n in range(100)]
        many = [f"/bench-10000/{path.format(n)}" for n in random.sample(range(10_000), 100)]
        for warm in (*few, *many):
            server.get(warm)
        a, b, ratio = measure_pairs(server, few, many, options.rounds)
        print(
            f"{what}: 100 projects {a * 1000:.2f} ms, 10,000 projects {b * 1000:.2f} ms,"
            f" ratio {ratio:.2f} (medians of {options.rounds})"
        )


def measure_page(server, options):
    page, project = ["/bench-page"], ["/bench-100/project-00042"]
    for path in (*page, *project) * 3:
        server.get(path)
    a, b, ratio = measure_pairs(server, page, project, options.rounds)
    print(
        f"plain page {a * 1000:.1f} ms, project page {b * 1000:.1f} ms, ratio {ratio:.2f}"
        f" (medians of {options.rounds})"
    )


def processor_time(pid):
    """Return the seconds that a process has computed."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure_long(server, options):
    """Processor time of pages with much to show, to that of a plain page, in turn."""
    pages = {
        "plain page": "/bench-page",
        "one release": "/bench-long/one",
        "5,000 releases": "/bench-long/many-releases",
        "5,000 files, the project": "/bench-long/many-files",
        "5,000 files, the release": "/bench-long/many-files/1.0",
        "used by 10,000": "/bench-long/much-used",
    }
    times = {what: [] for what in pages}
    for number in range(options.rounds // 10 + 1):
        for what, path in pages.items():
            before = processor_time(options.pid)
            for _ in range(10):
                status, _size = server.get(path)
                if status != 200:
                    sys.exit(f"{path}: {status}")
            if number:
                # the first round has warmed the process
                times[what].append((processor_time(options.pid) - before) / 10)
    plain = statistics.median(times["plain page"])
    for what, found in times.items():
        median = statistics.median(found)
        print(f"{what}: {median * 1000:.0f} ms, ratio {median / plain:.2f}")


#: lists that everybody may see, and lists of who is logged in, with how many rows they have
LISTS = {
    "front page": ["/bench-list"],
    "a later page": ["/bench-list?b_start=3000", "/bench-list?b_start=9000"],
    "by date": ["/bench-list?sort=updated"],
    "by downloads": ["/bench-list?sort=downloads", "/bench-list?sort=downloads&b_start=9000"],
    "search": ["/bench-list?SearchableText=calendar"],
    "search, filtered": ["/bench-list?SearchableText=cal&license=MIT&python=3.12"],
    "filtered": ["/bench-list?license=MIT", "/bench-list?python=3.12&kind=sdist"],
    "category": ["/bench-list/by-category/add-on"],
}
OWN_LISTS = {
    "my projects": (30, ["/bench-mine/my-projects"]),
    "my projects, later": (30, [f"/bench-mine/my-projects?b_start={n}" for n in (3000, 9000)]),
    "my projects, search": (30, ["/bench-mine/my-projects?SearchableText=calendar"]),
    "my projects, all centers": (30, ["/@@my-projects"]),
    "review": (20, ["/bench-queue/@@review"]),
    "review, later": (20, [f"/bench-queue/@@review?b_start={n}" for n in (3000, 9980)]),
}


def measure_lists(server, options):
    measured = [(what, 30, paths, {}) for what, paths in LISTS.items()]
    if server.headers:
        measured += [(what, *kind, server.headers) for what, kind in OWN_LISTS.items()]
    for what, rows, paths, headers in measured:
        folder = [f"/bench-folder/listing_view?b_size={rows}"]
        for path in (*folder, *paths) * 3:
            server.get(path, headers)
        a, b, ratio = measure_pairs(server, folder, paths, options.rounds, headers)
        print(
            f"{what}: folder listing {a * 1000:.1f} ms, ours {b * 1000:.1f} ms, ratio {ratio:.2f}"
            f" (medians of {options.rounds})"
        )


def measure_upload(server, options):
    name = f"bench-upload-{int(time.time())}"
    upload(server, "/software", name, "0.1", make_wheel(name, "0.1", 20_000))
    wheels = [(f"1.{n}", make_wheel(name, f"1.{n}", 20_000)) for n in range(options.rounds)]
    started = time.perf_counter()
    for version, wheel in wheels:
        upload(server, "/software", name, version, wheel)
    rate = options.rounds / (time.perf_counter() - started)
    print(f"{rate:.1f} uploads a second, each a new release of 20 kB ({options.rounds} of them)")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("memory", "growth", "lists", "page", "long", "upload"))
    parser.add_argument("--url", default="http://localhost:8080/Plone")
    parser.add_argument("--pid", type=int)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--megabytes", type=int, default=200)
    options = parser.parse_args()
    if options.what in ("memory", "long") and not options.pid:
        parser.error("this needs --pid, the server's process id")
    server = Server(options.url, os.environ.get("PSC_ADMIN_PASSWORD"))
    measure = {
        "memory": measure_memory,
        "growth": measure_growth,
        "lists": measure_lists,
        "page": measure_page,
        "long": measure_long,
        "upload": measure_upload,
    }
    measure[options.what](server, options)


if __name__ == "__main__":
    main()
