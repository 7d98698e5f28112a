"""What an upload to a graph changes, and what it changes to take a graph away."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Quad, RdfFormat, Store, serialize

from graph.changes import UPLOAD_FORMATS, Change, Part, emptied, name_of, refuse_reserved
from graph.engine import iri_term, syntax_error
from graph.rdf import in_graph
from schema.errors import QueryRefused, QuerySyntaxError
from schema.vocabulary import OWN_DEFAULT

NAMELESS: Final = "there is a graph without a name in it; give each graph an IRI"
"""What is said against a blank node as the name of a graph."""

_NT: Final = RdfFormat.N_TRIPLES
_FEW: Final = 1000


def change_of_upload(
    store: Store, graph: str | None, parts: Sequence[Part], union: bool, replace: bool
) -> Change:
    """What an upload to a graph (None: people's own default graph) changes; with `replace` nothing that was
    in the graph before stays.

    Data that names graphs of its own is taken only without a graph. QuerySyntaxError where the data is not of
    its format, QueryRefused for a graph of the records.
    """
    base = None if graph is None else iri_term(graph).value
    refuse_reserved(graph)
    new = Store()
    for part in parts:
        if part.format == "rdf" and b"<!DOCTYPE" in part.data.upper():
            raise QueryRefused("a document type (DOCTYPE) is not read; write the IRIs out, without entities")
        rdf_format = UPLOAD_FORMATS[part.format]
        try:
            new.load(part.data, rdf_format, base_iri=part.address or base)  # which also renames blank nodes
        except SyntaxError as error:
            raise _told_where(part, syntax_error(error, rdf_format.name)) from error
    graphs = list(new.named_graphs())
    if any(isinstance(name, BlankNode) for name in graphs):
        raise QueryRefused(NAMELESS)
    named = {str(name.value) for name in graphs} - {graph}
    if graph is not None and named:
        raise QueryRefused("the data names graphs of its own; send it without a graph, or as triples")
    removed = added = b""
    for name in (graph, *sorted(named)):
        refuse_reserved(name)
        if replace and name == graph:
            removed, fresh = _replaced(store, new, name, union)
        else:
            fresh = not_there(store, _of(new, name, name == graph), name, union)
        added += lines_in(fresh, name)
    return Change(removed, added)


def change_of_removal(store: Store, graph: str | None, union: bool) -> Change:
    """What it changes to empty a graph (None: people's own default graph). QueryRefused for the records'."""
    refuse_reserved(graph)
    is_there = any(True for _ in store.quads_for_pattern(None, None, None, name_of(graph, union)))
    return Change(removed=emptied(graph) if is_there else b"")


def _of(new: Store, name: str | None, is_target: bool) -> Iterator[Quad]:
    """The quads for a graph of the store; those without a graph go to the graph that the upload is for."""
    yield from new.quads_for_pattern(None, None, None, name_of(name, union=False))
    if is_target and name not in (None, OWN_DEFAULT):
        yield from new.quads_for_pattern(None, None, None, DefaultGraph())


def not_there(store: Store, quads: Iterable[Quad], graph: str | None, union: bool) -> bytes:
    """The triples that a graph has not, as N-Triples, sorted."""
    name = name_of(graph, union)
    fresh = (quad.triple for quad in quads if in_graph(quad, name) not in store)
    return b"".join(sorted(set(_lines(serialize(fresh, format=_NT) or b""))))


def _replaced(store: Store, new: Store, graph: str | None, union: bool) -> tuple[bytes, bytes]:
    """What is removed from a graph (N-Quads) and added to it (N-Triples) when it becomes what is new.

    A graph that is much larger than what is new is not compared with it.
    """
    wanted = set(_lines(serialize((quad.triple for quad in _of(new, graph, True)), format=_NT) or b""))
    quads = store.quads_for_pattern(None, None, None, name_of(graph, union))
    if next(islice(quads, 2 * len(wanted) + _FEW, None), None):
        return emptied(graph), b"".join(sorted(wanted))
    before = set(_lines(lines_of(store, graph, union)))
    return lines_in(b"".join(sorted(before - wanted)), graph), b"".join(sorted(wanted - before))


def _lines(text: bytes) -> list[bytes]:
    return text.splitlines(keepends=True)


def _told_where(part: Part, error: QuerySyntaxError) -> QuerySyntaxError:
    if part.address is None:
        return error
    return QuerySyntaxError(f"<{part.address}> is {error.message}", error.line, error.column)


def lines_of(store: Store, graph: str | None, union: bool) -> bytes:
    """The triples of a graph (None: people's own default graph) as N-Triples."""
    return store.dump(format=_NT, from_graph=name_of(graph, union)) or b""


def lines_in(triples: bytes, graph: str | None) -> bytes:
    """N-Triples as N-Quads, in a graph (None: people's own default graph)."""
    if graph in (None, OWN_DEFAULT):
        return triples
    return triples.replace(b" .\n", f" {iri_term(str(graph))} .\n".encode())  # no line has it elsewhere
