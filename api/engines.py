"""Which engine answers: the embedded one, or the one at another address that the settings name."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from api.settings import Settings
from graph.any_engine import AnyEngine
from graph.build import Progress
from graph.engine import Engine
from graph.remote import RemoteEngine
from graph.remote_pool import RemotePool
from graph.sandbox.limits import Limits
from graph.sandbox.pool import QueryResult, WorkerPool, query_once
from graph.sparql_http import SparqlHttp
from graph.store import current_version, open_engine

GuestPool: TypeAlias = WorkerPool | RemotePool
"""What runs queries from strangers."""


def open_any(settings: Settings, progress: Progress | None = None) -> AnyEngine:
    """The engine of the settings. The dataset is built first when the records have changed: the engine at
    another address is to hold the same. Errors as for `graph.store.open_engine`.
    """
    if address := settings.engine_address:
        return RemoteEngine(SparqlHttp(address), current_version(settings.data, progress=progress))
    return open_engine(settings.data, progress=progress)


def guest_pool(
    engine: AnyEngine, limits: Limits, prepare: Callable[[Engine], Engine] | None = None
) -> GuestPool:
    """What runs queries from strangers on an engine. Call it before the process has threads.

    `prepare` is for the workers of the embedded engine: see `WorkerPool`.
    """
    if isinstance(engine, RemoteEngine):
        return RemotePool(engine, limits)
    if isinstance(engine, Engine):
        return WorkerPool(engine, limits, prepare)
    raise TypeError(f"no way is known to run strangers' queries on {type(engine).__name__}")


def answer_once(engine: AnyEngine, text: str, formats: Sequence[str], limits: Limits) -> QueryResult:
    """Answer one query of a stranger; errors as for `WorkerPool.job` and `RemotePool.run`."""
    if isinstance(engine, RemoteEngine):
        with RemotePool(engine, limits) as pool:
            return pool.run(text, formats)
    if isinstance(engine, Engine):
        return query_once(engine, text, formats, limits)
    raise TypeError(f"no way is known to run strangers' queries on {type(engine).__name__}")
