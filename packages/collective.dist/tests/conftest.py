"""What tests share."""

import os
import pytest


OF_THE_MACHINE = ("CURL_CA_BUNDLE", "PYPIRC", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    """Cut off from the machine's settings, keyring and proxies."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in list(os.environ):
        if name.startswith(("MUPLOAD_", "TWINE_")) or name in OF_THE_MACHINE:
            monkeypatch.delenv(name)
