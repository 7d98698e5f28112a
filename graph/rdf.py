"""RDF text in and out: what the build and the export need of pyoxigraph beside the engine's queries."""

from collections.abc import Iterable, Iterator
from typing import IO, Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from schema.errors import StoreError

GRAPH_FORMATS: Final = {
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
"""How triples are written for people who ask."""

QUAD_FORMATS: Final = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "jsonld": RdfFormat.JSON_LD}
"""Formats that keep named graphs."""

TRIPLE_FORMATS: Final = {"nt": RdfFormat.N_TRIPLES, "ttl": RdfFormat.TURTLE}
"""Formats of one graph."""


class Workspace:
    """A dataset under construction. Blank nodes are counted, for the caller to refuse them."""

    def __init__(self) -> None:
        self._store = Store()

    def add_json_ld(self, document: bytes) -> int:
        """Add a JSON-LD document; the number of its triples with blank nodes. StoreError if not that."""
        return self._add(document, RdfFormat.JSON_LD, None)

    def add_turtle(self, document: bytes, graph: str) -> int:
        """Add Turtle to a named graph; the number of its triples with blank nodes. StoreError if not that."""
        return self._add(document, RdfFormat.TURTLE, NamedNode(graph))

    def update(self, text: str) -> None:
        """Run one of our own SPARQL updates; StoreError when it is not SPARQL."""
        try:
            self._store.update(text)
        except SyntaxError as error:
            raise StoreError(f"not a SPARQL update: {error}") from error

    def nquads(self) -> bytes:
        """Everything, as N-Quads in no particular order."""
        return self._store.dump(format=RdfFormat.N_QUADS) or b""

    def _add(self, document: bytes, rdf_format: RdfFormat, graph: NamedNode | None) -> int:
        try:
            quads = list(parse(document, rdf_format))
        except SyntaxError as error:
            raise StoreError(f"not {rdf_format.name}: {error}") from error
        if graph:
            quads = [in_graph(quad, graph) for quad in quads]
        self._store.extend(quads)
        return sum(
            isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode) for quad in quads
        )


def triples_of_turtle(document: bytes) -> list[tuple[str, str, str]]:
    """The triples of a Turtle text as plain texts: IRIs, lexical forms, and "_:..." for blank nodes."""
    try:
        return [
            (_plain(quad.subject), quad.predicate.value, _plain(quad.object))
            for quad in parse(document, RdfFormat.TURTLE)
        ]
    except SyntaxError as error:
        raise StoreError(f"not Turtle: {error}") from error


def translated(turtle: bytes, base: str, name: str) -> bytes:
    """A Turtle text of ours, whose relative IRIs are relative to a base, in a format of GRAPH_FORMATS."""
    triples = (quad.triple for quad in parse(turtle, RdfFormat.TURTLE, base_iri=base))
    return serialize(triples, format=GRAPH_FORMATS[name]) or b""


def triples_by_graph(nquads: bytes) -> dict[str, list[Triple]]:
    """The triples of an N-Quads text by the IRI of their named graph; StoreError when it is not N-Quads."""
    found: dict[str, list[Triple]] = {}
    try:
        for quad in parse(nquads, RdfFormat.N_QUADS):
            found.setdefault(_plain(quad.graph_name), []).append(quad.triple)
    except SyntaxError as error:
        raise StoreError(f"not N-Quads: {error}") from error
    return found


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI (others are lost without a word when JSON-LD is read)."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def in_graph(quad: Quad, graph: NamedNode | DefaultGraph) -> Quad:
    """The quad's triple in another graph."""
    return Quad(quad.subject, quad.predicate, quad.object, graph)


def sorted_quads(store: Store, graph: str | None) -> list[Quad]:
    """The quads of one named graph, or (None) of the default graph, sorted by their text."""
    name = DefaultGraph() if graph is None else NamedNode(graph)
    return sorted(store.quads_for_pattern(None, None, None, name), key=str)


def write_quads(quads: Iterable[Quad], name: str, out: IO[bytes], prefixes: dict[str, str]) -> None:
    """Write quads, as they come, in one of QUAD_FORMATS."""
    serialize(quads, out, QUAD_FORMATS[name], prefixes=prefixes)


def write_triples(quads: Iterable[Quad], name: str, out: IO[bytes], prefixes: dict[str, str]) -> None:
    """Write the triples of quads, as they come, in one of TRIPLE_FORMATS."""
    serialize(map(_triple, quads), out, TRIPLE_FORMATS[name], prefixes=prefixes)


def nquads_lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Each quad as its line of N-Quads."""
    yield from (serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)


def _triple(quad: Quad) -> Triple:
    return quad.triple


def _plain(term: object) -> str:
    return str(term) if isinstance(term, BlankNode) else str(getattr(term, "value", term))
