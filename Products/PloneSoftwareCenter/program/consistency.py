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
    documents = task.report.document["centers"] = []
    count = 0
    for center in task.centers():
        path = path_of(center)
        survey = Survey(center)
        found = []
        done, total = 0, count_keys(survey, parts)
        for looked in check(survey, batches(survey, parts)):
            for difference in looked.found:
                task.report.line(f"{path}: {difference.sentence}")
                found.append(as_document(difference))
            done += len(looked.batch.keys)
            task.report.progress(done, total, looked.batch.part.name)
        documents.append({"center": path, "differences": found})
        task.report.line(_summary(path, found))
        count += len(found)
    return FINDINGS if count else CLEAN


def _summary(path, found):
    if not found:
        return f"{path}: records and content agree."
    mendable = sum(one["can_be_mended"] for one in found)
    return f"{path}: {len(found)} found; psc rebuild mends {mendable} of them."


def as_document(difference):
    """Return a difference for JSON."""
    return {
        "kind": difference.kind,
        "place": difference.place,
        "sentence": difference.sentence,
        "can_be_mended": difference.can_be_mended,
    }


COMMAND = Command("say where the index and the content differ", run, add_arguments)
