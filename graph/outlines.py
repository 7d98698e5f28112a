"""Outlines of countries, US states and US counties: which of them contains a point.

`graph/atlas/README.md` says where they are from. They are drawn at 1:50 million (countries) and 1:10 million
(states, counties): within some kilometres of a border or a coast they may be wrong.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ATLAS: Final = Path(__file__).parent / "atlas"
WORLD: Final = ATLAS / "world-atlas-2.0.2-countries-50m.json"
STATES: Final = ATLAS / "us-atlas-3.0.1-counties-10m.json"
CODES: Final = ATLAS / "codes.json"

SOURCES: Final = (
    "world-atlas 2.0.2: Natural Earth 4.1.0, 1:50 million, public domain",
    "us-atlas 3.0.1: US Census Bureau, cartographic boundaries of 2017, 1:10 million, public domain",
)

EARTH_KM: Final = 6371.0
"""The mean radius of the earth."""

_KM_PER_DEGREE: Final = 111.2
_TURNS: Final = (-360.0, 0.0, 360.0)
"""How far a point is moved around the globe to meet what goes on beyond the 180th meridian."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Point:
    """A point in degrees (WGS 84): latitude from -90 to 90, longitude from -180 to 180."""

    lat: float
    lon: float

    def km_to(self, other: "Point") -> float:
        """The distance along the great circle."""
        north, east = radians(other.lat - self.lat), radians(other.lon - self.lon)
        chord = sin(north / 2) ** 2 + cos(radians(self.lat)) * cos(radians(other.lat)) * sin(east / 2) ** 2
        return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))


@dataclass(frozen=True)
class Outline:
    """An area by its edges: `edges` are rows of x1, y1, x2, y2 in degrees, with y1 <= y2; rings around it and
    around its holes alike. What crosses the 180th meridian goes on beyond 180 or -180 degrees. `code` is its
    id, or its name where it has none.
    """

    code: str
    name: str
    edges: Floats

    def contains(self, point: Point) -> bool:
        """Whether a ray from the point to the east crosses an odd number of edges.

        Neighbours share their edges, so that a point on a border lies in one of them and not in both.
        """
        x1, y1, x2, y2 = self.edges.T
        rows = (y1 <= point.lat) & (point.lat < y2)
        x1, y1, x2, y2 = x1[rows], y1[rows], x2[rows], y2[rows]
        crossings = x1 + (point.lat - y1) * (x2 - x1) / (y2 - y1)
        return any(np.count_nonzero(crossings > point.lon + turn) % 2 for turn in _TURNS)

    def km_to(self, point: Point) -> float:
        """About how far the point is from the nearest edge; good to a percent for some tens of kilometres."""
        scale = np.array([cos(radians(point.lat)), 1.0]) * _KM_PER_DEGREE
        along = (self.edges[:, 2:] - self.edges[:, :2]) * scale
        length = np.maximum((along**2).sum(axis=1), 1e-12)
        found = []
        for turn in _TURNS:
            begin = (self.edges[:, :2] - (point.lon + turn, point.lat)) * scale
            share = np.clip(-(begin * along).sum(axis=1) / length, 0.0, 1.0)
            nearest = begin + along * share[:, None]
            found.append(float((nearest**2).sum(axis=1).min()))
        return sqrt(min(found))


class Layer:
    """Outlines of one kind."""

    def __init__(self, outlines: Iterable[Outline]) -> None:
        self.outlines: Final = tuple(outlines)
        edges = [outline.edges for outline in self.outlines]
        west_south = [np.minimum(one[:, :2].min(axis=0), one[:, 2:].min(axis=0)) for one in edges]
        east_north = [np.maximum(one[:, :2].max(axis=0), one[:, 2:].max(axis=0)) for one in edges]
        self._boxes: Final[Floats] = np.hstack([np.array(west_south), np.array(east_north)])

    def containing(self, point: Point) -> Outline | None:
        """The outline that contains a point."""
        return next((one for one in self._around(point, 0.0) if one.contains(point)), None)

    def nearest(self, point: Point, within_km: float) -> tuple[Outline, float] | None:
        """The outline with the edge nearest to a point, and its distance; None beyond a bound."""
        found = [(one.km_to(point), at, one) for at, one in enumerate(self._around(point, within_km))]
        km, _, outline = min(found, default=(float("inf"), 0, None))
        return (outline, km) if outline and km <= within_km else None

    def _around(self, point: Point, km: float) -> Iterator[Outline]:
        """The outlines whose bounding box a point lies in, or is so near to."""
        north = km / _KM_PER_DEGREE
        east = north / max(cos(radians(point.lat)), 0.01)
        west_of, south_of, east_of, north_of = self._boxes.T
        is_between = np.zeros(len(self.outlines), dtype=bool)
        for turn in _TURNS:
            is_between |= (west_of - east <= point.lon + turn) & (point.lon + turn <= east_of + east)
        is_near = is_between & (south_of - north <= point.lat) & (point.lat <= north_of + north)
        return (self.outlines[at] for at in np.flatnonzero(is_near))


