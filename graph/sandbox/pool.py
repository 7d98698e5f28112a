"""The server's side of the workers: who works on what, for how long, and in which order.

    server --control--> nursery --fork--> worker, worker, ...
      '-------- one pipe for questions and answers each ------'

Work begins as light. What is not done within `Limits.patience`, or sooner if many wait, is heavy: it gives up
its place among the light, and gets the processor only when nothing light wants it. More heavy work than
`Limits.heavy` is held still until another ends. So light queries are answered whatever the heavy ones do.
Clients who wait take turns (`graph.sandbox.places`), and heavy work of several clients in slices of time.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from graph.changes import Change
from graph.datasets import WHOLE, Dataset
from graph.engine import Engine
from graph.sandbox.frames import ASK, BODY, DATA, END, FAILED, Wire, frame, json_frame, receive
from graph.sandbox.limits import Limits
from graph.sandbox.nursery import ADDED, DISMISS, HIRE, REMOVED, WRITE, run_nursery
from graph.sandbox.places import Places
from graph.sandbox.worker import DATASET, ERRORS, GRAPH, QUERY
from schema.errors import (
    QueryBusy,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    StoreError,
)


@dataclass(frozen=True)
class QueryResult:
    """The answer to a query, written out."""

    body: bytes
    kind: str
    """"rows" (SELECT), "truth" (ASK) or "triples" (CONSTRUCT, DESCRIBE)."""
    format: str
    """A name of `graph.engine.TABLE_FORMATS` or TRIPLE_FORMATS."""


@dataclass
class Counts:
    """How often what happened, since the start."""

    answered: int = 0
    failed: int = 0
    timed_out: int = 0
    turned_away: int = 0
    ended: int = 0
    written: int = 0


@dataclass(frozen=True)
class WorkedOut:
    """What a write would change, and whether the graph that it is about is there."""

    change: Change
    existed: bool


class Answer:
    """An answer while it comes: its head, then its pieces."""

    def __init__(self, head: dict[str, Any], wire: Wire) -> None:
        self.head = head
        self.is_whole = False
        self._wire = wire

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes of the answer as they come; an error when it breaks off."""
        while not self.is_whole:
            kind, payload = await self._wire.read()
            if kind == FAILED:
                raise _error(payload)
            self.is_whole = kind == END
            if kind == DATA:
                yield payload

    async def all(self) -> bytes:
        """The whole answer."""
        return b"".join([piece async for piece in self.pieces()])


