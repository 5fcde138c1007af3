"""``psc rebuild``: makes the records of the index right, on a site in use."""

from Products.PloneSoftwareCenter.index.consistency.parts import batches
from Products.PloneSoftwareCenter.index.consistency.parts import batches_of_name
from Products.PloneSoftwareCenter.index.consistency.parts import count_keys
from Products.PloneSoftwareCenter.index.consistency.survey import Survey
from Products.PloneSoftwareCenter.maintenance.check import check
from Products.PloneSoftwareCenter.maintenance.rebuild import rebuild
from Products.PloneSoftwareCenter.program.command import CLEAN
from Products.PloneSoftwareCenter.program.command import Command
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.command import FINDINGS
from Products.PloneSoftwareCenter.program.command import path_of
from Products.PloneSoftwareCenter.program.consistency import as_document
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError


def add_arguments(parser):
    """Add the arguments of the command."""
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="only these distribution names; all if none"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be mended, and write nothing"
    )


def run(task):
    """Rebuild each center; the program's part of ``maintenance.rebuild``."""
    places = [(center, _walk(task, Survey(center))) for center in task.centers()]
    if task.options.names and not any(walk for _center, walk in places):
        raise CouldNotRun(f"Nobody knows the name {' or '.join(task.options.names)} here.")
    task.report.document["centers"] = []
    left = 0
    try:
        for center in task.centers():
            left += _rebuild(task, center)
    except PackageIndexError as error:
        raise CouldNotRun(f"{error} What was mended before stays; call it again.") from error
    return FINDINGS if left else CLEAN


def _walk(task, survey):
    """Return what to look at; for names, their few batches."""
    if not task.options.names:
        return batches(survey)
    return [batch for name in task.options.names for batch in batches_of_name(survey, name)]


def _rebuild(task, center):
    """Return how much is not right afterwards."""
    report, path, survey = task.report, path_of(center), Survey(center)
    verb = "would be mended" if task.options.dry_run else "mended"
    counts = {verb: 0, "not mended": 0}
    document = {"center": path, "mended": [], "left": []}
    done, total = 0, len(task.options.names) or count_keys(survey)
    for batch, mended, left in _steps(task, survey):
        for word, key, found in ((verb, "mended", mended), ("not mended", "left", left)):
            counts[word] += len(found)
            for one in found:
                report.line(f"{path}: {word}: {one.sentence}")
            if report.as_json:
                document[key] += map(as_document, found)
        done += len(batch.keys)
        report.progress(done, total, batch.part.name)
    report.document["centers"].append(document)
    report.line(f"{path}: {_summary(verb, *counts.values())}")
    return counts["not mended"] + (counts[verb] if task.options.dry_run else 0)


def _steps(task, survey):
    """Yield (batch, what is mended or would be, what is left)."""
    if task.options.dry_run:
        for looked in check(survey, _walk(task, survey)):
            mendable = [one for one in looked.found if one.can_be_mended]
            rest = [one for one in looked.found if not one.can_be_mended]
            yield looked.batch, mendable, rest
        return
    for step in rebuild(survey, _walk(task, survey)):
        yield step.batch, step.mended, step.left


def _summary(verb, mended, left):
    if not mended and not left:
        return "everything was right."
    return f"{mended} {verb}, {left} left to decide for a person."


COMMAND = Command("make the records of the index right", run, add_arguments)
