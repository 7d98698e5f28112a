"""Updates of whole graphs: CLEAR, DROP, CREATE, COPY, MOVE and ADD, worked out from the graphs they name.

A graph that is not there cannot be copied, moved, added or taken away: that is an error, unless SILENT, and
changes nothing. DEFAULT is people's own default graph; to read from, it is the default graph of queries.
"""

from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, serialize

from graph.changes import Change, emptied, name_of, refuse_reserved
from graph.token_reader import TokenReader
from graph.uploads import lines_in, not_there
from schema.errors import QueryError
from schema.vocabulary import OWN_DEFAULT


@dataclass(frozen=True)
class GraphUpdate:
    """One such operation; a graph is an IRI, or None for DEFAULT."""

    verb: str
    is_silent: bool
    target: str | None
    source: str | None = None
    """The graph that is copied, moved or added."""
    every: str = ""
    """"ALL" or "NAMED" instead of a target of CLEAR and DROP."""


def graph_update(text: str) -> GraphUpdate | None:
    """The operation that an update is (`graph.data_blocks.operations`); None for any other."""
    reader = TokenReader(text)
    while reader.declares():
        pass
    verb = reader.takes("CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD")
    is_silent = bool(reader.takes("SILENT"))
    try:
        if verb in ("CLEAR", "DROP") and (every := reader.takes("ALL", "NAMED")):
            found = GraphUpdate(verb, is_silent, None, every=every)
        elif verb in ("COPY", "MOVE", "ADD"):
            source = _graph(reader)
            _demand(reader.takes("TO"))
            found = GraphUpdate(verb, is_silent, _graph(reader), source)
        else:
            if verb == "CREATE" or (not reader.is_at_end and reader.tokens[reader.at].word != "DEFAULT"):
                _demand(reader.takes("GRAPH"))
                reader.at -= 1
            found = GraphUpdate(verb, is_silent, _graph(reader))
        _demand(verb and reader.is_at_end)
    except _Other:
        return None
    return found


def change_of_graphs(store: Store, update: GraphUpdate, union: bool) -> Change:
    """What such an operation changes. A graph that is emptied is named, and not written out.

    QueryError for a graph that is not there, or with CREATE is there; QueryRefused for one of the records.
    """
    if update.verb == "CREATE":
        return _created(store, update, union)
    if update.every:
        graphs: list[str | None] = [str(graph.value) for graph in store.named_graphs()]
        graphs += [None] if update.every == "ALL" else []
        return _emptied(store, graphs, union)
    needed = update.source if update.verb in ("COPY", "MOVE", "ADD") else update.target
    refuse_reserved(update.target)
    if not _is_there(store, needed, union):
        if update.is_silent:
            return Change()
        raise QueryError(f"the graph <{needed}> is not here; {update.verb} SILENT would leave it at that")
    if update.verb in ("CLEAR", "DROP"):
        return _emptied(store, [update.target], union)
    return _copied(store, update, union)


def _created(store: Store, update: GraphUpdate, union: bool) -> Change:
    if _is_there(store, update.target, union):
        if not update.is_silent:
            raise QueryError(f"the graph <{update.target}> is here already")
    else:
        refuse_reserved(update.target)
        store.add_graph(NamedNode(str(update.target)))  # for the operations after this one
    return Change()


def _copied(store: Store, update: GraphUpdate, union: bool) -> Change:
    is_move = update.verb == "MOVE"
    source, target = update.source, update.target
    if is_move:
        refuse_reserved(source)
    if name_of(source, union) == name_of(target, union):
        return Change()
    name = DefaultGraph() if source is None else name_of(source, union)
    quads = store.quads_for_pattern(None, None, None, name)
    if update.verb == "ADD":
        return Change(added=lines_in(not_there(store, quads, target, union), target))
    triples = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
    graphs = [target, source] if is_move else [target]
    return Change(_emptied(store, graphs, union).removed, lines_in(triples, target))


def _emptied(store: Store, graphs: list[str | None], union: bool) -> Change:
    removed = b""
    for graph in graphs:
        refuse_reserved(graph)
        if any(True for _ in store.quads_for_pattern(None, None, None, name_of(graph, union))):
            removed += emptied(None if graph == OWN_DEFAULT else graph)
    return Change(removed)


def _is_there(store: Store, graph: str | None, union: bool) -> bool:
    name = name_of(graph, union)
    return graph is None or isinstance(name, DefaultGraph) or store.contains_named_graph(name)


class _Other(Exception):
    """The text is another operation, or none."""


def _demand(found: object) -> None:
    if not found:
        raise _Other


def _graph(reader: TokenReader) -> str | None:
    """Read DEFAULT, or an IRI that GRAPH may stand before."""
    if reader.takes("DEFAULT"):
        return None
    reader.takes("GRAPH")
    graph = reader.iri()
    _demand(graph)
    return graph
