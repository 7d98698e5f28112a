"""Coasts and borders as one line drawing, for small maps behind points: degrees, north at the top."""

import json
from collections.abc import Mapping
from math import hypot
from typing import Any, Final

from graph.outlines import WORLD

_STEP: Final = 0.5
"""Degrees: what lies nearer to the point before is left out."""

_TURN: Final = 60
"""Degrees: a longer step goes around the back of the globe, or along its pole, and is not drawn."""


def world_lines() -> str:
    """The path of an SVG, in degrees: x is the longitude, y the latitude turned upside down."""
    return lines_of(json.loads(WORLD.read_bytes()))


def lines_of(topology: Mapping[str, Any]) -> str:
    """The path of every arc of a TopoJSON file with quantised arcs; arcs shorter than a step are left out."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found: list[list[tuple[float, float]]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[tuple[float, float]] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            here = (x * sx + tx, -(y * sy + ty))
            if points and abs(here[0] - points[-1][0]) > _TURN:
                found.append(points)
                points = []
            if not points or hypot(here[0] - points[-1][0], here[1] - points[-1][1]) >= _STEP:
                points.append(here)
        found.append(points)
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line) for line in found if len(line) > 1)
