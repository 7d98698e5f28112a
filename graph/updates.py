"""What a SPARQL update changes, worked out operation by operation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize

from graph.change_sums import ChangeSum
from graph.changes import Change, Part, apply_change, refuse_reserved, stored
from graph.data_blocks import INSERT, DataBlock, data_blocks, operations
from graph.engine import syntax_error
from graph.federation import Load, load_of
from graph.graph_updates import change_of_graphs, graph_update
from graph.pattern_updates import pattern_update, quads_of
from graph.rdf import in_graph
from graph.token_reader import TokenReader
from graph.tokens import tokens
from graph.uploads import NAMELESS, change_of_upload
from schema.errors import QueryError, QueryRefused, QuerySyntaxError
from schema.vocabulary import OWN_DEFAULT

_OWN: Final = NamedNode(OWN_DEFAULT)
_DEFAULT: Final = DefaultGraph()
_NQ: Final = RdfFormat.N_QUADS


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
    if len(parts) == 1:
        return _change_of_operation(store, text, union, loaded or {})
    total = ChangeSum()
    for number, part in enumerate(parts, 1):
        change = _change_of_operation(store, part, union, loaded or {})
        total.add(change)
        if number < len(parts):
            apply_change(store, change, union)  # for the next to see
    return total.change


def _change_of_operation(store: Store, text: str, union: bool, loaded: Mapping[str, Part]) -> Change:
    """What one operation changes: it adds only what is not there, and removes only what is."""
    if update := graph_update(text):
        return change_of_graphs(store, update, union)
    if load := load_of(text):
        return _change_of_load(store, load, union, loaded)
    for told in (_change_of_data, _change_of_pattern):
        change = told(store, text, union)
        if change is not None:
            return change
    return _carried_out(store, text, union)


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
        if faults or is_shared or any(map(_is_empty, parts)):
            raise syntax_error(error or (faults or [SyntaxError("expected one update after another")])[0])


def _is_empty(text: str) -> bool:
    """Whether there is no operation after the prologue."""
    reader = TokenReader(text)
    while reader.declares():
        pass
    return reader.is_at_end


def _fault(text: str) -> SyntaxError | None:
    """What the engine says against the text of an update; it has nothing there to work on."""
    try:
        with suppress(RuntimeError, OSError, ValueError):
            Store().update(text)
    except SyntaxError as error:
        return error
    return None


def _change_of_data(store: Store, text: str, union: bool) -> Change | None:
    """What an operation that lists data changes; None for any other."""
    blocks = data_blocks(text)
    try:
        return None if blocks is None else _change_of_blocks(store, blocks, union)
    except SyntaxError:  # not as TriG, which differs in trifles
        return None


def _change_of_load(store: Store, load: Load, union: bool, loaded: Mapping[str, Part]) -> Change:
    refuse_reserved(load.graph)
    part = loaded.get(load.address)
    if part is None and not load.is_silent:
        raise QueryRefused(f"LOAD <{load.address}> is not accepted: nothing is fetched from there")
    try:
        return change_of_upload(store, load.graph, [part] if part else [], union, replace=False)
    except QuerySyntaxError:
        if load.is_silent:
            return Change()
        raise


def _change_of_pattern(store: Store, text: str, union: bool) -> Change | None:
    """What an operation with a WHERE changes; None for any other, or for many rows."""
    update = pattern_update(text)
    with _told_errors():
        quads = quads_of(store, update) if update else None
    return None if quads is None else _new(store, quads[1], quads[0], union)


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
    """What an operation changes, told by the whole of the store before and after."""
    before = _lines(store)
    own_before = {quad.triple for quad in store.quads_for_pattern(None, None, None, _OWN)}
    with _told_errors():
        store.update(text)
    after = _lines(store)
    removed, added = _parsed(before - after), _parsed(after - before)
    if not union:
        return _change(removed, added)
    # What is in the default graph because another graph has it stays there.
    store.extend(quad for quad in removed if quad.graph_name == _DEFAULT)
    mine = (quad for quad in removed if quad.graph_name != _DEFAULT or quad.triple in own_before)
    return _change(mine, added)


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
    wanted = {stored(quad, union) for quad in _canonical(added)}
    gone = {stored(quad, union) for quad in removed} - wanted
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
            raise QueryRefused(NAMELESS)
        if isinstance(graph, NamedNode):
            refuse_reserved(graph.value)
    lines = (serialize(checked, format=_NQ) or b"").splitlines(keepends=True)
    return b"".join(sorted(set(lines)))


def _lines(store: Store) -> set[bytes]:
    return set((store.dump(format=_NQ) or b"").splitlines(keepends=True))


def _parsed(lines: Iterable[bytes]) -> list[Quad]:
    return list(parse(b"".join(lines), _NQ))