class WorkerPool:
    """Workers for queries and writes from outside. Make it before starting threads; use it in one event loop.

    It starts the nursery at once; `prepare` makes the workers' engine from the given one there, which leaves
    the server's own as it is. `version` counts the changes that were made.
    """

    def __init__(
        self, engine: Engine, limits: Limits | None = None, prepare: Callable[[Engine], Engine] | None = None
    ) -> None:
        self.limits = limits or Limits()
        self.counts = Counts()
        self.version = 0
        self._control, far_end = socket.socketpair()
        self._nursery = os.fork()
        if self._nursery == 0:
            self._control.close()
            run_nursery(far_end, (lambda: prepare(engine)) if prepare else (lambda: engine), self.limits)
        far_end.close()
        self._controlling = threading.Lock()
        self._closed = False
        self._light = Places(self.limits.workers)
        self._heavy = Places(self.limits.heavy)
        self._idle: list[_Worker] = []
        try:
            self._wait_for_nursery()
            self._idle += [self._hire() for _ in range(self.limits.workers)]
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all workers, also those at work. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self._control.close()  # the nursery sees it, ends its workers and itself
        for worker in self._idle:
            worker.wire.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._nursery, 0)

    @property
    def waiting(self) -> int:
        """Light work that waits for a place now."""
        return self._light.waiting

    @property
    def heavy(self) -> int:
        """Heavy work now, held still or not."""
        return self._heavy.taken + self._heavy.waiting

    async def query(
        self, text: str, formats: Sequence[str] = ("json", "ttl"), dataset: Dataset = WHOLE
    ) -> QueryResult:
        """The whole answer to a query; errors as for `job`."""
        async with self.job(query_job(formats, dataset), text.encode("utf-8", "surrogatepass")) as answer:
            return QueryResult(await answer.all(), answer.head["kind"], answer.head["format"])

    async def change(self, asked: dict[str, Any], body: bytes, seconds: float | None = None) -> WorkedOut:
        """What a write would change; errors as for `job`. Nothing is changed yet."""
        async with self.job(asked, body, seconds, is_used_up=True) as answer:
            lines = await answer.all()
        middle = answer.head["removed"]
        return WorkedOut(Change(lines[:middle], lines[middle:]), answer.head["existed"])

    async def apply(self, change: Change) -> None:
        """Make a change, for all work that begins after this. StoreError when the workers' engine is gone."""
        await asyncio.to_thread(self._apply, change)
        self.version += 1
        self.counts.written += 1

    async def begin_snapshot(self, path: Path) -> Coroutine[Any, Any, None]:
        """Begin to write people's own data, with the changes that were made so far, to a file; what is given
        back waits until the disk has it. StoreError when that fails.
        """
        return self._written(await asyncio.to_thread(self._hire, frame(WRITE, os.fsencode(path))))

    async def _written(self, scribe: "_Worker") -> None:
        try:
            kind, payload = await scribe.wire.read()
        except (EOFError, OSError) as error:
            raise StoreError("it was not written to its end") from error
        finally:
            await self._dismiss(scribe)
        if kind == FAILED:
            raise StoreError(_json(payload)["message"])

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    @asynccontextmanager
    async def job(
        self,
        asked: dict[str, Any],
        body: bytes,
        seconds: float | None = None,
        is_used_up: bool = False,
        client: str = "",
    ) -> AsyncIterator[Answer]:
        """An answer once its first bytes are there. `seconds` may shorten the limit; `is_used_up` says that
        the worker does no other work after this; clients who wait take turns.

        QueryTimeout when the answer is not all taken in time, QueryTooLarge where it needs more memory, stack
        or room than it may, QueryBusy when too much work is waiting; and what the worker tells, see
        `graph.sandbox.worker.ERRORS`.
        """
        seconds = min(seconds or self.limits.seconds, self.limits.seconds)
        try:
            await self._light.take(self.limits.waiting, self.limits.seconds, client)
        except QueryBusy:
            self.counts.turned_away += 1
            raise
        work = _Work(self, await self._worker(), client)
        answer = None
        try:
            async with asyncio.timeout(seconds):
                answer = await work.begin(asked, body)
                yield answer
            self.counts.answered += 1
        except TimeoutError as error:
            self.counts.timed_out += 1
            raise QueryTimeout(seconds) from error
        except (EOFError, OSError) as error:
            self.counts.failed += 1
            if work.turned_away:
                self.counts.turned_away += 1
                raise QueryBusy(5) from error
            raise QueryTooLarge(
                f"it needed more than {self.limits.memory} MiB of memory, or was too complex, and was "
                "stopped; ask for less at once"
            ) from error
        except QueryError:
            self.counts.failed += 1
            if answer is None:  # told before the answer began: the worker is as good as before
                work.is_reusable = True
            raise
        finally:
            work.is_reusable |= answer is not None and answer.is_whole
            await work.end(keep=work.is_reusable and not is_used_up)

    async def _worker(self) -> "_Worker":
        """An idle worker that has seen every change, or a new one."""
        try:
            while self._idle:
                worker = self._idle.pop()
                if worker.version == self.version and not worker.wire.is_closed():
                    return worker
                await self._dismiss(worker)
            return await self._hired()
        except BaseException:
            self._light.give_back()
            raise

    async def _dismiss(self, worker: "_Worker") -> None:
        self.counts.ended += 1
        worker.wire.close()
        saying = asyncio.to_thread(self._say, frame(DISMISS, b"%d" % worker.pid))
        await asyncio.shield(asyncio.ensure_future(saying))  # else the nursery may never hear it

    async def _hired(self) -> "_Worker":
        """A new worker; if nobody waits for it any more when it comes, it is idle."""
        hiring = asyncio.ensure_future(asyncio.to_thread(self._hire))
        try:
            return await asyncio.shield(hiring)
        except asyncio.CancelledError:
            hiring.add_done_callback(self._keep_idle)
            raise

    def _keep_idle(self, hiring: "asyncio.Future[_Worker]") -> None:
        if not hiring.cancelled() and not hiring.exception():
            self._idle.append(hiring.result())

    def _wait_for_nursery(self) -> None:
        """Wait until the nursery has its engine; StoreError with the reason when it cannot have one."""
        try:
            kind, payload = receive(self._control)
        except (EOFError, OSError) as error:
            raise StoreError(_GONE) from error
        if kind == FAILED:
            raise StoreError(_json(payload)["message"])

    def _hire(self, message: bytes = frame(HIRE)) -> "_Worker":
        """A new worker, or scribe, from the nursery."""
        with self._controlling:
            version = self.version
            self._send(message)
            try:
                number, descriptors, _, _ = socket.recv_fds(self._control, 8, 1)
            except OSError as error:
                raise StoreError(_GONE) from error
        if not descriptors:
            raise StoreError(_GONE)
        return _Worker(int.from_bytes(number, "big"), Wire(socket.socket(fileno=descriptors[0])), version)

    def _apply(self, change: Change) -> None:
        with self._controlling:
            self._send(frame(REMOVED, change.removed) + frame(ADDED, change.added))
            try:
                receive(self._control)
            except (EOFError, OSError) as error:
                raise StoreError(_GONE) from error

    def _say(self, message: bytes) -> None:
        with self._controlling, contextlib.suppress(StoreError):
            self._send(message)

    def _send(self, message: bytes) -> None:
        try:
            self._control.sendall(message)
        except OSError as error:
            raise StoreError(_GONE) from error


