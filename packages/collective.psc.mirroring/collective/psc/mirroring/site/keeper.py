"""The thread of each process that serves a site, which keeps the trees as the site is.

It writes the lists of a center some seconds after a change, for several changes together, what a
request had to leave, what a killed process has left, and on its own host what others have changed.
"""

from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.site.answers import newest
from collective.psc.mirroring.site.answers import root_as_nobody
from collective.psc.mirroring.site.bringing import bring
from collective.psc.mirroring.site.rights import Round
from collective.psc.mirroring.site.rights import tell_list
from collective.psc.mirroring.site.settings import tree_of
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.pages import audience_of
from Products.PloneSoftwareCenter.program.centers import find_places
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from typing import Any
from zope.component import adapter
from zope.processlifetime import IProcessStarting

import logging
import threading
import time
import Zope2


logger = logging.getLogger(__name__)

#: seconds: from a change to the lists; between two looks at the centers that are known
AFTER, EVERY = 2.0, 2.0
#: seconds of work from which on a process rests longer, for uploads to go on, and how long
LONG, LONGER = 0.5, 3.0
#: seconds between two searches for centers, and until what failed is tried again
SEARCH, AGAIN = 60.0, 60.0
#: seconds before a process begins: programs that only look at a database have ended by then
FIRST = 10.0

Path = tuple[str, ...]


class Keeper:
    """Keeps the trees of one database."""

    def __init__(self) -> None:
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._paths: set[Path] = set()
        #: path of a center -> what it was like when its tree was written
        self._seen: dict[Path, Any] = {}
        #: path of a center -> when to try again what failed
        self._again: dict[Path, float] = {}
        self._rounds: dict[Path, Round] = {}
        self._searched: float | None = None

    def wake(self, path: Path) -> None:
        """Have the lists of a center written soon; it may be asked when no thread runs."""
        with self._lock:
            self._paths.add(path)
            self._again.pop(path, None)
        self._woken.set()

    def run(self, db: Any, first: float = FIRST) -> None:
        """Keep the trees until ``stop``."""
        self._stopped.wait(first)
        taken = 0.0
        while not self._stopped.is_set():
            if self._woken.wait(EVERY):
                # several changes together
                self._stopped.wait(AFTER if taken < LONG else LONGER)
                self._woken.clear()
            if not self._stopped.is_set():
                before = time.thread_time()
                self.look(db)
                taken = time.thread_time() - before

    def stop(self) -> None:
        """End ``run`` soon."""
        self._stopped.set()
        self._woken.set()

    def look(self, db: Any) -> None:
        """Bring each tree up to date whose center has changed; never raises."""
        try:
            self._search(db)
        except Exception:
            # the database may answer again by the next time
            logger.exception("Mirrors are not looked for")
        with self._lock:
            paths = sorted(self._paths)
        for path in paths:
            try:
                self._keep(db, path)
            except (MirrorError, OSError) as error:
                self._failed(path)
                logger.error("The mirror of %s: %s", "/".join(path), error)
            except Exception:
                self._failed(path)
                logger.exception("The mirror of %s", "/".join(path))

    def _keep(self, db: Any, path: Path) -> None:
        if self._again.get(path, 0.0) > time.monotonic():
            return
        with newest(db, path) as center:
            tree = tree_of(center) if center is not None else None
            if tree is None:
                with self._lock:
                    self._paths.discard(path)
                return
            hidden = self._rounds.setdefault(path, Round()).next_hidden(center)
        if hidden:
            tell_list(db, path, hidden)
        with newest(db, path) as center:
            if center is None:
                return
            seen = _like(center)
            is_pending = tree.pending.exists() or not tree.www.exists()
        if self._seen.get(path) == seen and not is_pending:
            return
        if bring(db, path).failed:
            self._failed(path)
        else:
            self._again.pop(path, None)
            self._seen[path] = seen

    def _failed(self, path: Path) -> None:
        self._seen.pop(path, None)
        self._again[path] = time.monotonic() + AGAIN

    def _search(self, db: Any) -> None:
        now = time.monotonic()
        if self._searched is not None and now - self._searched < SEARCH:
            return
        self._searched = now
        found = mirrored(db)
        with self._lock:
            self._paths.update(found)


def mirrored(db: Any) -> list[Path]:
    """Return the path of each center that has a tree."""
    with root_as_nobody(db) as root:
        try:
            places = find_places(root)
        except CouldNotRun:
            return []
        return [center.getPhysicalPath() for _site, center in places if tree_of(center) is not None]


def _like(center: Any) -> Any:
    """Return what is another whenever everybody sees something else of a center."""
    index = center_index(center)
    return (
        index.stamp.serial_number,
        index.listing_stamp.serial_number,
        center._p_serial,
        audience_of(center),
        tree_of(center).path,  # type: ignore[union-attr]
    )


#: of this process
KEEPER = Keeper()


@adapter(IProcessStarting)
def serve(_event: Any) -> None:
    """Keep the trees from now on, in a thread that ends with the process."""
    threading.Thread(target=KEEPER.run, args=(Zope2.DB,), name="mirrors", daemon=True).start()
