"""What a write changes: quads removed and added, worked out before anything is kept.

People's own data lives beside the records, in graphs of its own. The graphs of the records and of the
vocabulary are theirs alone, whatever a write says.

Where the default graph is the merge of all graphs, a triple written without a graph stands in the graph
OWN_DEFAULT, and a triple is in the default graph while any graph has it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize

from graph.data_blocks import INSERT, DataBlock, data_blocks
from graph.engine import syntax_error
from graph.rdf import in_graph
from schema.errors import QueryError, QueryRefused
from schema.vocabulary import BASE

OWN_DEFAULT: Final = BASE + "graph/default"
"""The graph of triples that people wrote without a graph, where the default graph is the merge of all."""

UPLOAD_FORMATS: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}
"""How uploads may be written."""

_OWN: Final = NamedNode(OWN_DEFAULT)
_DEFAULT: Final = DefaultGraph()
_NQ: Final = RdfFormat.N_QUADS


@dataclass(frozen=True)
class Change:
    """Quads removed, then quads added, each as N-Quads. A triple without a graph is in people's own default
    graph.
    """

    removed: bytes = b""
    added: bytes = b""

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)


def is_reserved(graph: str) -> bool:
    """Whether a graph belongs to the records or the vocabulary, so that people cannot write to it."""
    return graph.startswith(BASE) and graph != OWN_DEFAULT


def apply_change(store: Store, change: Change, union: bool) -> None:
    """Make a change in a store. `union`: the default graph is the merge of all graphs, as a set."""
    for quad in parse(change.removed, _NQ):
        store.remove(_stored(quad, union))
        if union and not _is_anywhere(store, quad):
            store.remove(in_graph(quad, _DEFAULT))
    added = [_stored(quad, union) for quad in parse(change.added, _NQ)]
    store.extend(added)
    if union:
        store.extend(in_graph(quad, _DEFAULT) for quad in added)


def change_of_update(store: Store, text: str, union: bool) -> Change:
    """What a SPARQL update changes. It changes the store itself too, which is to be thrown away.

    QuerySyntaxError where the text is no update, QueryRefused for a graph of the records, QueryError where it
    cannot be run.
    """
    blocks = data_blocks(text)
    if blocks is not None:
        try:
            return _change_of_blocks(store, blocks, union)
        except SyntaxError:
            pass  # the engine tells better what is wrong with it
    before = _lines(store)
    try:
        store.update(text)
    except SyntaxError as error:
        raise syntax_error(error) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise QueryError(f"the update cannot be run: {error}") from error
    after = _lines(store)
    removed, added = before - after, after - before
    if union:  # what is in the default graph because a record says so stays there
        removed = {line for line in removed if not _is_default(line) or _in_graph(line, _OWN) in before}
    return _change(_parsed(removed), _parsed(added))


def change_of_upload(
    store: Store, graph: str | None, data: bytes, rdf_format: str, union: bool, replace: bool
) -> Change:
    """What an upload to a graph (None: people's own default graph) changes; with `replace` nothing that was
    in the graph before stays.

    Data that names graphs of its own is taken only without a graph. QuerySyntaxError where the data is not of
    its format, QueryRefused for a graph of the records.
    """
    own = _DEFAULT if graph is None else NamedNode(graph)
    if rdf_format == "rdf" and b"<!DOCTYPE" in data.upper():
        raise QueryRefused("a document type (DOCTYPE) is not read; write the IRIs out, without entities")
    try:
        added = [
            quad if quad.graph_name != _DEFAULT else in_graph(quad, own)
            for quad in parse(data, UPLOAD_FORMATS[rdf_format], rename_blank_nodes=True)
        ]
    except SyntaxError as error:
        raise syntax_error(error, UPLOAD_FORMATS[rdf_format].name) from error
    if graph is not None and any(quad.graph_name != own for quad in added):
        raise QueryRefused("the data names graphs of its own; send it without a graph, or as triples")
    return _new(store, added, _content(store, graph, union) if replace else set(), union)


def change_of_removal(store: Store, graph: str | None, union: bool) -> Change:
    """What it changes to empty a graph (None: people's own default graph). QueryRefused for the records'."""
    return _change(_content(store, graph, union), ())


def _change_of_blocks(store: Store, blocks: Iterable[DataBlock], union: bool) -> Change:
    """The blocks one after another, as they would be carried out."""
    removed: set[Quad] = set()
    added: set[Quad] = set()
    for block in blocks:
        quads = set(parse(block.trig, RdfFormat.TRIG, rename_blank_nodes=True))
        if block.operation == INSERT:
            added |= quads
            removed -= quads
        else:
            removed |= quads
            added -= quads
    return _new(store, added, removed, union)


def _new(store: Store, added: Iterable[Quad], removed: Iterable[Quad], union: bool) -> Change:
    """The change without what is so already."""
    wanted = set(added)
    gone = {quad for quad in removed if quad not in wanted and _stored(quad, union) in store}
    return _change(gone, (quad for quad in wanted if _stored(quad, union) not in store))


def _change(removed: Iterable[Quad], added: Iterable[Quad]) -> Change:
    return Change(_written(removed), _written(added))


def _written(quads: Iterable[Quad]) -> bytes:
    """N-Quads, sorted; people's own default graph has no name there."""
    checked = [in_graph(quad, _DEFAULT) if quad.graph_name == _OWN else quad for quad in quads]
    for quad in checked:
        if isinstance(quad.graph_name, NamedNode) and is_reserved(quad.graph_name.value):
            raise QueryRefused(
                f"<{quad.graph_name.value}> belongs to the records, which no write changes; choose a graph "
                f"whose name does not begin with {BASE}"
            )
    lines = (serialize(checked, format=_NQ) or b"").splitlines(keepends=True)
    return b"".join(sorted(set(lines)))


def _content(store: Store, graph: str | None, union: bool) -> set[Quad]:
    name = (_OWN if union else _DEFAULT) if graph is None else NamedNode(graph)
    return set(store.quads_for_pattern(None, None, None, name))


def _stored(quad: Quad, union: bool) -> Quad:
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


def _lines(store: Store) -> set[bytes]:
    return set((store.dump(format=_NQ) or b"").splitlines(keepends=True))


def _parsed(lines: Iterable[bytes]) -> list[Quad]:
    return list(parse(b"".join(lines), _NQ))


def _is_default(line: bytes) -> bool:
    return isinstance(next(iter(parse(line, _NQ))).graph_name, DefaultGraph)


def _in_graph(line: bytes, graph: NamedNode) -> bytes:
    """The line of a triple of the default graph as the line of the same triple in a graph."""
    return line.rstrip()[:-1] + f"{graph} .\n".encode()
