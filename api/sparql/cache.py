"""Answers given before, for as long as the data is the same."""

from collections import OrderedDict
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class AnswerCache(Generic[Kept]):
    """The last answers, up to so many bytes, of one state of the data."""

    def __init__(self, most_bytes: int = 64 * 1024 * 1024, most_each: int = 256 * 1024) -> None:
        self.hits = 0
        self.misses = 0
        self._most = most_bytes
        self._most_each = most_each
        self._version = 0
        self._bytes = 0
        self._answers: OrderedDict[object, tuple[Kept, int]] = OrderedDict()

    def get(self, version: int, key: object) -> Kept | None:
        """The answer to a question about this state of the data, if it is kept."""
        found = self._answers.get(key) if version == self._version else None
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._answers.move_to_end(key)
        return found[0]

    def put(self, version: int, key: object, answer: Kept, size: int) -> None:
        """Keep an answer that takes so many bytes, with its key, unless that is too many."""
        if version < self._version or size > self._most_each:
            return
        if version != self._version:
            self._answers.clear()
            self._version, self._bytes = version, 0
        if key in self._answers:
            return
        self._answers[key] = (answer, size)
        self._bytes += size
        while self._bytes > self._most:
            _, (_, old) = self._answers.popitem(last=False)
            self._bytes -= old
