"""A SPARQL 1.1 engine at another address in the place of the embedded one.

What it holds was put there by `facelex load`, which writes the data version into the graph STATE_GRAPH last
of all. No answer is given from an engine that holds another version: it is looked at again when the last look
is older than FRESH. Rows that an engine gives twice, because its default graph is the union of all named
graphs, count once.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Final

from pyoxigraph import Triple

from graph.dialects import STANDARD, VIRTUOSO, VIRTUOSO_ONLY, Dialect
from graph.engine import TABLE_FORMATS, Row, Term
from graph.queries import Query
from graph.query_text import GRAPHS, TRUTH, form_of, with_values
from graph.rdf import GRAPH_FORMATS
from graph.results import (
    GRAPH_MEDIA,
    ROWS_MEDIA,
    Solutions,
    Unreadable,
    plain,
    read_rows,
    read_triples,
    read_truth,
    rewrite_rows,
    write_graph,
    write_rows,
    write_truth,
)
from graph.sparql_http import Reply, SparqlHttp, shown
from schema.errors import EngineError, EngineNotReady, EngineRefused, QueryError
from schema.vocabulary import STATE_GRAPH, VERSION

FRESH: Final = 1.0
"""Seconds for which a look at the engine's data version holds. `graph.publish` waits longer than that."""

OWN_SECONDS: Final = 30.0
"""How long a query of ours may take; those of strangers have a deadline of their own."""
OWN_MOST: Final = 128
"""MiB of the answer to a query of ours."""
LOOK_SECONDS: Final = 5.0
"""How long a look at the data version may take."""

_STATE: Final = (
    f"SELECT ?property ?value WHERE {{ GRAPH <{STATE_GRAPH}> {{ <{STATE_GRAPH}> ?property ?value }} }}"
)


