"""Where each node stands. The same network gives the same picture, always.

A small network starts from a seeded spring layout, and physics in the page settles it. A large one would be a
hairball, so it is laid out beforehand as a map of bubbles: each place is a disc that holds its laws, rules,
bodies, cases and events in rings around it, and inside or beside them the places within it, roughly where
they lie on the globe. Countries stand on the sheet as on a world map, pushed apart until none overlaps.
"""

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Final, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from viz.network import Graph, relations, things

Point: TypeAlias = tuple[float, float]

SMALL: Final = 150
"""Networks up to this many nodes are laid out by physics in the page."""

_SEED: Final = 20190514
_SPACING: Final = 29.0
_PAD: Final = 7.0
_GAP: Final = 4.0
_STEPS: Final = 400
_FEW: Final = 8
_HOMES: Final = (
    ("within", "law-of", "body-of", "heard-in", "took-place-in", "based-in", "rule-of", "from-country"),
    ("sold-by", "under", "brought-by", "against", "involves", "about", "concerns", "changes"),
)
"""Relations that say where a thing belongs, the surest first; the second group only by way of another thing.
"""
_HOMES_BACK: Final = ("about", "concerns", "involves", "against")
"""Relations that bring a thing home to the event or case that names it, when nothing else does."""
_RING_ORDER: Final = ("law", "rule", "regulator", "proceeding", "event", "organisation", "technology")
_NOWHERE: Final = ""


@dataclass(frozen=True)
class Region:
    """The disc of a place: its node, centre, radius, and how many places it lies within."""

    node: str
    x: float
    y: float
    radius: float
    level: int


@dataclass(frozen=True)
class Layout:
    """Positions by node id, the discs of places (outermost first), and whether physics has still to settle
    it.
    """

    positions: dict[str, Point]
    regions: tuple[Region, ...]
    physics: bool


@dataclass(frozen=True)
class _Disc:
    """A place laid out around its own centre: its radius, and what stands in it, as offsets from there."""

    radius: float
    points: dict[str, Point]
    regions: tuple[Region, ...]


def lay_out(graph: Graph) -> Layout:
    """Positions for every node: springs when there are at most SMALL, else the map of bubbles."""
    if len(graph) <= SMALL:
        return Layout(_springs(graph), (), physics=len(graph) > 1)
    return _bubbles(graph)


def home_of(graph: Graph, node: str) -> str:
    """The place that a thing is drawn in ("" when nothing says); a country stands by itself."""
    return _home(graph, node, frozenset())


def _home(graph: Graph, node: str, seen: frozenset[str]) -> str:
    known = graph.nodes
    by_relation: dict[str, list[str]] = defaultdict(list)
    for _, end, key in graph.out_edges(node, keys=True):
        by_relation[key].append(end)
    for group in _HOMES:
        for key in group:
            for end in sorted(by_relation[key]):
                thing = known[end]["thing"]
                if thing.kind == "jurisdiction":
                    if node.startswith("jurisdiction/") and thing.category == "supranational":
                        continue
                    return end
                if end not in seen and (found := _home(graph, end, seen | {node})):
                    return found
    for start, _, key in sorted(graph.in_edges(node, keys=True)):
        if key in _HOMES_BACK and start not in seen and (found := _home(graph, start, seen | {node})):
            return found
    return _NOWHERE


def _springs(graph: Graph) -> dict[str, Point]:
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(graph)
    simple.add_edges_from((start, end) for start, _, end in relations(graph))
    scale = 90 * math.sqrt(len(graph))
    found = nx.spring_layout(simple, seed=_SEED, scale=scale, iterations=80)
    return {node: (round(float(x)), round(float(y))) for node, (x, y) in found.items()}


def _bubbles(graph: Graph) -> Layout:
    members: dict[str, list[str]] = defaultdict(list)
    children: dict[str, list[str]] = defaultdict(list)
    for node in graph:
        home = home_of(graph, node)
        (children if node.startswith("jurisdiction/") else members)[home].append(node)
    top = [_place_disc(graph, node, members, children, 1) for node in children[_NOWHERE]]
    nodes = list(children[_NOWHERE])
    if members[_NOWHERE]:
        nodes.append(_NOWHERE)
        top.append(_ring_disc(graph, None, members[_NOWHERE]))
    where = _globe(graph, nodes)
    radii = np.array([disc.radius for disc in top])
    scale = math.sqrt(float((radii**2).sum()) * math.pi / (360 * 150))
    centres = _spread(where * scale, radii + 3 * _GAP, squeeze=(0.7, 1.0))
    whole = _join(top, centres, 0.0)
    regions = sorted(whole.regions, key=lambda region: (region.level, -region.radius, region.node))
    return Layout(dict(sorted(whole.points.items())), tuple(regions), physics=False)


