"""Places for work: so many at once, and clients who wait take turns.

For one event loop: nothing here waits, or may be called from threads.
"""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from schema.errors import QueryBusy


@dataclass(eq=False, slots=True)
class Turn:
    """Somebody who wants a place: what to call when there is one, and when somebody else gets it instead."""

    client: str
    come: Callable[[], None]
    turn_away: Callable[[], None]


class Places:
    """So many may work at once. Of those who wait, each client has one turn after the other's; among the work
    of one client, what came first goes first. So nobody waits long because somebody else asks much.
    """

    def __init__(self, most: int, most_waiting: int) -> None:
        self.most = most
        self.most_waiting = most_waiting
        self.taken = 0
        self.waiting = 0
        """How much work waits."""
        self._queues: OrderedDict[str, deque[Turn]] = OrderedDict()
        """The work that waits, by client; the client whose turn is next comes first."""

    @property
    def is_full(self) -> bool:
        """Whether the next must wait."""
        return self.taken >= self.most

    @property
    def is_crowded(self) -> bool:
        """Whether many wait."""
        return self.waiting > 2 * self.most

    def others_wait(self, client: str) -> bool:
        """Whether work of somebody else waits."""
        return any(other != client for other in self._queues)

    def take(self, turn: Turn) -> None:
        """Call `turn.come` when there is a place, which it then has: now, or when another is given back.

        When too many wait, a client who has less waiting than another takes the place of the other's last;
        else QueryBusy.
        """
        if not self.is_full:
            self.taken += 1
            turn.come()
            return
        if self.waiting >= self.most_waiting and not self._turn_away_for(turn.client):
            raise QueryBusy
        self._queues.setdefault(turn.client, deque()).append(turn)
        self.waiting += 1

    def leave(self, turn: Turn) -> None:
        """Wait no longer; nothing happens where it did not wait."""
        queue = self._queues.get(turn.client)
        if queue and turn in queue:
            queue.remove(turn)
            self._left(turn.client)

    def give_back(self) -> None:
        """Leave a place to the next who waits."""
        if not self._queues:
            self.taken -= 1
            return
        client, queue = next(iter(self._queues.items()))
        turn = queue.popleft()
        self._queues.move_to_end(client)
        self._left(client)
        turn.come()

    def _turn_away_for(self, client: str) -> bool:
        """Turn away the last of the client who has most waiting, if that leaves it the larger part; whether
        there is room now.
        """
        greedy = max(self._queues, key=lambda other: len(self._queues[other]), default=client)
        if len(self._queues.get(greedy, ())) <= len(self._queues.get(client, ())) + 1:
            return False
        turn = self._queues[greedy].pop()
        self._left(greedy)
        turn.turn_away()
        return True

    def _left(self, client: str) -> None:
        self.waiting -= 1
        if not self._queues[client]:
            del self._queues[client]
