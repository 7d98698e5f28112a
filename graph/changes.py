"""What a write changes: quads removed and added, worked out before anything is kept.

People's own data lives beside the records, in graphs of its own. The graphs of the records and of the
vocabulary are theirs alone, whatever a write says.

Where the default graph is the merge of all graphs, a triple written without a graph stands in the graph
OWN_DEFAULT, and a triple is in the default graph while any graph has it. A graph is there while it has
triples: an empty one is not remembered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize

from graph.data_blocks import INSERT, DataBlock, data_blocks, operations
from graph.engine import iri_term, syntax_error
from graph.federation import load_of
from graph.pattern_updates import pattern_update, quads_of
from graph.rdf import in_graph
from graph.tokens import tokens
from schema.errors import QueryError, QueryRefused, QuerySyntaxError
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
_NAMELESS: Final = "there is a graph without a name in it; give each graph an IRI"


@dataclass(frozen=True)
class Change:
    """Quads removed, then quads added, each as N-Quads. A triple without a graph is in people's own default
    graph.
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


def apply_change(store: Store, change: Change, union: bool) -> None:
    """Make a change in a store. `union`: the default graph is the merge of all graphs, as a set."""
    touched = set()
    for quad in parse(change.removed, _NQ):
        stored = _stored(quad, union)
        store.remove(stored)
        touched.add(stored.graph_name)
        if union and not _is_anywhere(store, quad):
            store.remove(in_graph(quad, _DEFAULT))
    added = [_stored(quad, union) for quad in parse(change.added, _NQ)]
    store.extend(added)
    if union:
        store.extend(in_graph(quad, _DEFAULT) for quad in added)
    for graph in touched - {_DEFAULT}:
        if isinstance(graph, NamedNode) and not has_graph(store, graph.value):
            store.remove_graph(graph)


def add_in_bulk(store: Store, quads: Iterable[Quad], union: bool) -> None:
    """Add many of people's quads, as `apply_change` does, to a store that nobody else uses meanwhile."""
    waiting: list[Quad] = []
    for quad in quads:
        waiting.append(_stored(quad, union))
        if union:
            waiting.append(in_graph(quad, _DEFAULT))
        if len(waiting) >= _BATCH:
            store.bulk_extend(waiting)
            waiting.clear()
    store.bulk_extend(waiting)


def has_graph(store: Store, graph: str | None) -> bool:
    """Whether a graph is there; the default graph (None) always is."""
    return graph is None or any(True for _ in store.quads_for_pattern(None, None, None, NamedNode(graph)))


def change_of_update(
    store: Store, text: str, union: bool, loaded: Mapping[str, Part] | None = None
) -> Change:
    """What a SPARQL update changes. It changes the store itself too, which is to be thrown away.

    `loaded` is what LOAD finds, by address; what is not there could not be fetched. QuerySyntaxError where
    the text is no update, QueryRefused for a graph of the records, QueryError where it cannot be run.
    """
    blocks = data_blocks(text)
    if blocks is not None:
        try:
            return _change_of_blocks(store, blocks, union)
        except SyntaxError:
            pass  # the engine tells better what is wrong with it
    parts = operations(text)
    _refuse_malformed(text, parts)
    removed: set[bytes] = set()
    added: set[bytes] = set()
    for part in parts:
        change = _change_of_data(store, part, union)
        if change is None:
            change = _change_of_load(store, part, union, loaded or {})
        if change is None:
            change = _change_of_pattern(store, part, union)
        if change is None:
            change = _carried_out(store, part, union)
        gone, new = (set(lines.splitlines(keepends=True)) for lines in (change.removed, change.added))
        added, removed = (added - gone) | (new - removed), (removed - new) | (gone - added)
    return Change(b"".join(sorted(removed)), b"".join(sorted(added)))


