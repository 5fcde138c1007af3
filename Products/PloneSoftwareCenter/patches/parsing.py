"""One thread at a time parses Python source, where Python itself can't do it in two.

In Python before 3.11.8 and 3.12.2 all threads count the depth of their syntax trees
in one place. Two pages that are asked for while their templates are not compiled yet
end in ``SystemError: AST constructor recursion depth mismatch``: the very first visitors
of a fresh site get a server error (python/cpython, issue 106905).

This goes when those Pythons are no longer supported.
"""

from zope.component import adapter
from zope.processlifetime import IProcessStarting

import ast
import builtins
import chameleon.astutil
import functools
import sys
import threading


#: the first good micro version of each minor one that has the fault
MENDED = {(3, 11): 8, (3, 12): 2}


def is_affected(version=sys.version_info):
    """Say whether a Python has the fault."""
    return version[2] < MENDED.get(tuple(version[:2]), 0)


def serialize_parsing():
    """Let the parsers of templates wait for each other; repeated calls change nothing."""
    if not is_affected() or hasattr(ast, "compile"):
        return
    lock = threading.RLock()

    @functools.wraps(builtins.compile)
    def compile_alone(*args, **kwargs):
        with lock:
            return builtins.compile(*args, **kwargs)

    # Found before the builtin of that name by the functions of these two modules,
    # through which all page templates and restricted expressions are parsed.
    ast.compile = chameleon.astutil.compile = compile_alone


@adapter(IProcessStarting)
def serialize_at_start(event):
    """Subscriber: do so before the first request comes."""
    serialize_parsing()