class Outlines:
    """All outlines, read when they are first asked for; and what they are called here."""

    @cached_property
    def countries(self) -> Layer:
        """Countries, by numeric code."""
        return Layer(read_topology(json.loads(WORLD.read_bytes()), "countries"))

    @cached_property
    def states(self) -> Layer:
        """The states and territories of the United States, by FIPS code."""
        return Layer(read_topology(self._united_states, "states"))

    @cached_property
    def counties(self) -> Layer:
        """Their counties, by FIPS code."""
        return Layer(read_topology(self._united_states, "counties"))

    @cached_property
    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """The tables of `codes.json`."""
        found: Mapping[str, Mapping[str, str]] = json.loads(CODES.read_bytes())
        return found

    @cached_property
    def _united_states(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(STATES.read_bytes())
        return found


def read_topology(topology: Mapping[str, Any], name: str) -> Iterator[Outline]:
    """The outlines of one object of a TopoJSON file with quantised arcs."""
    for shape in read_rings(topology, name, read_arcs(topology)):
        yield Outline(shape.code, shape.name, np.vstack([_edges(ring) for ring in shape.rings]))


@dataclass(frozen=True)
class Rings:
    """An area by its rings, rows of x, y in degrees, those of its holes too; otherwise as an Outline."""

    code: str
    name: str
    rings: tuple[Floats, ...]


def read_arcs(topology: Mapping[str, Any]) -> list[Floats]:
    """The arcs of a TopoJSON file with quantised arcs, in degrees. Neighbours share them."""
    scale, translate = (np.array(topology["transform"][key], float) for key in ("scale", "translate"))
    return [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]


def read_rings(topology: Mapping[str, Any], name: str, arcs: Sequence[Floats]) -> Iterator[Rings]:
    """The areas of one object of a TopoJSON file, made from arcs: its own, or the same made simpler."""
    for shape in topology["objects"][name]["geometries"]:
        polygons = {"Polygon": [shape.get("arcs")], "MultiPolygon": shape.get("arcs")}[shape["type"]]
        rings = tuple(_ring(arcs, ring) for polygon in polygons for ring in polygon)
        label = shape["properties"]["name"]
        yield Rings(shape.get("id") or label, label, rings)


def _ring(arcs: Sequence[Floats], indexes: Iterable[int]) -> Floats:
    """A ring of arcs that are joined at their ends; one that is used backwards has its index inverted.

    A ring goes on across the 180th meridian; one that goes all the way around the globe is closed along its
    pole.
    """
    ring = np.vstack([arcs[at] if at >= 0 else arcs[~at][::-1] for at in indexes])
    steps = np.diff(ring[:, 0], prepend=ring[0, 0])
    ring = ring.copy()
    ring[:, 0] -= 360.0 * np.cumsum(np.round(steps / 360.0))
    if abs(ring[-1, 0] - ring[0, 0]) < 180:
        return ring
    pole = 90.0 if ring[:, 1].mean() > 0 else -90.0
    return np.vstack([ring, [[ring[-1, 0], pole], [ring[0, 0], pole], ring[0]]])


def _edges(ring: Floats) -> Floats:
    """The edges of a ring, each from south to north, so that neighbours reckon with the same numbers."""
    edges = np.hstack([ring[:-1], ring[1:]])
    turned = edges[:, 1] > edges[:, 3]
    edges[turned] = edges[turned][:, [2, 3, 0, 1]]
    return edges