def change_of_upload(
    store: Store, graph: str | None, parts: Sequence[Part], union: bool, replace: bool
) -> Change:
    """What an upload to a graph (None: people's own default graph) changes; with `replace` nothing that was
    in the graph before stays.

    Data that names graphs of its own is taken only without a graph. QuerySyntaxError where the data is not of
    its format, QueryRefused for a graph of the records.
    """
    base = None if graph is None else iri_term(graph).value
    _refuse_reserved(graph)
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
        raise QueryRefused(_NAMELESS)
    named = {str(name.value) for name in graphs} - {graph}
    if graph is not None and named:
        raise QueryRefused("the data names graphs of its own; send it without a graph, or as triples")
    removed: list[bytes] = []
    added: list[bytes] = []
    for name in (graph, *sorted(named)):
        _refuse_reserved(name)
        before, wanted = _triples(store, name, union), _triples(new, name, union=False)
        if name == graph:
            wanted |= _triples(new, None, union=False)
            removed += _in(before - wanted, name) if replace else []
        added += _in(wanted - before, name)
    return Change(b"".join(sorted(removed)), b"".join(sorted(added)))


def change_of_removal(store: Store, graph: str | None, union: bool) -> Change:
    """What it changes to empty a graph (None: people's own default graph). QueryRefused for the records'."""
    _refuse_reserved(graph)
    return Change(removed=b"".join(sorted(_in(_triples(store, graph, union), graph))))


def _refuse_malformed(text: str, parts: Sequence[str]) -> None:
    """Read the whole text before a part of it is carried out: QuerySyntaxError where it is no update.

    The engine takes no prologue after a semicolon, which SPARQL allows, and would fetch what LOAD names: then
    it is enough that it reads each other part, and that none uses another's blank nodes.
    """
    others = [part for part in parts if not load_of(part)]
    error = _fault(text) if others == list(parts) else None
    if error or len(others) < len(parts):
        labels = [{token for kind, token, _ in tokens(part) if kind == "blank"} for part in parts]
        is_shared = sum(map(len, labels)) > len(set().union(*labels))
        faults = [fault for fault in map(_fault, others) if fault]
        if faults or is_shared:
            raise syntax_error(error or (faults or [SyntaxError("two parts use one blank node")])[0])


def _fault(text: str) -> SyntaxError | None:
    """What the engine says against the text of an update; it has nothing there to work on."""
    try:
        with suppress(RuntimeError, OSError, ValueError):
            Store().update(text)
    except SyntaxError as error:
        return error
    return None


def _told_where(part: Part, error: QuerySyntaxError) -> QuerySyntaxError:
    if part.address is None:
        return error
    return QuerySyntaxError(f"<{part.address}> is {error.message}", error.line, error.column)


def _change_of_data(store: Store, text: str, union: bool) -> Change | None:
    """What an operation that lists data changes, made in the store; None for any other."""
    blocks = data_blocks(text)
    try:
        change = None if blocks is None else _change_of_blocks(store, blocks, union)
    except SyntaxError:  # not as TriG, which differs in trifles
        return None
    if change:
        apply_change(store, change, union)
    return change


def _change_of_load(store: Store, text: str, union: bool, loaded: Mapping[str, Part]) -> Change | None:
    """What a LOAD changes, made in the store; None for any other operation."""
    load = load_of(text)
    if load is None:
        return None
    _refuse_reserved(load.graph)
    try:
        part = loaded[load.address]
        change = change_of_upload(store, load.graph, [part], union, replace=False)
    except (KeyError, QuerySyntaxError) as error:
        if load.is_silent:
            return Change()
        if isinstance(error, QuerySyntaxError):
            raise
        raise QueryRefused(f"LOAD <{load.address}> is not accepted: nothing is fetched from there") from error
    apply_change(store, change, union)
    return change


def _change_of_pattern(store: Store, text: str, union: bool) -> Change | None:
    """What an operation with a WHERE changes, made in the store; None for any other, or for many rows."""
    update = pattern_update(text)
    with _told_errors():
        quads = quads_of(store, update) if update else None
    if quads is None:
        return None
    change = _new(store, quads[1], quads[0], union)
    apply_change(store, change, union)
    return change


