"""Queries from strangers for an engine at another address: checked, counted, bounded and passed on.

The engine runs them; here it is seen to that so many run at once and no more wait, that each ends by its
deadline for the one who asked, and that what comes back is a result. An engine may go on working on a query
that was given up: set its own time limit too (docs/engines.md).

FROM is refused: whether it would fetch something is up to that engine.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final, Self

from graph.datasets import WHOLE, Dataset, dataset_of
from graph.engine import TABLE_FORMATS, iri_term
from graph.guard import check_query
from graph.query_text import GRAPHS, TRUTH, form_of
from graph.rdf import GRAPH_FORMATS
from graph.remote import RemoteEngine
from graph.sandbox.limits import Limits
from graph.sandbox.pool import QueryResult
from graph.sandbox.work import Counts
from graph.sandbox.worker import GRAPH, QUERY
from schema.errors import (
    EngineRefused,
    EngineTimeout,
    EngineTooMuch,
    NoSuchGraph,
    QueryBusy,
    QueryError,
    QueryRefused,
    QueryTooLarge,
)

MOST_WHOLE: Final = 32
"""MiB of an answer: it is kept whole until it is sent."""


class WholeAnswer:
    """An answer that is all there, in the shape of one that comes in pieces (`graph.sandbox.pool.Answer`)."""

    def __init__(self, result: QueryResult) -> None:
        self.head: Final[dict[str, Any]] = {"kind": result.kind, "format": result.format}
        self.is_whole = False
        self._body = result.body

    async def pieces(self) -> AsyncIterator[bytes]:
        """The answer, in one piece."""
        self.is_whole = True
        yield self._body

    async def all(self) -> bytes:
        """The whole answer."""
        return b"".join([piece async for piece in self.pieces()])


class RemotePool:
    """Does for a RemoteEngine what `graph.sandbox.pool.WorkerPool` does for the embedded one."""

    version: Final = 0
    heavy: Final = 0
    dismissed: Final = 0

    def __init__(self, engine: RemoteEngine, limits: Limits | None = None) -> None:
        self.limits: Final = limits or Limits()
        self.counts: Final = Counts()
        self._engine = engine
        self._places = threading.Semaphore(self.limits.workers)
        self._lock = threading.Lock()
        self._waiting = 0
        self._threads = ThreadPoolExecutor(self.limits.workers + self.limits.waiting + 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to the engine."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._engine.close()

    @property
    def waiting(self) -> int:
        """Queries that wait for a place now."""
        return self._waiting

    async def query(
        self, text: str, formats: Sequence[str] = ("json", "ttl"), dataset: Dataset = WHOLE
    ) -> QueryResult:
        """The answer to a query; errors as for `run`."""
        if dataset:
            raise QueryRefused("the engine is elsewhere and has one dataset; name graphs with GRAPH")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(self.run, text, formats))

    @asynccontextmanager
    async def job(
        self, asked: dict[str, Any], body: bytes, seconds: float | None = None, *, client: str = ""
    ) -> AsyncIterator[WholeAnswer]:
        """The answer to a job of `query_job` or `graph_job`; `seconds` may shorten the limit. Clients do not
        take turns here: the engine has its own order.

        Errors as for `run`; NoSuchGraph for a graph that holds nothing.
        """
        if asked["job"] == QUERY:
            dataset = Dataset(tuple(asked["default"]), tuple(asked["named"]))
            work = self.query(body.decode("utf-8", "surrogatepass"), asked["formats"], dataset)
        elif asked["job"] == GRAPH:
            work = self._graph(asked["graph"], asked["formats"])
        else:
            raise QueryRefused("the engine is elsewhere; its whole dataset is not given out here")
        try:
            async with asyncio.timeout(seconds):
                result = await work
        except TimeoutError as error:
            self.counts.timed_out += 1
            raise EngineTimeout(f"the engine did not answer within {seconds:g} s; allow it more") from error
        yield WholeAnswer(result)

    async def _graph(self, graph: str | None, formats: Sequence[str]) -> QueryResult:
        pattern = "?s ?p ?o" if graph is None else f"GRAPH {iri_term(graph)} {{ ?s ?p ?o }}"
        if graph is not None:
            found = await self.query(f"ASK {{ {pattern} }}", ("csv",))
            if found.body.strip() != b"true":
                raise NoSuchGraph(f"there is no graph <{graph}> here, and nothing is fetched from elsewhere")
        return await self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", formats)

    def run(self, text: str, formats: Sequence[str] = ("json", "ttl")) -> QueryResult:
        """Check a query, and have it answered in the first of the formats that suits its kind.

        Raises what `graph.guard.check_query` raises, QueryRefused for FROM, QueryError when none of the
        formats suits or the engine finds fault with the query, QueryTooLarge when the result is larger than
        it may be, QueryBusy when too many wait, and EngineError or its kin when the engine fails.
        """
        check_query(text)
        if dataset_of(text):
            raise QueryRefused("FROM is not accepted: the engine is elsewhere; name graphs with GRAPH")
        form = form_of(text)
        accepted: Sequence[str] = tuple(GRAPH_FORMATS if form in GRAPHS else TABLE_FORMATS)
        format = next((name for name in formats if name in accepted), "")
        if not format:
            raise QueryError(
                f"this result cannot be written as {', '.join(formats)}; accepted: {', '.join(accepted)}"
            )
        self._take_place()
        try:
            most = min(self.limits.size, MOST_WHOLE)
            body = self._engine.answer(text, format, self.limits.seconds, most)
            self.counts.answered += 1
        except EngineTimeout:
            self.counts.timed_out += 1
            raise
        except EngineRefused as error:
            self.counts.failed += 1
            raise QueryError(error.message) from error
        except EngineTooMuch as error:
            self.counts.failed += 1
            raise QueryTooLarge(error.message) from error
        finally:
            self._places.release()
        kind = "triples" if form in GRAPHS else "truth" if form == TRUTH else "rows"
        return QueryResult(body, kind, format)

    def _take_place(self) -> None:
        if self._places.acquire(blocking=False):
            return
        with self._lock:
            if self._waiting >= self.limits.waiting:
                self.counts.turned_away += 1
                raise QueryBusy
            self._waiting += 1
        try:
            if not self._places.acquire(timeout=self.limits.seconds):
                self.counts.turned_away += 1
                raise QueryBusy
        finally:
            with self._lock:
                self._waiting -= 1
