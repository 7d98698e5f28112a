"""Places to work at: so many at once; the others wait for their turn, first come, first served."""

from collections import deque
from collections.abc import Callable

Turn = Callable[[], None]
"""What is called when there is a place."""


class Places:
    """So many places. For one event loop: nothing here waits, or is safe to call from threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = 0
        self._queue: deque[Turn] = deque()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._queue)

    @property
    def is_full(self) -> bool:
        """Whether the next must wait."""
        return self.taken >= self.most

    @property
    def is_crowded(self) -> bool:
        """Whether more wait than a few answers will let in."""
        return len(self._queue) > 2 * self.most

    def take(self, turn: Turn) -> None:
        """Call `turn` when there is a place, which it then has: now, or when another is given back."""
        if self.is_full:
            self._queue.append(turn)
        else:
            self.taken += 1
            turn()

    def leave(self, turn: Turn) -> None:
        """Wait no more."""
        if turn in self._queue:
            self._queue.remove(turn)

    def give_back(self) -> None:
        """Leave a place to the next who waits."""
        if self._queue:
            self._queue.popleft()()
        else:
            self.taken -= 1
