"""How two things hang together: the shortest ways from one to the other over the network's relations."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from typing import Final

import networkx as nx

from viz.kinds import KIND_BY_KEY
from viz.network import Graph, Whole, on_day, relations, resolve
from viz.relations import Relation

_NO_PLACES: Final = frozenset(KIND_BY_KEY) - {"jurisdiction"}


@dataclass(frozen=True)
class Link:
    """What one record states between two things: `start` is the thing whose record says so."""

    start: str
    relation: Relation
    end: str


@dataclass(frozen=True)
class Step:
    """One step of a way, with everything that is stated between its two ends."""

    start: str
    end: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Ways:
    """The ways between two things, by their ids, shortest first; a way without steps leads from a thing to
    itself.
    """

    start: str
    end: str
    found: tuple[tuple[Step, ...], ...]
    only_by_places: bool = False
    """Whether they lead through places because no other way is recorded."""


def ways_between(
    whole: Whole,
    start: str,
    end: str,
    limit: int = 3,
    kinds: Collection[str] | None = None,
    on: date | None = None,
) -> Ways:
    """At most so many ways between two things (ids, IRIs or former ids), over relations read either way.

    `kinds` are those of the things on the way; both ends are of any kind. Without it, ways go through places
    only when there is no other: everything in a country meets there. `on` keeps what was there on a day. Ways
    as long come in a fixed order. NotFound, with near ones, when an end is no thing of the network.
    """
    begin, finish = (resolve(whole.facts, whole.graph, given) for given in (start, end))
    if begin == finish:
        return Ways(begin, finish, ((),))
    graph = on_day(whole, on, (begin, finish)) if on else whole.graph
    found = _shortest(graph, begin, finish, limit, _NO_PLACES if kinds is None else kinds)
    if found or kinds is not None:
        return Ways(begin, finish, found)
    by_places = _shortest(graph, begin, finish, limit, KIND_BY_KEY)
    return Ways(begin, finish, by_places, only_by_places=bool(by_places))


def _shortest(
    graph: Graph, start: str, end: str, limit: int, kinds: Collection[str]
) -> tuple[tuple[Step, ...], ...]:
    plain = _undirected(graph, {start, end}, kinds)
    if not nx.has_path(plain, start, end):
        return ()
    ways = islice(nx.shortest_simple_paths(plain, start, end), limit)
    return tuple(tuple(_steps(graph, way)) for way in ways)


def _undirected(graph: Graph, ends: set[str], kinds: Collection[str]) -> "nx.Graph[str]":
    kept = {node for node in graph if node in ends or node.partition("/")[0] in kinds}
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(sorted(kept))
    plain.add_edges_from((start, end) for start, _, end in relations(graph) if start in kept and end in kept)
    return plain


def _steps(graph: Graph, way: list[str]) -> Iterator[Step]:
    for start, end in pairwise(way):
        links = [
            Link(first, data["relation"], second)
            for first, second in ((start, end), (end, start))
            for data in (graph.get_edge_data(first, second) or {}).values()
        ]
        yield Step(start, end, tuple(links))
