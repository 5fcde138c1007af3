"""The environment variables that people set, and those that our children get."""

from .programs import Refused
from dataclasses import dataclass

import os


DEFAULT_ADDRESS = "127.0.0.1:8080"
#: these would make a child write to, or read from, somewhere else than its own environment
MISLEADING = ("PIP_PREFIX", "PIP_TARGET", "PIP_USER", "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP")


@dataclass(frozen=True)
class Address:
    """Where the server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address for a browser on this machine.

        ``localhost`` and not ``127.0.0.1``: Plone leaves its theme off for the latter.
        """
        host = self.host
        if host in ("127.0.0.1", "0.0.0.0", "::1", "::"):  # noqa: S104 (compared, not bound)
            host = "localhost"
        return f"http://{bracketed(host)}:{self.port}"

    def __str__(self) -> str:
        return f"{bracketed(self.host)}:{self.port}"


def bracketed(host: str) -> str:
    """The host as it is written before a port."""
    return f"[{host}]" if ":" in host else host


def http_address() -> Address:
    """What PSC_HTTP_ADDRESS says, else this machine alone."""
    text = os.environ.get("PSC_HTTP_ADDRESS", "").strip() or DEFAULT_ADDRESS
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
        raise Refused(f"PSC_HTTP_ADDRESS is {text!r}, and not host:port like {DEFAULT_ADDRESS}.")
    return Address(host, int(port))


def wants_first_content() -> bool:
    """Whether a new database gets this repository's own distributions."""
    return os.environ.get("PSC_DEMO", "1").strip() != "0"


def skips_are_failures() -> bool:
    """Whether a test that is skipped counts as failed (on machines that have everything)."""
    return os.environ.get("PSC_NO_SKIPS", "0").strip() == "1"


def child_environment(**more: str) -> dict[str, str]:
    """The environment for programs that we start."""
    environ = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    # compiled files make every later start seconds faster
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    environ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return environ | more
