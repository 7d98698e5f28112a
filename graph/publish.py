"""The dataset, put on a SPARQL 1.1 engine at another address.

1. The version is taken off the engine, so that no server answers from half of the data. Servers look at
   it every `graph.remote.FRESH` seconds; longer than that is waited.
2. Our named graphs are emptied, also those of records that are gone. Graphs of others are left alone.
3. Each record's graph is sent: by the Graph Store Protocol where the engine has an address for it, else
   by INSERT DATA.
4. Where the engine's default graph does not show what is in named graphs, it is given their merge, so that
   it means the same as on the embedded engine. (What the old graphs had there is taken out in step 2.)
5. Everything is read back and compared.
6. The version is written.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode, Triple

from graph.build import Progress, be_silent
from graph.dialects import AnyTerm
from graph.engine import version_of
from graph.rdf import triples_by_graph
from graph.remote import FRESH, RemoteEngine
from schema.errors import EngineError, StoreError
from schema.vocabulary import PREFIXES, RECORD, RECORD_KINDS, SCHEMA_GRAPH, STATE_GRAPH, VERSION

_Quad: TypeAlias = tuple[str, str, str, str]

SECONDS: Final = 120.0
"""How long one step of a load may take."""

BATCH: Final = 500
"""Triples in one INSERT DATA. Virtuoso compiles each, and grows slow with many."""

_OURS: Final = f'FILTER(STRSTARTS(STR(?g), "{RECORD}") || ?g = <{SCHEMA_GRAPH}>)'
_COMMENT: Final = PREFIXES["rdfs"] + "comment"
_BEGUN: Final = f"""
DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g = <{STATE_GRAPH}>) }} ;
INSERT DATA {{ GRAPH <{STATE_GRAPH}> {{ <{STATE_GRAPH}> <{_COMMENT}> "facelex load is at work" }} }}
"""
_DONE: Final = f"""
DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g = <{STATE_GRAPH}>) }} ;
INSERT DATA {{ GRAPH <{STATE_GRAPH}> {{ <{STATE_GRAPH}> <{VERSION}> %s }} }}
"""
_EMPTY: Final = f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {_OURS} }}"
_EMPTY_DEFAULT: Final = f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {_OURS} }}"
_MERGE: Final = f"INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {_OURS} }}"
_SHOWS_NAMED: Final = f"ASK {{ <{STATE_GRAPH}> ?p ?o }}"
_MISSING_IN_DEFAULT: Final = f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} {_OURS} FILTER NOT EXISTS {{ ?s ?p ?o }} }}"
_NUMBERS: Final = frozenset(PREFIXES["xsd"] + name for name in ("decimal", "integer"))


@dataclass(frozen=True)
class PublishReport:
    """What was put on the engine, and the seconds it took. `by`: "graph store" or "update"."""

    graphs: int
    quads: int
    data_version: str
    by: str
    seconds: float


def publish(
    dataset: Path,
    engine: RemoteEngine,
    progress: Progress | None = None,
    wait: Callable[[float], None] = time.sleep,
) -> PublishReport:
    """Put the built dataset on an engine. StoreError when it cannot be read or is not what the engine is to
    hold; EngineError or its kin when the engine fails or keeps something else than it was sent.

    Stages of `progress` are empty, send, check.
    """
    begun = time.perf_counter()
    tell = progress or be_silent
    data = _read(dataset)
    if version_of(data) != engine.data_version:
        raise StoreError(f"{dataset} is not {engine.data_version}; run `facelex build` to make it anew")
    graphs = triples_by_graph(data)
    http = engine.http
    tell("empty", 0, 1)
    was_served = VERSION in engine.state()
    http.update(_BEGUN, SECONDS)
    if was_served:
        wait(2 * FRESH)
    shows_named = engine.truth(_SHOWS_NAMED)
    if not shows_named:
        http.update(_EMPTY_DEFAULT, SECONDS)
    http.update(_EMPTY, SECONDS)
    tell("empty", 1, 1)
    by = _send(engine, graphs, tell)
    if not shows_named:
        http.update(_MERGE, SECONDS)
    _compare(engine, graphs, tell)
    http.update(_DONE % Literal(engine.data_version), SECONDS)
    return PublishReport(
        len(graphs),
        sum(map(len, graphs.values())),
        engine.data_version,
        by,
        time.perf_counter() - begun,
    )


def _read(dataset: Path) -> bytes:
    try:
        return dataset.read_bytes()
    except OSError as error:
        raise StoreError(
            f"{dataset} cannot be read ({error.strerror}); run `facelex build` to make it"
        ) from error


def _send(engine: RemoteEngine, graphs: Mapping[str, list[Triple]], tell: Progress) -> str:
    if engine.http.address.store:
        for done, (graph, triples) in enumerate(graphs.items()):
            if done % 20 == 0:
                tell("send", done, len(graphs))
            engine.http.put_graph(graph, "".join(f"{triple} .\n" for triple in triples).encode(), SECONDS)
        tell("send", len(graphs), len(graphs))
        return "graph store"
    batches = list(batches_of(graphs))
    for done, batch in enumerate(batches):
        tell("send", done, len(batches))
        engine.http.update(batch, SECONDS)
    tell("send", len(batches), len(batches))
    return "update"


def batches_of(graphs: Mapping[str, list[Triple]], most: int = BATCH) -> Iterator[str]:
    """The triples of all graphs as INSERT DATA updates of at most so many triples."""
    parts: list[str] = []
    room = most
    for graph, triples in graphs.items():
        at = 0
        while at < len(triples):
            taken = triples[at : at + room]
            parts.append(f"GRAPH {NamedNode(graph)} {{ {' . '.join(map(str, taken))} }}")
            at += len(taken)
            room -= len(taken)
            if room == 0:
                yield f"INSERT DATA {{ {' '.join(parts)} }}"
                parts, room = [], most
    if parts:
        yield f"INSERT DATA {{ {' '.join(parts)} }}"


def _compare(engine: RemoteEngine, graphs: Mapping[str, list[Triple]], tell: Progress) -> None:
    """EngineError when the engine does not hold exactly what it was sent."""
    beginnings = (SCHEMA_GRAPH, *(f"{RECORD}{kind}/" for kind in RECORD_KINDS))
    for done, beginning in enumerate(beginnings):
        tell("check", done, len(beginnings))
        sent = {
            (graph, _iri(triple.subject), _iri(triple.predicate), canonical(triple.object))
            for graph, triples in graphs.items()
            if graph.startswith(beginning)
            for triple in triples
        }
        held = set(_held(engine, beginning))
        if held != sent:
            first = min((held ^ sent), key=str)
            what = "lacks" if first in sent else "holds beside what it was sent"
            raise EngineError(
                f"the engine keeps other data than it was sent: it {what} {' '.join(map(str, first[1:]))}; "
                "docs/engines.md says what engines need (Virtuoso: FACELEX_SPARQL_STORE_URL)"
            )
    tell("check", len(beginnings), len(beginnings))
    if engine.truth(_MISSING_IN_DEFAULT):
        raise EngineError("the engine's default graph does not show what its named graphs hold")


def _held(engine: RemoteEngine, beginning: str) -> Iterator[_Quad]:
    """What the engine holds in graphs whose IRIs begin so."""
    names, rows = engine.solutions(
        f'SELECT ?g ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{beginning}")) }}',
        {"g", "s", "p", "o"},
    )
    for row in rows:
        found = dict(zip(names, row, strict=True))
        yield _iri(found["g"]), _iri(found["s"]), _iri(found["p"]), canonical(found["o"])


def _iri(term: AnyTerm | None) -> str:
    return term.value if isinstance(term, NamedNode) else f"not an IRI: {term}"


def canonical(term: AnyTerm | None) -> str:
    """A term as text, the same for numbers that differ only in their zeros."""
    if isinstance(term, Literal) and term.datatype.value in _NUMBERS:
        return f"{Decimal(term.value).normalize():f} {term.datatype}"
    return str(term)
