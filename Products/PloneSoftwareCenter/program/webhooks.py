"""``psc webhooks``: sends what webhooks are to be told, once."""

from Products.PloneSoftwareCenter.program.command import CLEAN
from Products.PloneSoftwareCenter.program.command import Command
from Products.PloneSoftwareCenter.program.command import FINDINGS
from Products.PloneSoftwareCenter.program.command import path_of
from Products.PloneSoftwareCenter.webhooks.deliver import deliver_due
from Products.PloneSoftwareCenter.webhooks.store import webhooks_of


def run(task):
    """Send in each center; the program's part of ``webhooks.deliver``."""
    task.report.document["centers"] = []
    found = [_deliver(task, center) for center in task.centers()]
    return FINDINGS if any(found) else CLEAN


def _deliver(task, center):
    """Send what is due in a center; return how many were not taken."""
    report, path = task.report, path_of(center)
    sent = deliver_due(center._p_jar.db(), center_oids=[center._p_oid])
    center._p_jar.sync()
    found = webhooks_of(center)
    waiting = len(found.waiting) if found is not None else 0
    failed = [one for one in sent if not one.outcome.is_delivered]
    for one in failed:
        report.line(
            f"{path}: not taken: {one.event} to {one.url}:"
            f" {one.outcome.status or ''} {one.outcome.text}".rstrip()
        )
    report.line(f"{path}: {len(sent) - len(failed)} delivered, {waiting} wait.")
    report.document["centers"].append(
        {
            "center": path,
            "delivered": len(sent) - len(failed),
            "waiting": waiting,
            "not_taken": [
                {
                    "delivery": one.delivery_id,
                    "event": one.event,
                    "url": one.url,
                    "status": one.outcome.status,
                    "text": one.outcome.text,
                }
                for one in failed
            ],
        }
    )
    return len(failed)


COMMAND = Command("send what webhooks are to be told and is due", run)
