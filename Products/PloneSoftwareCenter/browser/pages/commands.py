"""The commands by which people install from a center."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """What one installer is told."""

    installer: str
    text: str


def install_commands(index_url, name):
    """Return the commands that install a distribution name from an index."""
    return (
        Command("pip", f"pip install --index-url {index_url} {name}"),
        Command("uv", f"uv pip install --index-url {index_url} {name}"),
        Command("buildout", f"[buildout]\nindex = {index_url}\neggs = {name}"),
        Command("easy_install", f"easy_install --index-url {index_url} {name}"),
    )
