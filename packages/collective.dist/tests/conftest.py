"""What tests share."""

import os
import pytest


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    """Cut off from the machine's settings, keyring and proxies."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in list(os.environ):
        if name.startswith(("MUPLOAD_", "TWINE_")) or name == "PYPIRC":
            monkeypatch.delenv(name)