class RemoteEngine:
    """An engine that holds the dataset of `data_version`. It may be used from several threads."""

    def __init__(
        self, http: SparqlHttp, data_version: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.data_version: Final = data_version
        self.http: Final = http
        self._clock = clock
        self._lock = Lock()
        self._last = _Look(-FRESH, None)
        self._dialect: Dialect | None = None

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def select(self, query: Query, /, **bindings: Term) -> list[Row]:
        """As `graph.any_engine.AnyEngine.select`."""
        names, rows = self._solutions(query, bindings)
        return [
            {name: plain(term) for name, term in zip(names, row, strict=True) if term is not None}
            for row in rows
        ]

    def write(self, query: Query, format: str, /, **bindings: Term) -> bytes:
        """As `graph.any_engine.AnyEngine.write`. Triples are sorted."""
        is_graph = form_of(query.text) in GRAPHS
        formats = GRAPH_FORMATS if is_graph else TABLE_FORMATS
        if format not in formats:
            raise QueryError(f"this result cannot be written as {format}; accepted: {', '.join(formats)}")
        if not is_graph:
            return write_rows(self._solutions(query, bindings), format)
        reply = self._ask_ours(query, bindings, GRAPH_MEDIA)
        with self._reading():
            triples = {_repaired(triple, self.dialect) for triple in read_triples(reply.body, reply.media)}
        return write_graph(sorted(triples, key=str), format)

    def answer(self, text: str, format: str, seconds: float, most: int) -> bytes:
        """The answer to a query of a stranger (which has passed `graph.guard`), read and written anew.

        `format` is one of TABLE_FORMATS or GRAPH_FORMATS, whichever suits the query; `most` is in MiB.
        EngineRefused where the engine finds fault with the query, EngineError and its kin where it fails.
        """
        self.check()
        form = form_of(text)
        reply = self.http.query(text, GRAPH_MEDIA if form in GRAPHS else ROWS_MEDIA, seconds, most)
        with self._reading():
            if form in GRAPHS:
                return write_graph(read_triples(reply.body, reply.media), format)
            if form == TRUTH:
                return write_truth(read_truth(reply.body), format)
            return rewrite_rows(reply.body, format)

    def check(self) -> None:
        """EngineNotReady when the engine does not hold our data; EngineError and its kin when it fails.

        A failure, too, is remembered for FRESH seconds: a dead engine is not asked by everyone.
        """
        with self._lock:
            if self._clock() - self._last.at >= FRESH:
                try:
                    self._look()
                    error = None
                except EngineError as found:
                    error = type(found)(found.message)
                self._last = _Look(self._clock(), error)
            if self._last.error:
                raise type(self._last.error)(self._last.error.message)

    def state(self) -> dict[str, str]:
        """What the engine's STATE_GRAPH says of itself: values by property."""
        reply = self.http.query(_STATE, ROWS_MEDIA, LOOK_SECONDS, 1)
        names, rows = self._rows(reply, {"property", "value"}, STANDARD)
        found = [dict(zip(names, map(plain, row), strict=True)) for row in rows]
        return {row["property"]: row["value"] for row in found}

    @property
    def dialect(self) -> Dialect:
        """The engine's dialect, asked for once."""
        if self._dialect is None:
            try:
                reply = self.http.query(VIRTUOSO_ONLY, ROWS_MEDIA, LOOK_SECONDS, 1)
                _, rows = self._rows(reply, {"lower"}, STANDARD)
                is_virtuoso = [plain(term) for row in rows for term in row] == ["a"]
            except EngineRefused:
                is_virtuoso = False
            self._dialect = VIRTUOSO if is_virtuoso else STANDARD
        return self._dialect

    def solutions(self, text: str, names: set[str]) -> Solutions:
        """The rows of a query text of ours whose variables are these; checks no version."""
        reply = self.http.query(text, ROWS_MEDIA, OWN_SECONDS, OWN_MOST)
        return self._rows(reply, names, self.dialect)

    def truth(self, text: str) -> bool:
        """The answer to an ASK of ours; checks no version."""
        reply = self.http.query(text, ROWS_MEDIA, OWN_SECONDS, 1)
        with self._reading():
            return read_truth(reply.body)

    def _look(self) -> None:
        found = self.state()
        where = shown(self.http.address.query)
        version = found.get(VERSION)
        if version == self.data_version:
            return
        if version:
            raise EngineNotReady(
                f"the SPARQL engine at {where} holds the data {version}, not {self.data_version}; "
                "run `facelex load`, or restart this server with the records that the engine holds"
            )
        if found:
            raise EngineNotReady(
                f"the SPARQL engine at {where} is being loaded, or a load was broken off; "
                "wait for it, or run `facelex load` again"
            )
        raise EngineNotReady(f"the SPARQL engine at {where} holds no data of facelex; run `facelex load`")

    def _solutions(self, query: Query, bindings: dict[str, Term]) -> Solutions:
        reply = self._ask_ours(query, bindings, ROWS_MEDIA)
        return self._rows(reply, set(query.projects), self.dialect)

    def _ask_ours(self, query: Query, bindings: dict[str, Term], media: str) -> Reply:
        query.check_bindings(bindings)
        if (form_of(query.text) in GRAPHS) != (media == GRAPH_MEDIA):
            raise QueryError(f"query {query.name} is not a SELECT query")
        self.check()
        text = with_values(self.dialect.form_of(query).text, bindings)
        return self.http.query(text, media, OWN_SECONDS, OWN_MOST)

    def _rows(self, reply: Reply, names: set[str], dialect: Dialect) -> Solutions:
        with self._reading():
            found, rows = read_rows(reply.body)
            if set(found) != names:
                raise Unreadable(f"rows of {', '.join(found)} instead of {', '.join(sorted(names))}")
        repaired = (tuple(term and dialect.repair(term) for term in row) for row in rows)
        return found, list(dict.fromkeys(repaired))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except Unreadable as error:
            where = shown(self.http.address.query)
            raise EngineError(f"the SPARQL engine at {where} answers what cannot be read: {error}") from error


@dataclass(frozen=True)
class _Look:
    """When the engine was last looked at, and what was wrong with it."""

    at: float
    error: EngineError | None


def _repaired(triple: Triple, dialect: Dialect) -> Triple:
    return Triple(triple.subject, triple.predicate, dialect.repair(triple.object))
