"""Places for work: so many at once, and clients who wait take turns."""

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from schema.errors import QueryBusy


@dataclass
class Places:
    """So many may work at once. Of those who wait, each client has one turn after the other's; among the work
    of one client, what came first goes first. So nobody waits long because somebody else asks much.
    """

    most: int
    taken: int = 0
    _queues: OrderedDict[str, deque["asyncio.Future[None]"]] = field(default_factory=OrderedDict)
    """The work that waits, by client; the client whose turn is next comes first."""

    @property
    def waiting(self) -> int:
        """How much work waits."""
        return sum(map(len, self._queues.values()))

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

    async def take(self, most_waiting: int, seconds: float, client: str = "") -> None:
        """Take a place, or wait for one; QueryBusy when too many wait already, or it takes too long.

        When too many wait, a client who has less waiting than another takes the place of the other's last.
        """
        if not self.is_full:
            self.taken += 1
            return
        if self.waiting >= most_waiting and not self._turn_away_for(client):
            raise QueryBusy
        turn = asyncio.get_running_loop().create_future()
        self._queues.setdefault(client, deque()).append(turn)
        try:
            async with asyncio.timeout(seconds):
                await turn
        except BaseException as error:
            was_waiting = self._leave(client, turn)
            if not was_waiting and turn.done() and not turn.cancelled() and turn.exception() is None:
                self.give_back()
            if isinstance(error, TimeoutError):
                raise QueryBusy from error
            raise

    def give_back(self) -> None:
        """Leave a place to the next who waits."""
        while self._queues:
            client, queue = next(iter(self._queues.items()))
            turn = queue.popleft()
            self._queues.move_to_end(client)
            if not queue:
                del self._queues[client]
            if not turn.done():
                turn.set_result(None)
                return
        self.taken -= 1

    def _turn_away_for(self, client: str) -> bool:
        """Tell the last of the client who has most waiting to come later, if that leaves it the larger part;
        whether there is room now.
        """
        greedy = max(self._queues, key=lambda other: len(self._queues[other]), default=client)
        if len(self._queues.get(greedy, ())) <= len(self._queues.get(client, ())) + 1:
            return False
        turn = self._queues[greedy].pop()
        if not turn.done():
            turn.set_exception(QueryBusy())
        return True

    def _leave(self, client: str, turn: "asyncio.Future[None]") -> bool:
        """Wait no longer; whether one was waiting."""
        queue = self._queues.get(client, deque())
        if turn not in queue:
            return False
        queue.remove(turn)
        if not queue:
            del self._queues[client]
        return True
