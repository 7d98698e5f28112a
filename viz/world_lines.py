"""Coasts and borders as one line drawing, for small maps behind points: degrees, north at the top."""

import json
from collections.abc import Mapping
from math import hypot
from typing import Any, Final

from graph.outlines import WORLD

_STEP: Final = 0.5
"""Degrees: what lies nearer to the point before is left out."""


def world_lines() -> str:
    """The path of an SVG, in degrees: x is the longitude, y the latitude turned upside down."""
    return lines_of(json.loads(WORLD.read_bytes()))


def lines_of(topology: Mapping[str, Any]) -> str:
    """The path of every arc of a TopoJSON file with quantised arcs; arcs shorter than a step are left out."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[tuple[float, float]] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            here = (x * sx + tx, -(y * sy + ty))
            if not points or hypot(here[0] - points[-1][0], here[1] - points[-1][1]) >= _STEP:
                points.append(here)
        if len(points) > 1:
            found.append("M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points))
    return "".join(found)
