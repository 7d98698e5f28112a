"""Shapes for maps: the outlines of `graph.outlines` made simpler, projected, and written as paths of SVG.

Three maps, each with one scale: the world by country, Europe by country, the United States by state (Alaska,
Hawaii and Puerto Rico moved beside it, each with a scale of its own). Neighbours share their borders exactly,
since each border is made simpler once.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.outlines import CODES, STATES, WORLD, Floats, Point, Rings, read_arcs, read_rings
from viz.projections import Albers, EqualEarth, Lambert, Projection

_ANTARCTICA: Final = "010"


@dataclass(frozen=True)
class Window:
    """A part of the globe on a map: what is projected, times `scale`, moved by `x` and `y`.

    `codes`: only these areas (None: all others). `clip`: left, top, right and bottom.
    """

    projection: Projection
    scale: float
    x: float
    y: float
    clip: tuple[float, float, float, float]
    codes: frozenset[str] | None = None

    def place(self, degrees: Floats) -> Floats:
        """Where points lie on the map."""
        return self.projection(degrees) * self.scale + (self.x, self.y)


@dataclass(frozen=True)
class Plan:
    """A map to be made: of which outlines, how coarse (degrees), and its windows."""

    name: str
    layer: str
    width: int
    height: int
    tolerance: float
    least_area: float
    """Square units below which an island is not drawn, unless the area has none that is larger."""
    windows: tuple[Window, ...]


@dataclass(frozen=True)
class Shape:
    """An area on a map: the code of its place ("FR", "US-CA"; None: it has none), its name, its path."""

    code: str | None
    name: str
    path: str


@dataclass(frozen=True)
class MapShapes:
    """A map: its size in units, its shapes, and where its windows put a point."""

    name: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    windows: tuple[Window, ...]

    def spot(self, point: Point, code: str | None = None) -> tuple[int, int] | None:
        """Where a point lies, in the window of the area `code`; None beyond the map."""
        for window in self.windows:
            if window.codes is not None and code not in window.codes:
                continue
            x, y = window.place(np.array([[point.lon, point.lat]]))[0]
            left, top, right, bottom = window.clip
            return (round(x), round(y)) if left <= x <= right and top <= y <= bottom else None
        return None


def _window(
    projection: Projection,
    scale: float,
    at: tuple[float, float],
    clip: tuple[float, float, float, float],
    codes: Iterable[str] | None = None,
) -> Window:
    return Window(projection, scale, *at, clip, frozenset(codes) if codes is not None else None)


_FAR: Final = frozenset({"US-AS", "US-GU", "US-MP"})
"""Islands that no map of the United States has room for; the table has them."""

_ALASKA: Final = Albers(-154, 50, (55, 65))
_HAWAII: Final = Albers(-157, 20.6, (8, 18))

PLANS: Final = (
    Plan(
        *("world", "countries", 2000, 880, 0.18, 5.0),
        (_window(EqualEarth(11.0), 368.0, (1000.0, 490.0), (-20.0, -10.0, 2020.0, 890.0)),),
    ),
    Plan(
        *("europe", "countries", 1000, 900, 0.07, 9.0),
        (_window(Lambert(14.0, 54.0), 1420.0, (490.0, 480.0), (-30.0, -30.0, 1030.0, 930.0)),),
    ),
    Plan(
        *("united-states", "states", 1400, 900, 0.03, 9.0),
        (
            _window(_ALASKA, 620.0, (215.0, 880.0), (0.0, 600.0, 400.0, 900.0), {"US-AK"}),
            _window(_HAWAII, 1650.0, (490.0, 830.0), (380.0, 690.0, 620.0, 900.0), {"US-HI"}),
            _window(
                Albers(-66.3, 18.2, (17.9, 18.5)),
                2200.0,
                (1240.0, 820.0),
                (1150.0, 760.0, 1400.0, 880.0),
                {"US-PR", "US-VI"},
            ),
            _window(Lambert(0, 0), 0.0, (0.0, 0.0), (1.0, 1.0, 0.0, 0.0), _FAR),
            _window(Albers(-96, 38.5, (29.5, 45.5)), 1790.0, (715.0, 425.0), (-10.0, -10.0, 1410.0, 910.0)),
        ),
    ),
)


def map_shapes() -> dict[str, MapShapes]:
    """The three maps by name. It takes about a second."""
    tables = json.loads(CODES.read_bytes())
    sources = {"countries": json.loads(WORLD.read_bytes()), "states": json.loads(STATES.read_bytes())}
    return {plan.name: _made(plan, sources[plan.layer], tables[plan.layer]) for plan in PLANS}


def _made(plan: Plan, topology: Mapping[str, Any], codes: Mapping[str, str]) -> MapShapes:
    used = _arcs_of(topology, plan.layer)
    arcs = [
        _simpler(arc, plan.tolerance) if at in used else arc[:2] for at, arc in enumerate(read_arcs(topology))
    ]
    shapes = []
    for area in read_rings(topology, plan.layer, arcs):
        code = codes.get(area.code)
        if area.code != _ANTARCTICA and (path := _path(area, code, plan)):
            shapes.append(Shape(code, area.name, path))
    return MapShapes(plan.name, plan.width, plan.height, tuple(shapes), plan.windows)


def _arcs_of(topology: Mapping[str, Any], name: str) -> set[int]:
    def flat(arcs: Iterable[Any]) -> Iterator[int]:
        for one in arcs:
            if isinstance(one, int):
                yield one if one >= 0 else ~one
            else:
                yield from flat(one)

    geometries = topology["objects"][name]["geometries"]
    return {at for shape in geometries for at in flat(shape.get("arcs", ()))}


def _simpler(arc: Floats, tolerance: float) -> Floats:
    """An arc without the points that lie nearer to their neighbours' line than so many degrees of latitude
    (Douglas and Peucker, 1973). Its ends stay; a small island keeps four points or so.
    """
    if len(arc) <= 2:
        return arc
    flat = arc * (np.cos(np.radians(arc[:, 1].mean())), 1.0)
    kept = np.zeros(len(arc), dtype=bool)
    kept[[0, -1]] = True
    todo = [(0, len(arc) - 1)]
    while todo:
        first, last = todo.pop()
        if last - first < 2:
            continue
        away = _distances(flat[first : last + 1])
        farthest = first + 1 + int(away.argmax())
        if away.max() > tolerance:
            kept[farthest] = True
            todo += [(first, farthest), (farthest, last)]
    if kept.sum() < 4 and np.array_equal(arc[0], arc[-1]):
        kept[:: max(1, len(arc) // 4)] = True
    return arc[kept]


def _distances(points: Floats) -> Floats:
    """How far the inner points lie from the line between the ends."""
    along = points[-1] - points[0]
    length = float(np.hypot(*along))
    inner = points[1:-1] - points[0]
    if length == 0.0:
        return np.asarray(np.hypot(inner[:, 0], inner[:, 1]))
    return np.asarray(np.abs(inner[:, 0] * along[1] - inner[:, 1] * along[0]) / length)


def _path(area: Rings, code: str | None, plan: Plan) -> str:
    window = next(one for one in plan.windows if one.codes is None or code in one.codes)
    rings = [_clipped(window.place(ring), window.clip) for ring in area.rings]
    sized = sorted(((_size(ring), at) for at, ring in enumerate(rings) if len(ring) > 2), reverse=True)
    if not sized or sized[0][0] == 0.0:
        return ""
    least = min(plan.least_area, sized[0][0])
    return "".join(_written(rings[at]) for size, at in sized if size >= least)


def _size(ring: Floats) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def _clipped(ring: Floats, clip: tuple[float, float, float, float]) -> Floats:
    """The part of a ring within a box (Sutherland and Hodgman, 1974)."""
    left, top, right, bottom = clip
    for axis, bound, sign in ((0, left, 1), (1, top, 1), (0, right, -1), (1, bottom, -1)):
        inside = (ring[:, axis] - bound) * sign >= 0
        if inside.all():
            continue
        if not inside.any():
            return ring[:0]
        ring = _cut(ring, inside, axis, bound)
    return ring


def _cut(ring: Floats, inside: NDArray[np.bool_], axis: int, bound: float) -> Floats:
    found = []
    for at in range(len(ring)):
        here, before = ring[at], ring[at - 1]
        if inside[at] != inside[at - 1]:
            share = (bound - before[axis]) / (here[axis] - before[axis])
            found.append(before + share * (here - before))
        if inside[at]:
            found.append(here)
    return np.array(found)


def _written(ring: Floats) -> str:
    """A ring in whole units, each point as its distance from the one before."""
    points: NDArray[np.int64] = np.round(ring).astype(np.int64)
    moves = np.diff(points, axis=0)
    moves = moves[np.any(moves != 0, axis=1)]
    if len(moves) < 2:
        return _speck(points)
    return f"M{points[0][0]},{points[0][1]}l" + _joined(moves) + "z"


def _speck(points: NDArray[np.int64]) -> str:
    """What is too small to have a form: a square of two units, so that it can be found."""
    return f"M{points[0][0] - 1},{points[0][1] - 1}h2v2h-2z"


def _joined(moves: NDArray[np.int64]) -> str:
    return "".join(
        f"{'' if x < 0 or at == 0 else ' '}{x}{'' if y < 0 else ','}{y}" for at, (x, y) in enumerate(moves)
    )
