"""Queries from strangers for an engine at another address: checked, counted, bounded and passed on.

The engine runs them; here it is seen to that so many run at once and no more wait, that each ends by its
deadline for the one who asked, and that what comes back is a result. An engine may go on working on a query
that was given up: set its own time limit too (docs/engines.md).
"""

import threading
from collections.abc import Sequence
from typing import Final, Self

from graph.engine import GRAPH_FORMATS, TABLE_FORMATS
from graph.guard import check_query
from graph.query_text import GRAPHS, TRUTH, form_of
from graph.remote import RemoteEngine
from graph.sandbox import Limits, QueryResult
from schema.errors import EngineRefused, EngineTooMuch, QueryBusy, QueryError, QueryTooLarge


class RemotePool:
    """Does for a RemoteEngine what `graph.sandbox.QueryPool` does for the embedded one."""

    def __init__(self, engine: RemoteEngine, limits: Limits | None = None) -> None:
        self.limits: Final = limits or Limits()
        self._engine = engine
        self._places = threading.Semaphore(self.limits.workers)
        self._lock = threading.Lock()
        self._waiting = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to the engine."""
        self._engine.close()

    def run(self, text: str, formats: Sequence[str] = ("json", "ttl")) -> QueryResult:
        """Check a query, and have it answered in the first of the formats that suits its kind.

        Raises what `graph.guard.check_query` raises, QueryError when none of the formats suits or the engine
        finds fault with the query, QueryTooLarge when the result is larger than it may be, QueryBusy when too
        many wait, and EngineError or its kin when the engine fails.
        """
        check_query(text)
        form = form_of(text)
        accepted = GRAPH_FORMATS if form in GRAPHS else TABLE_FORMATS
        format = next((name for name in formats if name in accepted), "")
        if not format:
            raise QueryError(
                f"this result cannot be written as {', '.join(formats)}; accepted: {', '.join(accepted)}"
            )
        self._take_place()
        try:
            body = self._engine.answer(text, format, self.limits.seconds, self.limits.size)
        except EngineRefused as error:
            raise QueryError(error.message) from error
        except EngineTooMuch as error:
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
                raise QueryBusy
            self._waiting += 1
        try:
            if not self._places.acquire(timeout=self.limits.seconds):
                raise QueryBusy
        finally:
            with self._lock:
                self._waiting -= 1
