"""The graph as a network: things as nodes, relations between them as edges, whole or cut to a question.

The facts come from `graph/queries/network_*.rq`. Sources, exceptions, outcomes and amendments are not nodes:
they stand with the thing they belong to.
"""

import difflib
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

import networkx as nx

from graph.any_engine import AnyEngine
from graph.queries import load_query
from schema.errors import Candidate, NotFound
from schema.vocabulary import ID
from viz.days import validity, was_there
from viz.kinds import KIND_BY_KEY
from viz.relations import Relation, relation_for
from viz.things import Facts, Thing, first, gather, local_name, make_thing, read_parts, read_sources

Graph: TypeAlias = "nx.MultiDiGraph[str]"

_NEAR: Final = 5


@dataclass(frozen=True)
class Whole:
    """The whole network of a dataset, and what is stated of each thing in it: read once, cut often."""

    facts: Mapping[str, Facts]
    graph: Graph


def read_whole(engine: AnyEngine) -> Whole:
    """Read the whole network of a dataset; it takes a third of a second."""
    facts = _facts(engine)
    return Whole(facts, _build(engine, facts))


def network(
    engine: AnyEngine,
    around: str | None = None,
    depth: int = 1,
    place: str | None = None,
    on: date | None = None,
    kinds: Collection[str] | None = None,
) -> Graph:
    """The network of a dataset, whole or cut: see `cut_network`."""
    return cut_network(read_whole(engine), around, depth, place, on, kinds)


def cut_network(
    whole: Whole,
    around: str | None = None,
    depth: int = 1,
    place: str | None = None,
    on: date | None = None,
    kinds: Collection[str] | None = None,
) -> Graph:
    """The network: whole, around one thing (`kind/slug`) to a depth, or of one place with the law that
    reaches it.

    `on` keeps laws and rules in force that day (from <= day < until) and proceedings and events that had
    begun by then. `kinds` keeps only nodes of these kinds, and the thing asked about. A place on the way out
    from `around` is shown but not walked through, because everything in a country meets there.

    `graph["centre"]` is the id of the thing asked about, if any. Nodes carry `thing` (a Thing), edges
    `relation` (a Relation) and that relation's key as their key. The order of nodes and edges is fixed.
    NotFound, with near matches, when `around` or `place` names nothing; ValueError for a kind that is none.
    """
    if kinds is not None and (foreign := sorted(set(kinds) - set(KIND_BY_KEY))):
        raise ValueError(f"no such kind of node: {', '.join(foreign)}; accepted: {', '.join(KIND_BY_KEY)}")
    facts, graph = whole.facts, whole.graph
    centre = resolve(facts, graph, around) if around is not None else None
    home = resolve(facts, graph, place, "jurisdiction") if place is not None else None
    asked = {node for node in (centre, home) if node is not None}
    if on is not None:
        graph = on_day(whole, on, asked)
    chosen = set(graph)
    if centre is not None:
        chosen &= _around(graph, centre, depth)
    if home is not None:
        chosen &= _place_with_law(graph, home)
    if kinds is not None:
        chosen = {node for node in chosen if node.split("/", 1)[0] in kinds}
    cut = _cut(graph, chosen | asked)
    if asked:
        cut.graph["centre"] = centre or home
    return cut


def on_day(whole: Whole, day: date, kept: Collection[str] = ()) -> Graph:
    """The network of a day: law in force on it and what had happened by then, and the things to be `kept`."""
    there = {node for node in whole.graph if _was_there(whole.graph, whole.facts, node, day)}
    return _cut(whole.graph, there | set(kept))


def things(graph: Graph) -> dict[str, Thing]:
    """The things of a network by id, in order."""
    return {node: data["thing"] for node, data in graph.nodes(data=True)}


def relations(graph: Graph) -> Iterator[tuple[str, Relation, str]]:
    """The edges of a network in words: from, relation, to."""
    for start, end, data in graph.edges(data=True):
        yield start, data["relation"], end


def make_network(nodes: Iterable[Thing], edges: Iterable[tuple[str, Relation, str]]) -> Graph:
    """A network of these things; an edge whose ends are not both among them is left out."""
    graph: Graph = nx.MultiDiGraph()
    for thing in sorted(nodes, key=lambda thing: thing.id):
        graph.add_node(thing.id, thing=thing)
    for start, relation, end in sorted(edges, key=lambda edge: (edge[0], edge[2], edge[1].key)):
        if start in graph and end in graph and start != end:
            graph.add_edge(start, end, key=relation.key, relation=relation)
    return graph


def resolve(facts: Mapping[str, Facts], graph: Graph, given: str, kind: str | None = None) -> str:
    """The id that a text names: an id, an IRI, a former id, or (when `kind` is given) a bare slug of that
    kind.
    """
    wanted = given.removeprefix(ID)
    if kind is not None and "/" not in wanted:
        wanted = f"{kind}/{wanted}"
    if wanted in graph and (kind is None or wanted.startswith(f"{kind}/")):
        return wanted
    for node in graph:
        if ID + wanted in facts[node].get("formerId", ()):
            return node
    name_kind, _, slug = wanted.rpartition("/")
    raise NotFound(kind or name_kind or "thing", slug, _near(graph, wanted, kind))


