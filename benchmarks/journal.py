"""Uploads with and without the journal, mail and content rules: processor time of the server.

    .venv/bin/python benchmarks/journal.py [rounds]

Two servers of the same checkout, each on a database of its own, take turns. In one of them nothing
hears of what happens.
"""

from pathlib import Path
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.upload.instances import Instances

import os
import statistics
import sys


#: uploads of a kind in a round
UPLOADS = 20

#: replaces what hears of events, before the product's configuration names it
DEAF = """\
from Products.PloneSoftwareCenter.contentrules import events as rules
from Products.PloneSoftwareCenter.journal import entries
from Products.PloneSoftwareCenter.mail import events as mail

def nothing(*arguments, **named):
    pass

entries.record = entries.record_of = rules.run_rules = nothing
mail.project_went = mail.project_set = nothing
from Products.PloneSoftwareCenter.journal import settings
settings.part_edited = settings.center_edited = settings.roles_changed = nothing
"""


def processor_time(process) -> float:
    """Return the seconds of processor time that a process has had (proc(5))."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wheels(kind: str, number: int, folder: Path):
    """Yield the wheels of a round."""
    for one in range(UPLOADS):
        serial = number * UPLOADS + one
        if kind == "into a release":
            yield make_wheel("demo", "1.0", folder=folder, tag=f"cp3{serial}-cp3{serial}-any")
        elif kind == "new releases":
            yield make_wheel("other", f"1.{serial}", folder=folder)
        else:
            yield make_wheel(f"project{serial}", "1.0", folder=folder)


def cost(instances, paths) -> float:
    """Return the processor time of some uploads, in milliseconds each."""
    process = instances.processes[-1]
    before = processor_time(process)
    for path in paths:
        answer = instances.clients[0].upload(path)
        if answer.status != 200:
            raise SystemExit(f"{answer.status}: {answer.text}")
    return (processor_time(process) - before) / UPLOADS * 1000


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    deaf, hearing = Instances(1, DEAF), Instances(1)
    try:
        kinds = ("into a release", "new releases", "new projects")
        found = {kind: ([], []) for kind in kinds}
        for number in range(rounds + 1):
            for kind in kinds:
                paths = list(wheels(kind, number, deaf.folder))
                turns = ((deaf, 0), (hearing, 1))
                for instances, place in turns if number % 2 else turns[::-1]:
                    spent = cost(instances, paths)
                    # the first round warms up
                    if number:
                        found[kind][place].append(spent)
        for kind, (without, with_it) in found.items():
            ratios = [one / other for one, other in zip(with_it, without, strict=True)]
            print(
                f"{kind}: {statistics.median(without):.1f} ms without,"
                f" {statistics.median(with_it):.1f} ms with; ratio {statistics.median(ratios):.2f}"
                f" ({min(ratios):.2f} to {max(ratios):.2f}), {rounds} rounds of {UPLOADS}"
            )
    finally:
        deaf.close()
        hearing.close()


if __name__ == "__main__":
    main()
