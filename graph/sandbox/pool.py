"""The server's side of the workers: one door for queries and writes from outside."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from graph.changes import Change
from graph.datasets import WHOLE, Dataset
from graph.engine import Engine
from graph.sandbox.frames import ASK, BODY, frame, json_frame
from graph.sandbox.limits import Limits
from graph.sandbox.places import Places
from graph.sandbox.staff import Staff
from graph.sandbox.work import Counts, Work, Workshop
from graph.sandbox.worker import DATASET, GRAPH, QUERY
from schema.errors import QueryTimeout


@dataclass(frozen=True)
class QueryResult:
    """The answer to a query, written out."""

    body: bytes
    kind: str
    """"rows" (SELECT), "truth" (ASK) or "triples" (CONSTRUCT, DESCRIBE)."""
    format: str
    """A name of `graph.engine.TABLE_FORMATS` or TRIPLE_FORMATS."""
    is_constant: bool = True
    """Whether the same query has the same answer for as long as the data is the same."""


@dataclass(frozen=True)
class WorkedOut:
    """What a write would change, and whether the graph that it is about is there."""

    change: Change
    existed: bool


class WorkerPool:
    """Workers for queries and writes from outside. Make it before starting threads; use it in one event loop.

    It starts the nursery at once; `prepare` makes the workers' engine from the given one there, which leaves
    the server's own as it is.
    """

    def __init__(
        self, engine: Engine, limits: Limits | None = None, prepare: Callable[[Engine], Engine] | None = None
    ) -> None:
        self.limits = limits or Limits()
        self._staff = Staff((lambda: prepare(engine)) if prepare else (lambda: engine), self.limits)
        light = Places(self.limits.workers, self.limits.waiting)
        heavy = Places(self.limits.heavy, self.limits.heavy_waiting)
        self._shop = Workshop(self.limits, self._staff, light, heavy)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all workers, also those at work. A second call does nothing."""
        self._staff.close()

    @property
    def counts(self) -> Counts:
        """How often what happened."""
        return self._shop.counts

    @property
    def version(self) -> int:
        """The number of changes that were made."""
        return self._staff.version

    @property
    def dismissed(self) -> int:
        """Workers that were ended before the end of the server."""
        return self._staff.dismissed

    @property
    def waiting(self) -> int:
        """Light work that waits for a place now."""
        return self._shop.light.waiting

    @property
    def is_full(self) -> bool:
        """Whether the next work will be turned away."""
        return self._shop.light.waiting >= self.limits.waiting

    @property
    def heavy(self) -> int:
        """Heavy work now, held still or not."""
        return self._shop.heavy.taken + self._shop.heavy.waiting

    async def query(
        self, text: str, formats: Sequence[str] = ("json", "ttl"), dataset: Dataset = WHOLE
    ) -> QueryResult:
        """The whole answer to a query; errors as for `job`."""
        async with self.job(query_job(formats, dataset), text.encode("utf-8", "surrogatepass")) as answer:
            return result_of(answer.head, await answer.all())

    async def change(self, asked: dict[str, Any], body: bytes, seconds: float | None = None) -> WorkedOut:
        """What a write would change; errors as for `job`. Nothing is changed yet."""
        async with self.job(asked, body, seconds, is_used_up=True) as answer:
            lines = await answer.all()
        middle = answer.head["removed"]
        return WorkedOut(Change(lines[:middle], lines[middle:]), answer.head["existed"])

    async def apply(self, change: Change) -> None:
        """Make a change, for all work that begins after this. StoreError when the workers' engine is gone."""
        await self._staff.apply(change)
        self.counts.written += 1

    async def begin_snapshot(self, path: Path) -> Coroutine[Any, Any, None]:
        """Begin to write people's own data, with the changes that were made so far, to a file; what is given
        back waits until the disk has it. StoreError when that fails.
        """
        return self._staff.written(await self._staff.hire_scribe(path))

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._staff.is_closed

    def begin(self, message: bytes, client: str, on_settled: Callable[[Work], None]) -> Work:
        """Begin a job that `message_of` wrote; see `Work`. QueryBusy when too much work is waiting.

        Whoever begins it calls its `end` when the answer is not wanted any more.
        """
        work = Work(self._shop, message, self.limits.seconds, client, on_settled=on_settled)
        work.begin()
        return work

    @asynccontextmanager
    async def job(
        self,
        asked: dict[str, Any],
        body: bytes,
        seconds: float | None = None,
        is_used_up: bool = False,
        client: str = "",
    ) -> AsyncIterator[Work]:
        """An answer once its first bytes are there. `seconds` may shorten the limit; `is_used_up` says that
        the worker does no other work after this; clients who wait take turns.

        QueryTimeout when the answer is not all taken in time, QueryTooLarge where it needs more memory, stack
        or room than it may, QueryBusy when too much work is waiting; and what the worker tells, see
        `graph.sandbox.worker.ERRORS`.
        """
        seconds = min(seconds or self.limits.seconds, self.limits.seconds)
        work = Work(self._shop, message_of(asked, body), seconds, client, is_used_up)
        work.begin()
        async with self.answering(work):
            yield work

    @asynccontextmanager
    async def answering(self, work: Work) -> AsyncIterator[Work]:
        """The answer of work that was begun, once its first bytes are there; errors as for `job`."""
        try:
            await work.begun()
            async with asyncio.timeout_at(work.deadline):
                yield work
        except TimeoutError as error:
            self.counts.timed_out += not work.error
            raise QueryTimeout(work.seconds) from error
        finally:
            work.end()


def result_of(head: dict[str, Any], body: bytes) -> QueryResult:
    """The whole answer to a query."""
    return QueryResult(body, head["kind"], head["format"], head.get("constant", True))


def message_of(asked: dict[str, Any], body: bytes) -> bytes:
    """A job as it is told to a worker."""
    return json_frame(ASK, asked) + frame(BODY, body)


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
