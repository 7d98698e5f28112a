"""One job of a worker, from waiting for its turn to the last byte of its answer.

    waits for a place -> is at a worker (light) -> takes long (heavy) -> answered, failed, or too late

Work begins as light. What takes longer than `Limits.patience`, or less if many wait, is heavy: it gives up
its place among the light, and the processor goes to light work first. More heavy work than
`Limits.heavy` is held still until another ends. So light work is done whatever the heavy does. Clients who
wait take turns (`graph.sandbox.places`), and heavy work of several clients has slices of time.

Nothing here blocks: the event loop tells of messages, deadlines and ends, and who wants the answer is told
in turn.
"""

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from graph.sandbox.frames import DATA, END, FAILED, HEAD
from graph.sandbox.limits import MIB, Limits
from graph.sandbox.places import Places, Turn
from graph.sandbox.staff import Staff, Worker
from graph.sandbox.worker import ERRORS
from schema.errors import QueryBusy, QueryError, QueryRefused, QuerySyntaxError, QueryTimeout, QueryTooLarge

AHEAD: Final = 1 * MIB
"""Bytes of an answer that are taken from the worker before anybody wants them."""

_LOOKS: Final = 5
"""When too many wait, patience ends at the next of so many looks."""

_SLICE: Final = 0.5
"""Seconds that heavy work has its place for, when other clients wait for one."""

_AFTER_OTHERS: Final = 10
"""The priority (nice) of heavy work: beside a busy program of usual priority it has a tenth of a processor,
beside light work (nice 5) a quarter. At the lowest, 19, it had a seventieth, and ordinary queries were late.
"""

_RETRY: Final = 5


@dataclass
class Counts:
    """How often what happened, since the start."""

    answered: int = 0
    failed: int = 0
    timed_out: int = 0
    turned_away: int = 0
    written: int = 0


@dataclass(frozen=True)
class Workshop:
    """What all work shares."""

    limits: Limits
    staff: Staff
    light: Places
    heavy: Places
    counts: Counts = field(default_factory=Counts)


