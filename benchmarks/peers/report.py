"""The tables, as reStructuredText."""

from .cases import Bar
from .cases import BARS
from .cases import Case
from .cases import CONNECTIONS
from .fresh import Freshness
from .installs import Installs
from .memory import Memory
from .rounds import Figure
from .rounds import Measured
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date

import os
import platform


INTRODUCTION = """\
Beside others of its kind
=========================

Written by ``benchmarks/compare.py`` on {day}; ``benchmarks/README.txt`` says how. Each figure is
the median of {rounds} rounds of {seconds} s, in which everything is asked in turn, on {processors}
processors with the load generator beside. A ratio is the median of the ratios of each round (in
brackets the least and the greatest): trust it more than the figures.

*Fast road*: what everybody gets of a public center. *Inside Plone*: the same page, asked with a
cookie of a log-in, which goes through Plone. *Limit*: an application on the same waitress whose
answer lies ready. pypiserver is asked in 3 rounds at most: no bar hangs on it.
"""


@dataclass
class Findings:
    """All that was found in a run."""

    rounds: int
    seconds: int
    cases: Sequence[Case]
    versions: dict[str, str]
    measured: Measured | None = None
    memory: dict[str, Memory] = field(default_factory=dict)
    installs: Installs | None = None
    fresh: Freshness | None = None


def write_report(findings: Findings) -> str:
    """Return the page."""
    introduction = INTRODUCTION.format(
        day=date.today().isoformat(),
        rounds=findings.rounds,
        seconds=findings.seconds,
        processors=os.cpu_count(),
    )
    return "\n".join([introduction, *sections(findings)])


def sections(findings: Findings) -> Iterator[str]:
    """Each part that there is something to tell for."""
    if findings.measured is not None:
        yield from section("Ratios and bars", bars_table(findings.cases, findings.measured))
        yield from log_in(findings.measured)
        yield from section("Figures", figures_table(findings.cases, findings.measured))
        yield from section("Memory after the load", memory_table(findings.memory))
    if findings.installs is not None:
        yield from section("50 distributions installed", installs_table(findings.installs))
    if findings.fresh is not None:
        yield from section("Readers during uploads", freshness_text(findings.fresh))
    yield from section("Versions", versions_text(findings))


def section(title: str, content: str) -> Iterator[str]:
    yield f"{title}\n{'-' * len(title)}\n\n{content}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A list-table."""
    lines = [".. list-table::", "   :header-rows: 1", ""]
    for row in (head, *rows):
        for number, cell in enumerate(row):
            lines.append(f"   {'*' if number == 0 else ' '} -{' ' if cell else ''}{cell}")
    return "\n".join([*lines, ""])


def bars_table(cases: Sequence[Case], measured: Measured) -> str:
    titles = {case.key: case.title for case in cases}
    rows = []
    for bar in BARS:
        if bar.case in titles:
            ratios = [measured.ratio(bar, connections) for connections in CONNECTIONS]
            what = f"{bar.of} to {bar.to}" + (", cost" if bar.is_cost else "")
            what += " of a byte" if bar.is_cost and bar.per_byte else ""
            rows.append(
                [
                    titles[bar.case],
                    what,
                    *(ratio_text(ratio) for ratio in ratios),
                    bar_text(bar, bar.floor),
                    bar_text(bar, bar.aim),
                    bar.reached([ratio.median for ratio in ratios]),
                ]
            )
    head = ["What", "Ratio", *(f"{n} connections" for n in CONNECTIONS)]
    head[2] = "1 connection"
    return table([*head, "Floor", "Aim", "Reached"], rows)


def bar_text(bar: Bar, value: float | None) -> str:
    if value is None:
        return ""
    return f"at most {value:g}" if bar.is_cost else f"{value:g}"


def ratio_text(ratio: Figure) -> str:
    return f"{number(ratio.median)} ({number(ratio.least)} to {number(ratio.greatest)})"


def number(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def figures_table(cases: Sequence[Case], measured: Measured) -> str:
    rows = []
    for case in cases:
        for name in case.targets:
            figures = [measured.rate(case, name, connections) for connections in CONNECTIONS]
            texts = [number(f.median / 1e6 if case.in_bytes else f.median) for f in figures]
            unit = "MB/s" if case.in_bytes else "a second"
            rows.append([case.title, name, *texts, unit, str(figures[0].number)])
    head = ["What", "Of whom", "1 connection", f"{CONNECTIONS[1]} connections", "Unit", "Rounds"]
    return table(head, rows)


def log_in(measured: Measured) -> Iterator[str]:
    """What a log-in adds: the same page, by the same road, with Basic credentials and without."""
    if ("page", "inside Plone, with log-in", 1) in measured.loads:
        added = measured.added_milliseconds("page", "inside Plone, with log-in", "inside Plone")
        yield (
            f"A log-in with Basic credentials adds {added.median:.2f} ms to a request inside Plone"
            f" ({added.least:.2f} to {added.greatest:.2f}; {added.number} rounds): the page of 5"
            " files of the public center, with and without, on one connection.\n"
        )


def memory_table(memory: dict[str, Memory]) -> str:
    titles = {"ours": "Products.PloneSoftwareCenter", "large": "the same, with 10,000 projects"}
    rows = [
        [titles.get(name, name), f"{found.now:.0f} MB", f"{found.peak:.0f} MB"]
        for name, found in memory.items()
    ]
    text = table(["Of whom", "Resident", "At most so far"], rows)
    if not {"ours", "devpi"} <= memory.keys():
        return text
    ratio = memory["ours"].now / memory["devpi"].now
    held = "kept" if ratio < 1 else "not kept"
    return f"{text}\nOurs to devpi's: {ratio:.2f}. The bar, less than 1, is {held}.\n"


def installs_table(installs: Installs) -> str:
    rows = []
    for tool, ratio in installs.ratios.items():
        ours, other = (installs.seconds[tool, server] for server in ("ours", "nginx"))
        held = "floor" if ratio.median <= 1.2 else "below"
        rows.append(
            [
                f"{tool} {installs.versions[tool]}",
                f"{ours.median:.2f} s",
                f"{other.median:.2f} s",
                ratio_text(ratio),
                "at most 1.2",
                held,
                str(ratio.number),
            ]
        )
    head = ["Tool", "From ours", "From nginx, static", "Ratio", "Floor", "Reached", "Rounds"]
    return table(head, rows)


def freshness_text(fresh: Freshness) -> str:
    text = (
        f"8 readers made {fresh.reads:,} requests during {fresh.uploads} uploads by 8 uploaders in"
        f" {fresh.seconds:.0f} s, for pages, lists, files and metadata of what was acknowledged"
        f" before, by both roads, in HTML and JSON: {len(fresh.faults)} errors or old pages.\n"
    )
    return text + "".join(f"\n* ``{fault}``\n" for fault in fresh.faults[:20])


def versions_text(findings: Findings) -> str:
    system = f"{platform.system()} {platform.release()}"
    found = [f"{name} {version}" for name, version in findings.versions.items()]
    return f"{', '.join([*found, system])}.\n"
