"""RDF text in and out: what the build and the export need of pyoxigraph beside the engine's queries."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Final

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)

from schema.errors import StoreError
from schema.vocabulary import TYPE

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


_WITH_PREFIXES: Final = frozenset({"ttl", "trig"})


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


def written(ntriples: bytes, name: str, prefixes: Mapping[str, str], graph: str | None = None) -> bytes:
    """Triples, sorted, in a format of GRAPH_FORMATS; or, under the name of a graph, of QUAD_FORMATS. The same
    triples give the same bytes, from whatever engine they come.
    """
    triples = sorted((quad.triple for quad in parse(ntriples, RdfFormat.N_TRIPLES)), key=_order)
    known = dict(prefixes) if name in _WITH_PREFIXES else {}
    if graph is None:
        text = serialize(triples, format=GRAPH_FORMATS[name], prefixes=known) or b""
    else:
        name_of_graph = NamedNode(graph)
        quads = (Quad(one.subject, one.predicate, one.object, name_of_graph) for one in triples)
        text = serialize(quads, format=QUAD_FORMATS[name], prefixes=known) or b""
    return _with_tidy_prefixes(text) if known else text


def _with_tidy_prefixes(text: bytes) -> bytes:
    """Turtle or TriG whose prefixes are those that it uses, sorted: the library writes all, in any order."""
    lines = text.splitlines(keepends=True)
    count = next((at for at, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    rest = b"".join(lines[count:])
    used = [line for line in lines[:count] if re.search(rb"(?<![\w-])" + re.escape(line.split()[1]), rest)]
    return b"".join([*sorted(used), b"\n", rest])


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


def _order(triple: Triple) -> tuple[str, bool, str, str]:
    """By subject, what it is first, then by property and value."""
    predicate = triple.predicate.value
    return str(triple.subject), predicate != TYPE, predicate, str(triple.object)


def _triple(quad: Quad) -> Triple:
    return quad.triple


def _plain(term: object) -> str:
    return str(term) if isinstance(term, BlankNode) else str(getattr(term, "value", term))


def number_term(number: int) -> Literal:
    """The term for a whole number."""
    return Literal(number)
