"""What a transaction has changed, written to the tree once it is committed.

Pages and files of its names at once, in the request that has changed them; what shows the whole
center a moment later, by the keeper. Nothing here makes a commit fail, or waits for long: what
can't be written now is told, and brought by the keeper.
"""

from collective.psc.mirroring.errors import Busy
from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.lock import writing
from collective.psc.mirroring.owned import claim
from collective.psc.mirroring.site.answers import newest
from collective.psc.mirroring.site.keeper import KEEPER
from collective.psc.mirroring.site.often import OFTEN
from collective.psc.mirroring.site.publish import publish_name
from collective.psc.mirroring.site.settings import owner_name
from collective.psc.mirroring.site.settings import tree_of
from collective.psc.mirroring.status import note_error
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.writing import empty
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.index.update import parent_providing
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.interfaces import IFilePublishedEvent
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from typing import Any
from ZODB.utils import z64
from zope.lifecycleevent import ObjectModifiedEvent

import logging
import transaction


logger = logging.getLogger(__name__)

#: seconds that a commit waits for another writer
PATIENCE = 1.0
#: names that are written at once; more wait for the keeper
AT_ONCE = 20
#: bytes of a page in JSON, some fifty files. All of them are rendered anew for each that comes:
#: of a name with more, what is added soon after another waits for the keeper, who does so once for
#: several
LARGE = 1 << 15


@dataclass
class Change:
    """What a transaction changes of a center."""

    tree: Tree
    owner: str
    #: something of them may have to go
    names: set[str] = field(default_factory=set)
    #: something was added to them, and nothing taken away
    grown: set[str] = field(default_factory=set)

    def at_once(self) -> list[str]:
        """Return the names that are written before the client hears of its success."""
        return sorted(self.names | {name for name in self.grown if not self._can_wait(name)})

    def _can_wait(self, name: str) -> bool:
        folder = self.tree.project(name)
        try:
            is_large = (folder / "index.v1_json").stat().st_size > LARGE
        except OSError:
            return False
        return is_large and OFTEN.is_resting(folder)


def note_changed(content: Any, event: Any) -> None:
    """Subscriber: what shows the content may be another once this transaction is committed."""
    is_center = IPloneSoftwareCenter.providedBy(content)
    center = content if is_center else center_of(content)
    tree = tree_of(center) if center is not None and center._p_jar is not None else None
    if tree is None:
        return
    change = _gathered(center, tree)
    project = content if IPSCProject.providedBy(content) else None
    if not is_center and project is None:
        project = parent_providing(content, IPSCProject)
    if project is not None:
        names = change.grown if _only_adds(content, event) else change.names
        names.update(center_index(center).projects.get(project.UID(), ()))
        names.update(map(normalize_name, project.distributions or ()))


def _only_adds(content: Any, event: Any) -> bool:
    """Say whether whoever sees the older page meanwhile sees nothing that has left."""
    if IFilePublishedEvent.providedBy(event):
        return True
    if IPSCProject.providedBy(content) and type(event) is ObjectModifiedEvent:
        # its page for people, which follows what is uploaded
        return True
    # made by this transaction
    return bool(content._p_serial == z64)


def note_name(center: Any, event: Any) -> None:
    """Subscriber: a name has gone to another project."""
    tree = tree_of(center)
    if tree is not None and center._p_jar is not None:
        _gathered(center, tree).names.add(normalize_name(event.name))


def _gathered(center: Any, tree: Tree) -> Change:
    current = transaction.get()
    try:
        changes: dict[tuple[str, ...], Change] = current.data(_gathered)
    except KeyError:
        changes = {}
        current.set_data(_gathered, changes)
        current.addAfterCommitHook(_committed, (center._p_jar.db(), changes))
    return changes.setdefault(center.getPhysicalPath(), Change(tree, owner_name(center)))


def _committed(success: bool, db: Any, changes: dict[tuple[str, ...], Change]) -> None:
    if not success:
        return
    # a center that has moved is the last that its tree is heard of
    last = {change.tree.path: path for path, change in changes.items()}
    for path, change in changes.items():
        if last[change.tree.path] != path:
            continue
        try:
            _write(db, path, change)
        except Busy:
            logger.info("The mirror of %s is being written: the rest follows.", "/".join(path))
        except (MirrorError, OSError) as error:
            logger.error("The mirror of %s: %s", "/".join(path), error)
        except Exception:
            # whatever it is: the transaction is committed, and its client must hear so
            logger.exception("The mirror of %s", "/".join(path))
        KEEPER.wake(path)


def _write(db: Any, path: tuple[str, ...], change: Change) -> None:
    claim(change.tree, change.owner)
    with writing(change.tree, PATIENCE), newest(db, path) as center:
        # from a new connection: whoever had the lock may have seen more
        try:
            if center is None or not is_public(center):
                empty(change.tree)
                return
            names = change.at_once()
            if len(names) <= AT_ONCE:
                for name in names:
                    began = OFTEN.now()
                    publish_name(change.tree, center, name, trusting=True)
                    OFTEN.wrote(change.tree.project(name), began)
        except Exception as error:
            with suppress(OSError):
                note_error(change.tree, str(error) or type(error).__name__)
            raise
