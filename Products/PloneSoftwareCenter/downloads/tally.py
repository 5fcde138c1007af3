"""Numbers that several transactions may add to at the same time, and none is lost."""

from persistent import Persistent
from ZODB.POSException import ConflictError


class Tally(Persistent):
    """Key -> how many. Two transactions that both add are merged, to the sum of both.

    The keys are strings or tuples of strings; what has come to nothing has none.
    """

    #: nobody finds it any more: whatever is added to it would be lost
    is_closed = False

    def __init__(self) -> None:
        self.numbers: dict = {}

    def add(self, key, number: int) -> None:
        """Add to the number of a key; the number may be negative."""
        _add(self.numbers, key, number)
        self._p_changed = True

    def close(self) -> None:
        """Say that its numbers are kept elsewhere from now on."""
        self.numbers = {}
        self.is_closed = True

    def _p_resolveConflict(self, old, saved, new):
        if any(state.get("is_closed") for state in (old, saved, new)):
            raise ConflictError()
        numbers = dict(saved["numbers"])
        for key in {*old["numbers"], *new["numbers"]}:
            _add(numbers, key, new["numbers"].get(key, 0) - old["numbers"].get(key, 0))
        return {**saved, "numbers": numbers}


def _add(numbers: dict, key, number: int) -> None:
    total = numbers.get(key, 0) + number
    if total:
        numbers[key] = total
    else:
        numbers.pop(key, None)
