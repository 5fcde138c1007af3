"""Measure what counting downloads costs a download; see README.txt beside this file.

    .venv/bin/python benchmarks/downloads.py [--rounds 10] [--delay 300]

An instance behind the fast road, as it is installed, sends one wheel to ``wrk`` on four
connections; the center counts and does not count in turn, in the same run. ``--delay`` is the time
between two batches, in seconds: the shorter, the more often the instance makes its kept answers
anew.
"""

from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.downloads import test_two_instances

import argparse
import json
import re
import statistics
import subprocess


#: seconds of one measurement
SECONDS = 2
FLOOR = 0.97
AGENT = 'User-Agent: pip/24.2 {"ci":null,"cpu":"x86_64","python":"3.11.6"}'
DOORS = {
    "fast road": (),
    "fast road, without its memory": ("-H", "Range: bytes=0-"),
    "Zope": ("-H", "Cookie: a=b"),
}


def choose(client, choice):
    """Have the center count or not."""
    answer = client.request(
        "PATCH",
        "",
        body=json.dumps({"download_counts": choice}).encode(),
        headers={"Accept": "application/json", "Content-Type": "application/json"},
    )
    assert answer.status == 204, answer.text


def speed(url, *arguments):
    """Return downloads a second."""
    done = subprocess.run(
        ["wrk", "-t1", "-c4", f"-d{SECONDS}", "-H", AGENT, *arguments, url],
        capture_output=True,
        text=True,
        check=True,
    )
    if "Non-2xx" in done.stdout:
        raise AssertionError(done.stdout)
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", done.stdout)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--delay", type=float, default=300)
    options = parser.parse_args()
    test_two_instances.SERVE = test_two_instances.SERVE.replace("0.5", str(options.delay))
    instances = test_two_instances.ServedByZope(1)
    try:
        client = instances.clients[0]
        path = make_wheel("demo", "1.0", folder=instances.folder)
        assert client.upload(path).status == 200
        url = f"{client.url}/simple/demo/{path.name}"
        for door, arguments in DOORS.items():
            ratios, speeds = [], []
            for turn in range(options.rounds + 1):
                order = ("requests", "off") if turn % 2 else ("off", "requests")
                found = {}
                for choice in order:
                    choose(client, choice)
                    found[choice] = speed(url, *arguments)
                # The first turn fills caches.
                if turn:
                    ratios.append(found["requests"] / found["off"])
                    speeds.append(found["off"])
            print(
                f"{door}: {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})"
                f" of {statistics.median(speeds):.0f} downloads a second, floor {FLOOR}",
                flush=True,
            )
    finally:
        instances.close()


if __name__ == "__main__":
    main()
