"""Answers that one process keeps for as long as nothing in the database changes.

What is kept belongs to the newest transaction that was there *before* the answer was made.
The first look after any commit finds nothing, in every process, without a message between
them: nothing older than the last commit that this process has heard of is ever sent.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from dataclasses import field
from typing import Any


#: answers that are kept, and bytes of their bodies
ANSWERS = 10_000
BYTES = 64 * 2**20
#: longer keys are not worth their place
KEY_LENGTH = 2000


@dataclass
class _State:
    storage: Any
    tid: bytes
    answers: dict[Hashable, Any] = field(default_factory=dict)
    used: int = 0


class Memory:
    """What was answered since the last commit. Threads share it without a lock: each step is one.

    Should two threads be at it at once, an answer may be lost and is made again.
    """

    def __init__(self, answers: int = ANSWERS, size: int = BYTES) -> None:
        self.limit = answers
        self.size = size
        self._state = _State(None, b"")

    def get(self, storage: object, tid: bytes, key: Hashable) -> Any:
        """Return what is kept under a key for this state of the database, or None."""
        state = self._state
        if state.tid != tid or state.storage is not storage:
            return None
        return state.answers.get(key)

    def put(self, storage: object, tid: bytes, key: Hashable, answer: Any, size: int) -> None:
        """Keep an answer.

        :param tid: the last transaction before the answer was made
        :param size: of what it holds, in bytes
        """
        state = self._state
        if state.storage is not storage or state.tid < tid:
            state = self._state = _State(storage, tid)
        elif state.tid > tid:
            return
        if len(state.answers) >= self.limit or state.used + size > self.size:
            state.answers.clear()
            state.used = 0
        if size <= self.size:
            state.answers[key] = answer
            state.used += size
