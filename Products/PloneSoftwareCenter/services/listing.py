"""Lists, a part at a time, as plone.restapi writes them; but a part has a largest size."""

from collections.abc import Callable
from collections.abc import Sequence
from plone.batching.batch import Batch
from plone.restapi.batching import DEFAULT_BATCH_SIZE
from plone.restapi.batching import HypermediaBatch
from Products.PloneSoftwareCenter.services.parameters import number_of
from typing import Any


#: entries of one answer
MOST = 200
#: where a list may begin
LAST = 10**9


class BoundedBatch(HypermediaBatch):
    """The part of a list that ``b_start`` and ``b_size`` of the query ask for.

    :raises Refused: when one of them is no number, or out of bounds
    """

    def __init__(self, request, results: Sequence) -> None:
        # The inherited method takes any number, and those of a body, too.
        self.request = request
        self.b_start = number_of(request, "b_start", 0, 0, LAST)
        self.b_size = number_of(request, "b_size", DEFAULT_BATCH_SIZE, 1, MOST)
        self.batch = Batch(results, self.b_size, self.b_start)


def listing(request, entries: Sequence, summarize: Callable[[Any], dict]) -> dict:
    """Return a part of a list; only what is in that part is looked at.

    :raises Refused: see ``BoundedBatch``
    """
    batch = BoundedBatch(request, entries)
    reply = {
        "@id": batch.canonical_url,
        "items_total": batch.items_total,
        # Plone's batch shows its last part to whoever asks for one behind it.
        "items": [summarize(one) for one in batch] if batch.b_start < len(entries) else [],
    }
    links = batch.links
    if links:
        reply["batching"] = links
    return reply
