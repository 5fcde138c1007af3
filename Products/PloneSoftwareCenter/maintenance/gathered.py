"""Files in the order in which their bytes were stored, on disk, so memory stays flat."""

from collections.abc import Iterable
from collections.abc import Iterator
from Products.PloneSoftwareCenter.maintenance.files import StoredFile

import sqlite3


#: how many are read at once
ROWS = 1000


class Gathered:
    """Some files, to be walked through once or more; ``close`` it."""

    def __init__(self, files: Iterable[StoredFile]) -> None:
        self._table = sqlite3.connect("")
        self._table.execute(
            "CREATE TABLE files (first_storage, first_key, name, release, filename, storage, key,"
            " size, sha256, PRIMARY KEY (first_storage, first_key)) WITHOUT ROWID"
        )
        rows = map(_row, files)
        self._table.executemany(
            "INSERT OR IGNORE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
        )

    def __iter__(self) -> Iterator[StoredFile]:
        found = self._table.execute("SELECT * FROM files ORDER BY first_storage, first_key")
        while rows := found.fetchmany(ROWS):
            for first_storage, first_key, name, release, filename, *others in rows:
                yield StoredFile(name, release, filename, (first_storage, first_key), *others)

    def __len__(self) -> int:
        [count] = self._table.execute("SELECT count(*) FROM files").fetchone()
        return int(count)

    def close(self) -> None:
        self._table.close()


def _row(one):
    known = (one.name, one.release, one.filename)
    return (*one.origin, *known, one.storage, one.key, one.size, one.sha256)