@contextmanager
def _told_errors() -> Iterator[None]:
    """Errors of the engine as errors of ours."""
    try:
        yield
    except SyntaxError as error:
        raise syntax_error(error) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise QueryError(f"the update cannot be run: {error}") from error


def _carried_out(store: Store, text: str, union: bool) -> Change:
    """What an operation changes, told by the whole of the store before and after; made in the store."""
    before = _lines(store)
    own_before = {quad.triple for quad in store.quads_for_pattern(None, None, None, _OWN)}
    with _told_errors():
        store.update(text)
    after = _lines(store)
    removed, added = _parsed(before - after), _parsed(after - before)
    if not union:
        change = _change(removed, added)
        apply_change(store, change, union)  # which takes emptied graphs away
        return change
    # What is in the default graph because another graph has it stays there.
    store.extend(quad for quad in removed if quad.graph_name == _DEFAULT)
    mine = (quad for quad in removed if quad.graph_name != _DEFAULT or quad.triple in own_before)
    change = _change(mine, added)
    apply_change(store, change, union)
    return change


def _change_of_blocks(store: Store, blocks: Iterable[DataBlock], union: bool) -> Change:
    """The blocks one after another, as they would be carried out."""
    removed: set[Quad] = set()
    added: set[Quad] = set()
    for block in blocks:
        quads = _canonical(parse(block.trig, RdfFormat.TRIG, rename_blank_nodes=True))
        if block.operation == INSERT:
            added |= quads
            removed -= quads
        else:
            removed |= quads
            added -= quads
    return _new(store, added, removed, union)


def _new(store: Store, added: Iterable[Quad], removed: Iterable[Quad], union: bool) -> Change:
    """The change without what is so already."""
    wanted = {_stored(quad, union) for quad in _canonical(added)}
    gone = {_stored(quad, union) for quad in removed} - wanted
    return _change((quad for quad in gone if quad in store), (quad for quad in wanted if quad not in store))


def _canonical(quads: Iterable[Quad]) -> set[Quad]:
    """The quads with their literals as the store writes them: 1 for 01, so that equal ones are the same."""
    store = Store()
    store.extend(quads)
    return set(store)


def _change(removed: Iterable[Quad], added: Iterable[Quad]) -> Change:
    return Change(_written(removed), _written(added))


def _written(quads: Iterable[Quad]) -> bytes:
    """N-Quads, sorted; people's own default graph has no name there."""
    checked = [in_graph(quad, _DEFAULT) if quad.graph_name == _OWN else quad for quad in quads]
    for graph in {quad.graph_name for quad in checked}:
        if isinstance(graph, BlankNode):
            raise QueryRefused(_NAMELESS)
        if isinstance(graph, NamedNode):
            _refuse_reserved(graph.value)
    lines = (serialize(checked, format=_NQ) or b"").splitlines(keepends=True)
    return b"".join(sorted(set(lines)))


def _refuse_reserved(graph: str | None) -> None:
    if graph is not None and is_reserved(graph):
        raise QueryRefused(
            f"<{graph}> belongs to the records, which no write changes; choose a graph whose name does not "
            f"begin with {BASE}"
        )


def _triples(store: Store, graph: str | None, union: bool) -> set[bytes]:
    """The triples of a graph (None: people's own default graph) as lines of N-Triples."""
    own = _OWN if union else _DEFAULT
    name = own if graph in (None, OWN_DEFAULT) else iri_term(str(graph))
    return set((store.dump(format=RdfFormat.N_TRIPLES, from_graph=name) or b"").splitlines(keepends=True))


def _in(triples: Iterable[bytes], graph: str | None) -> list[bytes]:
    """Lines of N-Triples as lines of N-Quads, in a graph."""
    if graph in (None, OWN_DEFAULT):
        return list(triples)
    ending = f" {iri_term(str(graph))} .\n".encode()
    return [line.removesuffix(b" .\n") + ending for line in triples]


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
