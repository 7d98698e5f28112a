"""What a write changes: quads removed and added, worked out before anything is kept.

People's own data lives beside the records, in graphs of its own. The graphs of the records and of the
vocabulary are theirs alone, whatever a write says.

Where the default graph is the merge of all graphs, a triple written without a graph stands in the graph
OWN_DEFAULT, and a triple is in the default graph while any graph has it. A graph is there while it has
triples: an empty one is not remembered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from graph.engine import iri_term
from graph.rdf import in_graph
from schema.errors import QueryRefused
from schema.vocabulary import BASE, OWN_DEFAULT

UPLOAD_FORMATS: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}
"""How uploads may be written."""

UPLOAD_MEDIA: Final = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "text/plain": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/trig": "trig",
    "application/n-quads": "nq",
}
"""The media types of uploads, and the format of each."""

_OWN: Final = NamedNode(OWN_DEFAULT)
_DEFAULT: Final = DefaultGraph()
_NQ: Final = RdfFormat.N_QUADS
_BATCH: Final = 100_000
_EMPTIED: Final = b"# all of "


@dataclass(frozen=True)
class Change:
    """Quads removed, then quads added, each as N-Quads. A triple without a graph is in people's own default
    graph. Lines of `emptied` before what is removed stand for all quads of a graph.
    """

    removed: bytes = b""
    added: bytes = b""

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)


@dataclass(frozen=True)
class Part:
    """A part of an upload: data, and its format, a name of UPLOAD_FORMATS."""

    data: bytes
    format: str
    address: str | None = None
    """Where it was fetched from: what its relative names are relative to, instead of the graph."""


def is_reserved(graph: str) -> bool:
    """Whether a graph belongs to the records or the vocabulary, so that people cannot write to it."""
    return graph.startswith(BASE) and graph != OWN_DEFAULT


def refuse_reserved(graph: str | None) -> None:
    """QueryRefused for a graph of the records or the vocabulary."""
    if graph is not None and is_reserved(graph):
        raise QueryRefused(
            f"<{graph}> belongs to the records, which no write changes; choose a graph whose name does not "
            f"begin with {BASE}"
        )


def emptied(graph: str | None) -> bytes:
    """The line of `Change.removed` for all quads of a graph (None: people's own default graph)."""
    return _EMPTIED + (b"" if graph is None else str(iri_term(graph)).encode()) + b"\n"


def name_of(graph: str | None, union: bool) -> NamedNode | DefaultGraph:
    """What a graph (None: people's own default graph) is called in a store. QueryError where it is no IRI."""
    if graph is None or graph == OWN_DEFAULT:
        return _OWN if union else _DEFAULT
    return iri_term(graph)


def apply_change(store: Store, change: Change, union: bool) -> None:
    """Make a change in a store. `union`: the default graph is the merge of all graphs, as a set."""
    touched = set()
    for graph in emptied_graphs(change.removed):
        _empty(store, name_of(graph, union), union)
    for quad in parse(change.removed, _NQ):
        removed = stored(quad, union)
        store.remove(removed)
        touched.add(removed.graph_name)
        if union and not _is_anywhere(store, quad):
            store.remove(in_graph(quad, _DEFAULT))
    added = [stored(quad, union) for quad in parse(change.added, _NQ)]
    store.extend(added)
    if union:
        store.extend(in_graph(quad, _DEFAULT) for quad in added)
    for name in touched - {_DEFAULT}:
        if isinstance(name, NamedNode) and not has_graph(store, name.value):
            store.remove_graph(name)


def emptied_graphs(removed: bytes) -> list[str | None]:
    """The graphs that the lines of `emptied` name, at the beginning of `Change.removed`."""
    graphs: list[str | None] = []
    at = 0
    while removed.startswith(_EMPTIED, at):
        end = removed.index(b"\n", at)
        name = removed[at + len(_EMPTIED) : end].decode()
        graphs.append(name[1:-1] if name else None)
        at = end + 1
    return graphs


def _empty(store: Store, name: NamedNode | DefaultGraph, union: bool) -> None:
    """Take all quads of a graph away, and out of the merge what no other graph has."""
    if union:
        store.update(
            f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} "
            f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {name}) }} }}"
        )
    store.remove_graph(name)


def add_in_bulk(store: Store, quads: Iterable[Quad], union: bool) -> None:
    """Add many of people's quads, as `apply_change` does, to a store that nobody else uses meanwhile."""
    waiting: list[Quad] = []
    for quad in quads:
        waiting.append(stored(quad, union))
        if union:
            waiting.append(in_graph(quad, _DEFAULT))
        if len(waiting) >= _BATCH:
            store.bulk_extend(waiting)
            waiting.clear()
    store.bulk_extend(waiting)


def has_graph(store: Store, graph: str | None) -> bool:
    """Whether a graph is there; the default graph (None) always is."""
    return graph is None or any(True for _ in store.quads_for_pattern(None, None, None, NamedNode(graph)))


def stored(quad: Quad, union: bool) -> Quad:
    """The quad as the store has it: people's own default graph has a name where the default is a merge."""
    if quad.graph_name == _DEFAULT and union:
        return in_graph(quad, _OWN)
    if quad.graph_name == _OWN and not union:
        return in_graph(quad, _DEFAULT)
    return quad


def _is_anywhere(store: Store, quad: Quad) -> bool:
    """Whether any named graph has the triple."""
    found = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return any(not isinstance(one.graph_name, DefaultGraph) for one in found)