class Work:
    """A job and its answer, while it comes.

    `on_settled` is called once: when the answer is whole, has failed, is longer than AHEAD, or takes so long
    that it is heavy.
    """

    def __init__(
        self,
        workshop: Workshop,
        message: bytes,
        seconds: float,
        client: str = "",
        is_used_up: bool = False,
        on_settled: Callable[["Work"], None] | None = None,
    ) -> None:
        self.head: dict[str, Any] = {}
        self.error: BaseException | None = None
        self.is_whole = False
        self._shop = workshop
        self._message = message
        self.seconds = seconds
        self._is_used_up = is_used_up
        self._on_settled = on_settled
        self._worker: Worker | None = None
        self._pieces: list[bytes] = []
        self._kept = 0
        self._looks = 0
        self._priority = _AFTER_OTHERS
        self.is_over = False
        self._is_light = self._is_heavy = self._is_unwanted = False
        self._wanted: asyncio.Future[None] | None = None
        self._loop = asyncio.get_running_loop()
        self.deadline = self._loop.time() + workshop.limits.seconds
        self._timer: asyncio.TimerHandle | None = None
        self._slice: asyncio.TimerHandle | None = None
        self._turn = Turn(client, self._take_place, self._waited_in_vain)
        self._heavy_turn: Turn | None = None

    def begin(self) -> None:
        """Take a place, or wait for one. QueryBusy when too many wait already."""
        try:
            self._shop.light.take(self._turn)
        except QueryBusy:
            self._shop.counts.turned_away += 1
            raise
        if not self._is_light and not self.is_over:
            self._timer = self._loop.call_at(self.deadline, self._turn.turn_away)

    @property
    def size(self) -> int:
        """Bytes of the answer that have come and were not taken yet."""
        return self._kept

    def take(self) -> bytes:
        """The bytes of the answer that have come and were not taken yet."""
        found = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces.clear()
        self._kept = 0
        if self._worker:
            self._worker.wire.resume()
        return found

    async def begun(self) -> None:
        """Wait for the first bytes of the answer; its error when it fails before."""
        while not self.head and not self.error:
            await self._more()
        if self.error:
            raise self.error

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes of the answer as they come; an error when it breaks off."""
        while True:
            if self._pieces:
                yield self.take()
            elif self.error:
                raise self.error
            elif self.is_whole:
                return
            else:
                await self._more()

    async def all(self) -> bytes:
        """The whole answer."""
        return b"".join([piece async for piece in self.pieces()])

    def end(self) -> None:
        """Nobody wants the answer any more. A second call does nothing.

        Light work goes on unseen until it would be heavy: to fork another worker takes longer.
        """
        if self.is_over:
            return
        self._on_settled = None
        self._is_unwanted = self._is_light and self._worker is not None and self._kept <= AHEAD
        if not self._is_unwanted or self._is_used_up:
            self._end(keep=False)

    async def _more(self) -> None:
        self._wanted = self._loop.create_future()
        await self._wanted

    def _tell(self, is_settled: bool = False) -> None:
        if self._wanted and not self._wanted.done():
            self._wanted.set_result(None)
        if is_settled and self._on_settled:
            tell, self._on_settled = self._on_settled, None
            tell(self)

    def _take_place(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._is_light = True
        if worker := self._shop.staff.idle_worker():
            self._give(worker)
        else:
            self._shop.staff.hire().add_done_callback(self._hired)

    def _hired(self, hiring: "asyncio.Future[Worker]") -> None:
        if hiring.cancelled() or (error := hiring.exception()):
            self._fail(asyncio.CancelledError() if hiring.cancelled() else error)
        elif self.is_over:
            self._shop.staff.keep(hiring.result())
        else:
            self._give(hiring.result())

    def _give(self, worker: Worker) -> None:
        self._worker = worker
        self.deadline = self._loop.time() + self.seconds
        worker.wire.listen(self._received, self._worker_gone)
        self._look_later()
        worker.wire.send(self._message)
        self._message = b""

    def _received(self, kind: bytes, payload: bytes) -> None:
        if kind == DATA:
            self._pieces.append(payload)
            self._kept += len(payload)
            if self._kept > AHEAD and self._worker:
                self._worker.wire.pause()
                if self._is_unwanted:
                    self._end(keep=False)
        elif kind == HEAD:
            self.head = json.loads(payload)
        elif kind == END:
            self.is_whole = True
            self._shop.counts.answered += 1
            self._end(keep=True)
        elif kind == FAILED:
            self._shop.counts.failed += 1
            self.error = _error(payload)
            self._end(keep=not self.head)  # told before the answer began: the worker is as good as before
        self._tell(self.is_over or self._kept > AHEAD)

    def _fail(self, error: BaseException | None) -> None:
        self.error = error
        if not self.is_over:
            self._end(keep=False)
        self._tell(is_settled=True)

    def _worker_gone(self) -> None:
        self._shop.counts.failed += 1
        self._fail(
            QueryTooLarge(
                f"it needed more than {self._shop.limits.memory} MiB of memory, or was too complex, and was "
                "stopped; ask for less at once"
            )
        )

    def _too_late(self) -> None:
        self._shop.counts.timed_out += 1
        self._fail(QueryTimeout(self.seconds))

    def _waited_in_vain(self) -> None:
        self._turn_away(QueryBusy())

    def _cannot_go_on(self) -> None:
        self._turn_away(QueryBusy(_RETRY))

    def _turn_away(self, error: QueryBusy) -> None:
        self._shop.counts.turned_away += 1
        self._fail(error)

    def _look_later(self) -> None:
        look = self._loop.time() + self._shop.limits.patience / _LOOKS
        self._timer = self._loop.call_at(min(look, self.deadline), self._look)

    def _look(self) -> None:
        if self._loop.time() >= self.deadline:
            self._too_late()
            return
        self._looks += 1
        if self._looks < _LOOKS and not self._shop.light.is_crowded:
            self._look_later()
            return
        self._timer = self._loop.call_at(self.deadline, self._too_late)
        self._become_heavy()

    def _become_heavy(self) -> None:
        shop, worker = self._shop, self._worker
        if worker is None:
            return
        if self._is_unwanted:
            self._end(keep=False)
            return
        self._is_light = False
        shop.light.give_back()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            self._priority = os.getpriority(os.PRIO_PROCESS, worker.pid)
            os.setpriority(os.PRIO_PROCESS, worker.pid, _AFTER_OTHERS)
        self._take_heavy_place(worker)
        self._tell(is_settled=True)

    def _take_heavy_place(self, worker: Worker) -> None:
        """Work on once there is a place, and be held still until then."""
        if self._shop.heavy.is_full:
            _signal(worker, signal.SIGSTOP)
        self._heavy_turn = Turn(self._turn.client, self._go_on, self._cannot_go_on)
        try:
            self._shop.heavy.take(self._heavy_turn)
        except QueryBusy:
            self._cannot_go_on()

    def _go_on(self) -> None:
        self._is_heavy = True
        if self._worker:
            _signal(self._worker, signal.SIGCONT)
        self._slice = self._loop.call_later(_SLICE, self._end_slice)

    def _end_slice(self) -> None:
        """Let others have the place for a while, if somebody else waits for one."""
        if self._worker and self._shop.heavy.others_wait(self._turn.client):
            self._is_heavy = False
            self._shop.heavy.give_back()
            self._take_heavy_place(self._worker)
        else:
            self._slice = self._loop.call_later(_SLICE, self._end_slice)

    def _end(self, keep: bool) -> None:
        """Give back what was taken, and keep the worker for others or dismiss it."""
        self.is_over = True
        for timer in (self._timer, self._slice):
            if timer:
                timer.cancel()
        worker, self._worker = self._worker, None
        if worker and keep and not self._is_used_up and (self._is_light or self._is_as_before(worker)):
            self._shop.staff.keep(worker)
        elif worker:
            self._shop.staff.dismiss(worker)
        if self._is_light:
            self._shop.light.give_back()
        elif self._is_heavy:
            self._shop.heavy.give_back()
        else:
            self._shop.light.leave(self._turn)
            if self._heavy_turn:
                self._shop.heavy.leave(self._heavy_turn)

    def _is_as_before(self, worker: Worker) -> bool:
        """Whether a worker that did heavy work can do light work again: the system may not let it go first,
        and memory that it keeps is not there for the next.
        """
        _signal(worker, signal.SIGCONT)
        try:
            os.setpriority(os.PRIO_PROCESS, worker.pid, self._priority)
        except OSError:
            return False
        return worker.growth() < self._shop.limits.memory * MIB // 4


def _signal(worker: Worker, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):  # it is gone only when the nursery is
        os.kill(worker.pid, number)


def _error(payload: bytes) -> QueryError:
    told = json.loads(payload)
    if told["kind"] == QuerySyntaxError.__name__:
        return QuerySyntaxError(told["message"], told["line"], told["column"])
    if told["kind"] == QueryRefused.__name__:
        return QueryRefused(told["message"], told["line"], told["column"])
    return ERRORS[told["kind"]](told["message"])
