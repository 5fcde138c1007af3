"""Filling in the configuration of a web server."""

from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.tree import Tree
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import re


#: name of the server -> what is filled in
SERVERS = {"nginx": "nginx.conf", "apache": "apache.conf"}
PORTS = {"http": 80, "https": 443}
#: what a path may be made of, so that it needs no quotes; nothing that a server takes for its own
SAFE = re.compile(r"[][A-Za-z0-9@._~/+:*-]*")
FOREVER, ASKED = "public, max-age=31536000, immutable", "public, no-cache"
#: nobody's file name ends so
NEVER = "$."
DEVELOPMENT = r"\.dev[0-9]*[^/]*$"


@dataclass(frozen=True)
class Served:
    """What a web server has to know."""

    tree: Tree
    #: absolute URL of the center, as everybody sees it
    address: str
    #: path of the center in its database: /Plone/software
    center: str
    #: host and port on which Plone listens
    zope: str = "127.0.0.1:8080"
    #: what the server listens to: a port, or an address with one
    listen: str = "80"
    #: a port of this host's own, for Apache to answer itself while Plone does not
    spare: int = 8099
    #: whether files of development releases may be overwritten
    overwrites_dev: bool = False


def write_configuration(server: str, served: Served) -> str:
    """Return the configuration of a server.

    :param server: one of ``SERVERS``
    :raises MirrorError: when there is none for what is asked
    """
    values = {key: _safe(key, value) for key, value in _values(served).items()}
    dev = DEVELOPMENT if served.overwrites_dev else NEVER
    kept = "$psc_kept" if served.overwrites_dev else f'"{FOREVER}"'
    values |= {"DEV": dev, "FOREVER": FOREVER, "ASKED": ASKED, "KEPT": kept}
    text = Path(__file__).with_name(SERVERS[server]).read_text("utf-8")
    return re.sub(r"%([A-Z]+)%", lambda match: values[match[1]], text)


def _values(served: Served) -> dict[str, str]:
    address = urlsplit(served.address)
    if address.scheme not in PORTS or not address.hostname or address.username:
        raise MirrorError(f"{served.address!r} is no public address of a center.")
    prefix, center = address.path.rstrip("/"), served.center.rstrip("/")
    if not served.tree.path.is_absolute():
        raise MirrorError(f"{served.tree.path}: name an absolute path.")
    inner = center.removesuffix(prefix)
    if not center.startswith("/") or (inner == center and prefix):
        raise MirrorError(
            f"The address {served.address} and the center {center} do not end alike: such a site"
            " needs a configuration of its own."
        )
    return {
        "WWW": str(served.tree.www),
        "HOST": address.hostname,
        "BASE": f"{address.scheme}/{address.hostname}:{address.port or PORTS[address.scheme]}",
        "PREFIX": re.escape(prefix).replace("\\/", "/").replace("\\-", "-"),
        "PLAIN": prefix,
        "INNER": inner,
        "ZOPE": served.zope.removeprefix("http://").rstrip("/"),
        "LISTEN": served.listen if ":" in served.listen else f"*:{served.listen}",
        "SPARE": str(served.spare),
    }


def _safe(key: str, value: str) -> str:
    plain = value.replace("\\", "") if key == "PREFIX" else value
    if not SAFE.fullmatch(plain):
        raise MirrorError(f"{value!r} can't stand in the configuration of a web server.")
    return value
