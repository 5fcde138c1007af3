"""Where things lie in the folder of a mirror.

::

    <path>/
        .psc-mirror       says that the folder is ours, and whose mirror it is
        lock              held by the process that writes
        waiting           held by those that wait for it
        status.json       how far it is, the last error
        following.json    what ``follow`` has (the serial of each name)
        pending           there while the whole tree waits to be written anew
        tmp/              what is being written
        store/            archives, where the mirror is the storage of the site
        www/              what is served; may be deleted, sync or follow makes it anew
            simple/index.html  .v1_html  .v1_json
            simple/<name>/     the same, the archives, what lies beside them
            simple/<Na.me>     a link, for a name that is written in another way
            pypi/<name>/json
            links.html
            all/               every archive, flat
            index              ``path#md5`` of every archive
            index.sha256       for ``sha256sum -c``
            last-modified
"""

from collections.abc import Iterator
from collective.psc.mirroring.names import check_filename
from collective.psc.mirroring.names import check_name
from collective.psc.mirroring.names import NAME
from pathlib import Path

import os


HTML = "text/html"
V1_HTML = "application/vnd.pypi.simple.v1+html"
V1_JSON = "application/vnd.pypi.simple.v1+json"
#: file name -> media type of each form in which a page of the simple API is kept
FORMATS = {"index.html": HTML, "index.v1_html": V1_HTML, "index.v1_json": V1_JSON}


class Tree:
    """The folder of one mirror."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.www = self.path / "www"
        self.store = self.path / "store"
        self.tmp = self.path / "tmp"
        self.marker = self.path / ".psc-mirror"
        self.lock = self.path / "lock"
        self.waiting = self.path / "waiting"
        self.status = self.path / "status.json"
        self.following = self.path / "following.json"
        self.pending = self.path / "pending"
        self.simple = self.www / "simple"
        self.links = self.www / "links.html"
        self.shelf = self.www / "all"
        self.md5_manifest = self.www / "index"
        self.sha256_manifest = self.www / "index.sha256"
        self.last_modified = self.www / "last-modified"

    def project(self, name: str) -> Path:
        """Return the folder of a normalized name."""
        return self.simple / check_name(name)

    def json_page(self, name: str) -> Path:
        """Return where the JSON API's page of a normalized name is."""
        return self.www / "pypi" / check_name(name) / "json"

    def file(self, name: str, filename: str) -> Path:
        """Return where an archive is served."""
        return self.project(name) / check_filename(filename)

    def names(self) -> Iterator[str]:
        """Yield the names that have a folder, in order."""
        if self.simple.is_dir():
            with os.scandir(self.simple) as entries:
                # a link is another way to write a name
                yield from sorted(
                    entry.name
                    for entry in entries
                    if NAME.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
                )
