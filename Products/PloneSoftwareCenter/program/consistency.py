"""``psc consistency``: says where records and content differ. Writes nothing."""

from Products.PloneSoftwareCenter.index.consistency.parts import batches
from Products.PloneSoftwareCenter.index.consistency.parts import count_keys
from Products.PloneSoftwareCenter.index.consistency.parts import PARTS
from Products.PloneSoftwareCenter.index.consistency.survey import Survey
from Products.PloneSoftwareCenter.maintenance.check import check
from Products.PloneSoftwareCenter.maintenance.stored import ALL_PARTS
from Products.PloneSoftwareCenter.program.command import CLEAN
from Products.PloneSoftwareCenter.program.command import Command
from Products.PloneSoftwareCenter.program.command import FINDINGS
from Products.PloneSoftwareCenter.program.command import path_of


def add_arguments(parser):
    """Add the arguments of the command."""
    parser.add_argument(
        "--records-only",
        action="store_true",
        help="do not ask the storage whether it has each file",
    )


def run(task):
    """Compare each center; the program's part of ``maintenance.check``."""
    parts = PARTS if task.options.records_only else ALL_PARTS
    task.report.document["centers"] = []
    return FINDINGS if sum([_check(task, center, parts) for center in task.centers()]) else CLEAN


def _check(task, center, parts):
    """Return how many differences a center has."""
    report, path, survey = task.report, path_of(center), Survey(center)
    documents = []
    count = mendable = done = 0
    total = count_keys(survey, parts)
    for looked in check(survey, batches(survey, parts)):
        for difference in looked.found:
            report.line(f"{path}: {difference.sentence}")
            count += 1
            mendable += difference.can_be_mended
            if report.as_json:
                documents.append(as_document(difference))
        done += len(looked.batch.keys)
        report.progress(done, total, looked.batch.part.name)
    report.document["centers"].append({"center": path, "differences": documents})
    rest = f"{count} found; psc rebuild mends {mendable} of them."
    report.line(f"{path}: {rest if count else 'records and content agree.'}")
    return count


def as_document(difference):
    """Return a difference for JSON."""
    return {
        "kind": difference.kind,
        "place": difference.place,
        "sentence": difference.sentence,
        "can_be_mended": difference.can_be_mended,
    }


COMMAND = Command("say where the index and the content differ", run, add_arguments)
