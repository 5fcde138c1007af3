"""The commands by which people install from a center."""

from dataclasses import dataclass


#: a whole buildout: a part is what installs, ``eggs`` beside ``index`` would do nothing
BUILDOUT = """\
[buildout]
index = {index_url}
parts = app

[app]
recipe = zc.recipe.egg
eggs = {name}"""


@dataclass(frozen=True)
class Command:
    """What one installer is told."""

    installer: str
    text: str


def install_commands(index_url, name):
    """Return the commands that install a distribution name from an index."""
    return (
        Command("pip", f"pip install --index-url {index_url} {name}"),
        Command("uv", f"uv pip install --default-index {index_url} {name}"),
        Command("buildout", BUILDOUT.format(index_url=index_url, name=name)),
        Command("easy_install", f"easy_install --index-url {index_url} {name}"),
    )
