"""One place where records and content differ."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from typing import Any


@dataclass(frozen=True)
class Archive:
    """A file whose bytes tell what its record lacks: its core metadata."""

    #: name of the storage strategy, and the key of the bytes there
    storage: str
    key: str
    filename: str
    name: str
    version: str
    #: of the core metadata, hex, lower case; what is read must have it
    sha256: str


@dataclass(frozen=True)
class Difference:
    """What is wrong, in one sentence, and how it is made right."""

    #: a word for programs, the same for all differences of one kind
    kind: str
    #: what it is about: a name, a file name, the id of a project
    place: str
    sentence: str
    #: makes the record right, in the transaction that found the difference; None where
    #: content does not tell what would be right, and a person has to
    mend: Callable[..., Any] | None = field(default=None, repr=False, compare=False)
    #: where ``mend`` takes the core metadata: the file that has it
    archive: Archive | None = None

    @property
    def can_be_mended(self) -> bool:
        """Whether a rebuild makes it right."""
        return self.mend is not None