def _place_disc(
    graph: Graph, place: str, members: dict[str, list[str]], children: dict[str, list[str]], level: int
) -> _Disc:
    disc = _ring_disc(graph, place, members[place])
    if children[place]:
        discs = [
            disc,
            *(_place_disc(graph, child, members, children, level + 1) for child in children[place]),
        ]
        where = _globe(graph, [place, *children[place]])
        radii = np.array([each.radius for each in discs])
        lengths = np.hypot(*(where - where[0]).T)
        reach = float(np.sqrt((radii**2).sum()))
        starts = (where - where[0]) / max(float(lengths.max()), 1e-6) * reach
        disc = _join(discs, _spread(starts, radii + _GAP, squeeze=(1.0, 1.0)), _PAD)
    return _Disc(disc.radius, disc.points, (Region(place, 0.0, 0.0, disc.radius, level), *disc.regions))


def _ring_disc(graph: Graph, centre: str | None, nodes: list[str]) -> _Disc:
    """The things of one place in rings around it: each law is followed by its rules, then the other kinds."""
    points: dict[str, Point] = {} if centre is None else {centre: (0.0, 0.0)}
    ring, slot, slots = 1, 0, 6
    for node in _ring_order(graph, nodes):
        if slot == slots:
            ring, slot = ring + 1, 0
            slots = math.floor(2 * math.pi * ring)
        angle = 2 * math.pi * slot / slots - math.pi / 2
        points[node] = (ring * _SPACING * math.cos(angle), ring * _SPACING * math.sin(angle))
        slot += 1
    return _Disc((ring if nodes else 0) * _SPACING + _SPACING * 0.6, points, ())


def _ring_order(graph: Graph, nodes: list[str]) -> list[str]:
    law_of = {start: end for start, end, key in graph.out_edges(nodes, keys=True) if key == "rule-of"}

    def key(node: str) -> tuple[int, str, int, str]:
        kind = node.split("/", 1)[0]
        if kind in ("law", "rule"):
            return 0, law_of.get(node, node), int(kind == "rule"), node
        return _RING_ORDER.index(kind), "", 0, node

    return sorted(nodes, key=key)


def _globe(graph: Graph, nodes: list[str]) -> NDArray[np.float64]:
    """Longitude and (downward) latitude of places; those without a point stand in the South Atlantic."""
    known = things(graph)
    found = []
    for node in nodes:
        thing = known.get(node)
        east = thing.longitude if thing and thing.longitude is not None else -30.0
        north = thing.latitude if thing and thing.latitude is not None else -40.0
        found.append((east, -north))
    return np.array(found, dtype=np.float64).reshape(-1, 2)


def _spread(centres: NDArray[np.float64], radii: NDArray[np.float64], squeeze: Point) -> NDArray[np.float64]:
    """Move discs apart until none overlaps, drawing them together (`squeeze`, across and down) to leave no
    gaps.

    Plain arithmetic in a fixed order, hence reproducible.
    """
    # discs on one spot have no direction to part in: a tiny turn by index gives them one
    turn = np.arange(len(centres)) * 2.399963
    found = centres + 0.01 * np.column_stack([np.cos(turn), np.sin(turn)])
    touching = radii[:, None] + radii[None, :]
    np.fill_diagonal(touching, 0.0)
    weights = radii**2
    share = weights[None, :] / (weights[:, None] + weights[None, :])
    balance = weights / weights.sum()
    pull = np.array(squeeze) * 0.025
    steps = _STEPS if len(centres) > _FEW else _STEPS // 4
    for step in range(steps):
        pulled = step < steps * 0.8
        if pulled:
            found -= (found - balance @ found) * pull * (1 - step / steps)
        apart = found[:, None, :] - found[None, :, :]
        distance = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 1e-9)
        overlap = np.maximum(touching - distance, 0.0)
        if not pulled and overlap.max() < 1.0:
            break
        found += np.einsum("ijk,ij->ik", apart, overlap * share / distance) * 0.6
    return found


def _middle(centres: NDArray[np.float64], radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """About the centre of the smallest disc around all discs: always a step towards the farthest, ever
    smaller.
    """
    middle = np.average(centres, axis=0, weights=radii)
    for step in range(1, 200):
        reach = np.hypot(*(centres - middle).T) + radii
        middle = middle + (centres[int(reach.argmax())] - middle) / (step + 1)
    return middle


def _join(discs: list[_Disc], centres: NDArray[np.float64], pad: float) -> _Disc:
    """One disc that holds all, with its own centre in the middle."""
    points: dict[str, Point] = {}
    regions: list[Region] = []
    reach = 0.0
    offsets = centres - _middle(centres, np.array([disc.radius for disc in discs]))
    for disc, (x, y) in zip(discs, offsets.tolist(), strict=True):
        reach = max(reach, math.hypot(x, y) + disc.radius)
        points |= {node: (round(x + dx, 1), round(y + dy, 1)) for node, (dx, dy) in disc.points.items()}
        regions += [
            Region(each.node, round(x + each.x, 1), round(y + each.y, 1), round(each.radius, 1), each.level)
            for each in disc.regions
        ]
    return _Disc(reach + pad, points, tuple(regions))
