"""Which engine answers: the embedded one, or the one at another address that the settings name."""

from collections.abc import Sequence
from typing import Protocol, Self

from api.settings import Settings
from graph.any_engine import AnyEngine
from graph.build import Progress
from graph.engine import Engine
from graph.remote import RemoteEngine
from graph.remote_pool import RemotePool
from graph.sandbox import Limits, QueryPool, QueryResult
from graph.sparql_http import SparqlHttp
from graph.store import current_version, open_engine


class GuestPool(Protocol):
    """What runs queries from strangers."""

    @property
    def limits(self) -> Limits:
        """What one query may use, and how many run at once."""

    def run(self, text: str, formats: Sequence[str] = ...) -> QueryResult:
        """Check a query and answer it, in the first of the formats that suits its kind."""

    def close(self) -> None:
        """End what it has begun."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def open_any(settings: Settings, progress: Progress | None = None) -> AnyEngine:
    """The engine of the settings. The dataset is built first when the records have changed: the engine at
    another address is to hold the same. Errors as for `graph.store.open_engine`.
    """
    if address := settings.engine_address:
        return RemoteEngine(SparqlHttp(address), current_version(settings.data, progress=progress))
    return open_engine(settings.data, progress=progress)


def guest_pool(engine: AnyEngine, limits: Limits) -> GuestPool:
    """What runs queries from strangers on an engine. Call it before the process has threads."""
    if isinstance(engine, RemoteEngine):
        return RemotePool(engine, limits)
    if isinstance(engine, Engine):
        return QueryPool(engine, limits)
    raise TypeError(f"no way is known to run strangers' queries on {type(engine).__name__}")