def _near(graph: Graph, given: str, kind: str | None) -> tuple[Candidate, ...]:
    known = {
        text.casefold(): thing
        for thing in things(graph).values()
        if kind in (None, thing.kind)
        for text in (thing.id, thing.id.split("/", 1)[1], thing.label)
    }
    slug = given.split("/", 1)[-1].casefold()
    matches = difflib.get_close_matches(slug, known, _NEAR, 0.6) + [text for text in known if slug in text]
    found = {known[match].id: known[match] for match in matches}
    return tuple(Candidate(thing.id, thing.label, thing.kind) for thing in list(found.values())[:_NEAR])


def _facts(engine: AnyEngine) -> dict[str, Facts]:
    rows = engine.select(load_query("network_facts"))
    found = gather(rows, "node", "property", "value")
    return {
        iri.removeprefix(ID): facts
        for iri, facts in sorted(found.items())
        if iri.removeprefix(ID).split("/", 1)[0] in KIND_BY_KEY
    }


def _build(engine: AnyEngine, facts: Mapping[str, Facts]) -> Graph:
    words = {row["concept"]: row["label"] for row in engine.select(load_query("network_words"))}
    parts = read_parts(engine.select(load_query("network_parts")), words)
    sources = read_sources(engine.select(load_query("network_sources")))
    edges = list(_edges(engine, facts))
    law_of = {start: end for start, relation, end in edges if relation.key == "rule-of"}
    rules_of: dict[str, list[Facts]] = defaultdict(list)
    for rule, law in law_of.items():
        rules_of[law].append(facts[rule])

    def thing(node: str) -> Thing:
        law = law_of.get(node, "")
        law_name = first(facts[law], "shortName") or first(facts[law], "prefLabel") if law else ""
        own = sources.get(ID + node, ())
        made = make_thing(node, facts[node], parts.get(ID + node, ()), own, words, law_name)
        law_facts = facts[law] if law else None
        made = replace(made, validity=validity(node, facts[node], law_facts, rules_of[node]))
        if law and not own:
            return replace(made, sources=sources.get(ID + law, ()), sources_of=law)
        return made

    return make_network(map(thing, facts), edges)


def _edges(engine: AnyEngine, facts: Mapping[str, Facts]) -> Iterator[tuple[str, Relation, str]]:
    for row in engine.select(load_query("network_edges")):
        start, end = row["start"].removeprefix(ID), row["end"].removeprefix(ID)
        if start in facts and end in facts:
            relation = relation_for(local_name(row["relation"]), start.split("/", 1)[0])
            if relation is not None:
                yield start, relation, end


def _was_there(graph: Graph, facts: Mapping[str, Facts], node: str, day: date) -> bool:
    rules = [facts[start] for start, _, key in graph.in_edges(node, keys=True) if key == "rule-of"]
    laws = [facts[end] for _, end, key in graph.out_edges(node, keys=True) if key == "rule-of"]
    return was_there(node, facts[node], day, laws[0] if laws else None, rules)


def _around(graph: Graph, centre: str, depth: int) -> set[str]:
    reached = {centre: 0}
    queue = deque([centre])
    while queue:
        node = queue.popleft()
        if reached[node] == depth or (node != centre and node.startswith("jurisdiction/")):
            continue
        for neighbour in (*graph.successors(node), *graph.predecessors(node)):
            if neighbour not in reached:
                reached[neighbour] = reached[node] + 1
                queue.append(neighbour)
    return set(reached)


def _place_with_law(graph: Graph, place: str) -> set[str]:
    """The place, all it lies within, their laws with rules and bodies, and what happened in it."""

    def follow(nodes: Iterable[str], keys: Collection[str], back: bool) -> set[str]:
        found = set()
        for node in nodes:
            edges = graph.in_edges(node, keys=True) if back else graph.out_edges(node, keys=True)
            found |= {start if back else end for start, end, key in edges if key in keys}
        return found

    chain, fresh = {place}, {place}
    while fresh:
        fresh = follow(fresh, ("within",), back=False) - chain
        chain |= fresh
    laws = follow(chain, ("law-of",), back=True)
    rules = follow(laws, ("rule-of",), back=True)
    bodies = follow(laws, ("enacted-by", "enforced-by"), back=False)
    own = ("body-of", "heard-in", "took-place-in", "based-in", "within")
    return chain | laws | rules | bodies | follow((place,), own, back=True)


def _cut(graph: Graph, kept: set[str]) -> Graph:
    return make_network((thing for node, thing in things(graph).items() if node in kept), relations(graph))