def query_job(formats: Iterable[str], dataset: Dataset = WHOLE, is_checked: bool = False) -> dict[str, Any]:
    """The job of answering a query in the first of the formats that suits its kind. `is_checked`: the guard
    has read it.
    """
    return {
        "job": QUERY,
        "checked": is_checked,
        "formats": list(formats),
        "default": list(dataset.default),
        "named": list(dataset.named),
    }


def graph_job(graph: str | None, format: str) -> dict[str, Any]:
    """The job of writing out a graph (None: the default graph)."""
    return {"job": GRAPH, "graph": graph, "formats": [format]}


def dataset_job(format: str) -> dict[str, Any]:
    """The job of writing out all graphs."""
    return {"job": DATASET, "formats": [format]}


def query_once(
    engine: Engine, text: str, formats: Sequence[str] = ("json", "ttl"), limits: Limits | None = None
) -> QueryResult:
    """Answer one query in a worker of its own; errors as for `WorkerPool.job`."""
    one = Limits() if limits is None else limits
    with WorkerPool(engine, one) as pool:
        return asyncio.run(pool.query(text, formats))


_LOOKS: Final = 5
"""When too many wait, patience ends at the next of so many looks."""

_SLICE: Final = 0.5
"""Seconds that heavy work has its place for, when other clients wait for one."""

_LAST: Final = 19
"""The lowest priority that still gets a share when other programs want the processor."""

_GONE: Final = "no more workers can be started; restart the server"


@dataclass(eq=False)
class _Worker:
    """A worker as the server sees it; `version` is that of the data it has."""

    pid: int
    wire: Wire
    version: int


class _Work:
    """One job at work: first among the light, then, if it takes long, among the heavy."""

    def __init__(self, pool: WorkerPool, worker: _Worker, client: str) -> None:
        self.pool = pool
        self.worker = worker
        self.client = client
        self.is_reusable = False
        self.turned_away = False
        self._is_light = True
        self._is_heavy = False
        self._moving = asyncio.create_task(self._become_heavy())

    async def begin(self, asked: dict[str, Any], body: bytes) -> Answer:
        """Give the worker its job; the answer when its first bytes are there."""
        wire = self.worker.wire
        await wire.send(json_frame(ASK, asked) + frame(BODY, body))
        kind, payload = await wire.read()
        if kind == FAILED:
            raise _error(payload)
        return Answer(_json(payload), wire)

    async def end(self, keep: bool) -> None:
        """Give back what was taken, and keep the worker for others or dismiss it."""
        self._moving.cancel()
        with contextlib.suppress(asyncio.CancelledError, QueryBusy):
            await self._moving
        try:
            if keep and self._is_light and not self.pool._closed:
                self.pool._idle.append(self.worker)
            else:
                await self.pool._dismiss(self.worker)
        finally:
            if self._is_light:
                self.pool._light.give_back()
            if self._is_heavy:
                self.pool._heavy.give_back()

    async def _become_heavy(self) -> None:
        pool, pid = self.pool, self.worker.pid
        for _ in range(_LOOKS):
            await asyncio.sleep(pool.limits.patience / _LOOKS)
            if pool._light.is_crowded:
                break
        self._is_light = False
        pool._light.give_back()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, pid, _LAST)
        while await self._take_heavy_place():
            while not pool._heavy.others_wait(self.client):
                await asyncio.sleep(_SLICE)
            _signal(pid, signal.SIGSTOP)
            self._is_heavy = False
            pool._heavy.give_back()

    async def _take_heavy_place(self) -> bool:
        """Work on once there is a place, and be held still until then; whether there was one in time."""
        pool, pid = self.pool, self.worker.pid
        if pool._heavy.is_full:
            _signal(pid, signal.SIGSTOP)
        try:
            await pool._heavy.take(pool.limits.heavy_waiting, pool.limits.seconds, self.client)
        except QueryBusy:
            self.turned_away = True
            _signal(pid, signal.SIGKILL)
            return False
        self._is_heavy = True
        _signal(pid, signal.SIGCONT)
        await asyncio.sleep(_SLICE)
        return True


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):  # it is gone only when the nursery is
        os.kill(pid, number)


def _error(payload: bytes) -> QueryError:
    told = _json(payload)
    if told["kind"] == QuerySyntaxError.__name__:
        return QuerySyntaxError(told["message"], told["line"], told["column"])
    if told["kind"] == QueryRefused.__name__:
        return QueryRefused(told["message"], told["line"], told["column"])
    return ERRORS[told["kind"]](told["message"])


def _json(payload: bytes) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(payload)
    return content
