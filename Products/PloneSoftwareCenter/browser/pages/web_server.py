"""Whether a web server in front may send the files of a center: shown in the control panel."""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.maintenance.readable import local_file
from Products.PloneSoftwareCenter.maintenance.readable import readers_of
from Products.PloneSoftwareCenter.reading.handing import find_handing
from zope.i18nmessageid import Message


@dataclass(frozen=True)
class FilesOfCenter:
    """What the control panel tells of the files of one center."""

    #: path of one of them; empty where none is a local file
    path: str
    #: who on this machine may read it, one sentence; empty without a path
    readers: Message | str
    #: whether the web server is asked to send it, one sentence
    handing: Message


def files_of(center) -> FilesOfCenter:
    """Return what is told of the files of a center."""
    path = local_file(center)
    return FilesOfCenter(path or "", _readers(path) if path else "", _handing(path))


def _readers(path):
    try:
        readers = readers_of(path)
    except OSError as error:
        return _(
            "msg_readers_unknown",
            default="It can't be looked at: ${error}.",
            mapping={"error": error.strerror or str(error)},
        )
    if readers.has_acl:
        return _(
            "msg_readers_acl",
            default="An access control list says who may read it: ask getfacl.",
        )
    if readers.who == "everybody":
        return _("msg_readers_everybody", default="Every user of the server may read it.")
    if readers.who == "group":
        return _(
            "msg_readers_group",
            default="The members of the group ${group} may read it.",
            mapping={"group": readers.group},
        )
    return _(
        "msg_readers_owner",
        default="No other user may read it: ${closed} lets nobody in. A web server that sends files"
        " needs its read and search rights, by its group.",
        mapping={"closed": readers.closed},
    )


def _handing(path):
    handing = find_handing()
    if handing is None:
        return _("msg_handing_off", default="Plone sends the files itself.")
    if path is not None and handing.location(path) is None:
        return _(
            "msg_handing_elsewhere",
            default="Plone sends the files itself: they lie in none of the directories that"
            " zope.conf names.",
        )
    return _(
        "msg_handing_on",
        default="${server} sends the files, where it asks with its secret.",
        mapping={"server": handing.kind},
    )
