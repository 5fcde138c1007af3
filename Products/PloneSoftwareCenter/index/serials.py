"""The serials that mirrors follow: which name has changed since they last asked.

The serial of a name is the transaction that last wrote its record. The serial of a list is the
largest that its audience may know of: those of the names it sees, and ``CenterIndex.shrunk``,
which is touched when a name goes out of the sight of all who see the center. So it never goes
back for them, and what happens to a private project does not move it.
"""

from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.queries import visible_names
from Products.PloneSoftwareCenter.pypi.model import ProjectList


def list_with_serials(center) -> ProjectList:
    """Return the ``ProjectList`` of what the asker may see, with the serials of it all."""
    names = center_index(center).names
    visible = tuple(visible_names(center))
    serials = {normalized: names[normalized].serial_number for normalized, _name in visible}
    return ProjectList(
        names=tuple(name for _normalized, name in visible),
        serials=serials,
        serial=_largest(center, serials.values()),
    )


def list_serial(center) -> int:
    """Return the serial of the list of what the asker may see."""
    names = center_index(center).names
    return _largest(
        center, (names[normalized].serial_number for normalized, _name in visible_names(center))
    )


def _largest(center, serials) -> int:
    shrunk = center_index(center).shrunk
    return max((0 if shrunk is None else shrunk.serial_number, *serials))
