"""Turns for long queries: few run at once, so that short ones always find a worker.

Nobody can tell beforehand how long a query takes. So each starts at once, and shows it: one that has used
its share of a processor without an answer is long, and goes on only in a turn of its own. What turned out to
be long, or to have a large result, is known for a while; asked again, it waits for a turn before it takes a
worker.
"""

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from schema.errors import QueryBusy

_REMEMBERED: Final = 1000
_VARYING: Final = re.compile(r"[\s\d]+")


class LongTurns:
    """A few turns at once, and a line of bounded length before them. All threads may use it."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._turns = threading.Semaphore(at_once)
        self._lock = threading.Lock()
        self._room = waiting
        self._known: OrderedDict[bytes, None] = OrderedDict()

    def knows(self, text: str) -> bool:
        """Whether a query like this one, but for numbers and spaces, turned out to be long."""
        with self._lock:
            return _shape(text) in self._known

    def note(self, text: str, is_long: bool) -> None:
        """Remember what a query turned out to be."""
        shape = _shape(text)
        with self._lock:
            self._known.pop(shape, None)
            if is_long:
                self._known[shape] = None
                if len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)

    def try_to_take(self) -> bool:
        """Take a turn if one is free. Who has one gives it back."""
        return self._turns.acquire(blocking=False)

    def give_back(self) -> None:
        """End a turn."""
        self._turns.release()

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait for a turn, and have it while the block lasts; QueryBusy when none comes free in time, or when
        too many wait.
        """
        with self._lock:
            if not self._room:
                raise QueryBusy
            self._room -= 1
        try:
            has_turn = self._turns.acquire(timeout=seconds)
        finally:
            with self._lock:
                self._room += 1
        if not has_turn:
            raise QueryBusy
        try:
            yield
        finally:
            self.give_back()


def _shape(text: str) -> bytes:
    return hashlib.sha256(_VARYING.sub(" ", text).encode("utf-8", "surrogatepass")).digest()
