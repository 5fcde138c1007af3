"""What one process keeps of what it has computed from records.

Everything is kept under its record, the transaction that wrote the record, and what
it is: right in every instance of a cluster without a message between them, since a
changed record asks under another key.
"""

from collections import OrderedDict

import threading


#: bytes of pages that one process keeps
PAGES_SIZE = 64 * 2**20
#: how many small values it keeps
VALUES = 1000
#: about how many bytes of what was found in the catalog
FOUND_SIZE = 32 * 2**20
#: about how many a question takes of them, even if nothing was found: anybody may ask for anything
QUESTION_SIZE = 2048


class SizedCache:
    """What was asked for last, bounded by the sum of the sizes."""

    def __init__(self, size):
        self.size = size
        self._entries = OrderedDict()
        self._used = 0
        self._lock = threading.Lock()

    def get(self, key):
        """Return what is kept under a key, or None."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key, value, size):
        """Keep a value; what was not asked for longest goes when there is no room."""
        with self._lock:
            _old, old_size = self._entries.pop(key, (None, 0))
            self._entries[key] = value, size
            self._used += size - old_size
            while self._used > self.size:
                _key, (_value, dropped) = self._entries.popitem(last=False)
                self._used -= dropped


_pages = SizedCache(PAGES_SIZE)
_values = SizedCache(VALUES)
_found = SizedCache(FOUND_SIZE)


def cached_page(record, what, compute):
    """Return a page with a ``body``, computed at most once for this state of its record.

    :param what: hashable; tells apart what is kept of one record
    """
    return _cached(_pages, record, record.serial, what, compute, lambda page: len(page.body))


def cached_value(record, what, compute):
    """Return a small value, computed at most once for this state of its record."""
    return _cached(_values, record, record.serial, what, compute, lambda value: 1)


def cached_finding(counter, what, compute, size_of):
    """Return what was found in a catalog, computed at most once for its state.

    :param counter: the persistent object that is changed with each entry of the catalog
    :param what: hashable: the question, and who asks
    :param size_of: function of what was found: about how many bytes it takes
    """
    # a ghost tells the serial of the state before
    counter._p_activate()

    def size(found):
        return QUESTION_SIZE + size_of(found)

    return _cached(_found, counter, counter._p_serial, what, compute, size)


def _cached(cache, record, serial, what, compute, size_of):
    key = _key_of(record, serial, what)
    if key is None:
        return compute()
    found = cache.get(key)
    if found is None:
        found = compute()
        cache.put(key, found, size_of(found))
    return found


def _key_of(record, serial, what):
    """Return the key of a record's state, or None where it has none that others share."""
    jar = record._p_jar
    if jar is None or _writes(jar):
        return None
    return (jar.db().database_name, record._p_oid, serial, what)


def _writes(jar):
    # A connection with changes of its own shows states that no serial names;
    # after a savepoint they don't even look changed.
    return bool(jar._registered_objects) or jar._savepoint_storage is not None
