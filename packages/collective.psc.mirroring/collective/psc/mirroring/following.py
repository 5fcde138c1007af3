"""What ``follow`` remembers from one run to the next: the serials that it has brought home."""

from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.writing import write
from dataclasses import dataclass
from dataclasses import field

import json


@dataclass
class Following:
    """Up to where a tree has followed."""

    #: of the last list of names that was taken
    serial: int = 0
    #: normalized name -> serial of what the tree has of it
    names: dict[str, int] = field(default_factory=dict)


def read_following(tree: Tree) -> Following:
    """Return what is remembered; nothing, where nothing is.

    :raises MirrorError: when it can't be understood
    """
    try:
        found = json.loads(tree.following.read_text("utf-8"))
        return Following(int(found["serial"]), {k: int(v) for k, v in found["names"].items()})
    except FileNotFoundError:
        return Following()
    except (ValueError, KeyError, TypeError, AttributeError):
        raise MirrorError(
            f"{tree.following} can't be understood: delete it, and all is looked at anew."
        ) from None


def remember(tree: Tree, following: Following) -> None:
    """Keep it; the lock is held."""
    document = {"serial": following.serial, "names": following.names}
    write(tree, tree.following, json.dumps(document, indent=0).encode("ascii"))


def forget(tree: Tree, name: str) -> None:
    """Have the next run bring a name anew; the lock is held."""
    following = read_following(tree)
    if following.names.pop(name, None) is not None:
        remember(tree, following)
