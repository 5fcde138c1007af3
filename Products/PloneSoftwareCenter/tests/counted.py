"""What something costs, by a measure that is the same on each machine."""

import gc
import sys


def calls_of(do):
    """Return what a function returns, and how many calls it took, of Python's and C's functions.

    Each value of a generator counts as a call.
    """
    calls = 0

    def count(_frame, event, _what):
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    # Garbage of other tests would be counted, whenever it is collected.
    collects = gc.isenabled()
    gc.disable()
    sys.setprofile(count)
    try:
        result = do()
    finally:
        sys.setprofile(before)
        if collects:
            gc.enable()
    return result, calls
