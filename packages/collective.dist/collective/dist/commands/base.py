"""The class that commands of setup.py have to come from.

setuptools refuses commands of a bare distutils, and a bare distutils those of setuptools. Whichever
runs this setup.py is there already.
"""

from __future__ import annotations

from typing import Any

import importlib
import sys


def command_class() -> Any:
    """Return ``Command`` of setuptools, or of the distutils that is used without it."""
    if "setuptools" not in sys.modules and "distutils" in sys.modules:
        return importlib.import_module("distutils.core").Command
    return importlib.import_module("setuptools").Command


Command = command_class()
