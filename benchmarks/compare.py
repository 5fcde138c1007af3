"""The index beside devpi-server, pypiserver, nginx and the limit of waitress, in one run.

    python3 benchmarks/compare.py                            everything, 10 rounds of 1 second
    python3 benchmarks/compare.py --rounds 2 --only page     a quick look

README.txt beside this file says what is needed, what is done and how long it takes.
"""

from pathlib import Path
from peers.archives import Stock
from peers.cases import all_cases
from peers.cases import Case
from peers.checkouts import TOP
from peers.field import Field
from peers.field import running
from peers.fresh import measure_freshness
from peers.installs import measure_installs
from peers.memory import memory_of
from peers.programs import Failed
from peers.programs import say
from peers.report import Findings
from peers.report import write_report
from peers.rounds import measure

import argparse
import shutil
import signal
import sys


#: what there is beside the cases
OTHERS = ("installs", "fresh")
CASES = ("page", "json", "many", "list", "unchanged", "file", "big", "growth")
UPLOADS = 24


def read_words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare the index with others.")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=1, help="of load at a time")
    parser.add_argument("--only", nargs="+", choices=CASES + OTHERS, default=CASES + OTHERS)
    parser.add_argument(
        "--scratch",
        type=Path,
        default=TOP / "var" / "benchmarks",
        help="directory that is kept for the next run (1.5 GB)",
    )
    parser.add_argument("--report", type=Path, help="file for the tables")
    return parser.parse_args()


def needed(cases: list[Case], words: list[str]) -> set[str]:
    """The servers that are asked."""
    found = {target.server for case in cases for target in case.targets.values()}
    return found | {"ours"} | ({"nginx"} if "installs" in words else set())


def compare(options: argparse.Namespace) -> Findings:
    """Measure what is wanted."""
    scratch = options.scratch.resolve()
    field = Field(scratch)
    scratch.mkdir(parents=True, exist_ok=True)
    Stock(scratch / "distributions").make()
    cases = [
        case for case in all_cases(field.stock, field.ours.password) if case.key in options.only
    ]
    with running(scratch, needed(cases, options.only)) as field:
        findings = Findings(options.rounds, options.seconds, cases, field.versions)
        if cases:
            findings.measured = measure(field.servers, cases, options.rounds, options.seconds)
            findings.memory = {name: memory_of(s) for name, s in field.servers.items()}
        if "installs" in options.only:
            findings.installs = measure_installs(field, options.rounds)
        if "fresh" in options.only:
            say("8 readers during 8 uploaders")
            port = field.servers["ours"].port
            findings.fresh = measure_freshness(port, field.ours.password, UPLOADS)
    return findings


def main() -> int:
    options = read_words()
    # an ordinary end, so that the servers end too
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    for program in ("git", "timeout", "wrk"):
        if shutil.which(program) is None:
            sys.exit(f"compare.py: {program} is needed; README.txt says more.")
    try:
        findings = compare(options)
    except Failed as failure:
        sys.exit(f"compare.py: {failure}")
    except KeyboardInterrupt:
        return 130
    report = options.report or options.scratch / "measurements-peers.rst"
    text = write_report(findings)
    report.write_text(text, encoding="utf-8")
    print(text)
    say(f"written to {report}")
    return 1 if findings.fresh is not None and findings.fresh.faults else 0


if __name__ == "__main__":
    sys.exit(main())
