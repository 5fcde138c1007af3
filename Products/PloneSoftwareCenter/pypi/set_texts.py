"""Known good sets as installers read them: constraints, requirements with hashes, versions.cfg.

Whatever is told besides stands in comments. A member that is gone stays in the text, so that an
installer stops at it: a set without it would be another one.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.sets import Pin
from Products.PloneSoftwareCenter.pypi.sets import PinList


def write_constraints(pins: PinList) -> str:
    """What ``pip -c`` and ``uv -c`` take."""
    return _text(pins, _with_notes(pins, lambda pin: f"{pin.name}=={pin.version}"))


def write_requirements(pins: PinList) -> str:
    """What ``pip install --require-hashes -r`` takes; it brings its own index."""
    lines = [f"--index-url {pins.index_url}", "", *_with_notes(pins, _with_hashes)]
    return _text(pins, lines)


def write_versions(pins: PinList) -> str:
    """What ``extends`` of a buildout takes."""
    lines = ["[versions]", *_with_notes(pins, lambda pin: f"{pin.name} = {pin.version}")]
    return _text(pins, lines)


def write_buildout(pins: PinList) -> str:
    """A whole buildout: ``buildout -c`` installs all members and makes an interpreter."""
    eggs = [f"    {pin.name}" for pin in pins.pins]
    lines = [
        "[buildout]",
        # An address has no folder: without this, buildout stops.
        "directory = .",
        f"extends = versions.cfg{pins.query}",
        f"index = {pins.index_url}",
        "parts = set",
        "",
        "[set]",
        "recipe = zc.recipe.egg",
        "interpreter = py",
        "eggs =",
        *eggs,
    ]
    return _text(pins, lines)


#: file name -> how it is written
TEXTS: Mapping[str, Callable[[PinList], str]] = {
    "constraints.txt": write_constraints,
    "requirements.txt": write_requirements,
    "versions.cfg": write_versions,
    "buildout.cfg": write_buildout,
}


def notes_of(pins: PinList) -> list[str]:
    """Sentences on members that are yanked or gone, and on the whole."""
    return [*pins.remarks, *(note for pin in pins.pins if (note := _note(pin)))]


def _text(pins: PinList, lines: list[str]) -> str:
    # pip reads a file that was saved in the encoding that its first two lines name (PEP 263). What
    # owners of projects say of them must not choose it: in UTF-7, a comment ends where they like.
    head = ["-*- coding: utf-8 -*-", pins.title, *notes_of(pins)]
    return "\n".join([*(f"# {_one_line(line)}" for line in head), "", *lines, ""])


def _with_notes(pins: PinList, write: Callable[[Pin], str]) -> list[str]:
    return list(_noted(pins, write))


def _noted(pins: PinList, write: Callable[[Pin], str]) -> Iterator[str]:
    for pin in pins.pins:
        if note := _note(pin):
            yield f"# {_one_line(note)}"
        yield write(pin)


def _with_hashes(pin: Pin) -> str:
    hashes = [f"    --hash=sha256:{digest}" for digest in pin.sha256]
    return " \\\n".join([f"{pin.name}=={pin.version}", *hashes])


def _note(pin: Pin) -> str:
    if pin.fault:
        return f"ATTENTION: {pin.name} {pin.version}: {pin.fault}"
    if pin.yanked:
        reason = f": {shown(pin.yanked, 300)}" if isinstance(pin.yanked, str) else ""
        return f"ATTENTION: {pin.name} {pin.version} is yanked{reason}"
    return ""


def _one_line(text: str) -> str:
    """What can't leave its comment, whoever wrote it."""
    return " ".join(text.split())
