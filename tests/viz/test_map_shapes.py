import json
import re
from collections.abc import Mapping

import pytest

from graph.engine import Engine
from graph.near import read_points
from graph.outlines import CODES, Point
from graph.places import Places
from viz.map_shapes import MapShapes, map_shapes

NUMBERS = re.compile(r"-?\d+")


@pytest.fixture(scope="module")
def shapes() -> Mapping[str, MapShapes]:
    return map_shapes()


def test_recorded_countries_and_states_with_an_outline_are_drawn(
    shapes: Mapping[str, MapShapes], engine: Engine
) -> None:
    tables = json.loads(CODES.read_bytes())
    codes = {place.iso_code for place in Places.read(engine).by_id.values()}
    world = {shape.code for shape in shapes["world"].shapes}
    too_small = {"AD", "LI", "MC", "MO", "MF", "SX"}
    assert codes & set(tables["countries"].values()) - too_small <= world
    states = {shape.code for shape in shapes["united-states"].shapes}
    assert codes & set(tables["states"].values()) - {"US-AS", "US-GU", "US-MP"} <= states


def test_paths_are_short_and_hold_nothing_but_moves(shapes: Mapping[str, MapShapes]) -> None:
    for one in shapes.values():
        assert all(re.fullmatch(r"[-MlzhvL0-9, ]+", shape.path) for shape in one.shapes)
    assert sum(len(shape.path) for one in shapes.values() for shape in one.shapes) < 100_000


@pytest.mark.parametrize(
    ("name", "lat", "lon", "code", "inside"),
    [
        ("world", 48.86, 2.35, None, True),
        ("europe", 48.86, 2.35, None, True),
        ("europe", 40.71, -74.0, None, False),
        ("united-states", 40.71, -74.0, "US-NY", True),
        ("united-states", 61.22, -149.9, "US-AK", True),
        ("united-states", 21.31, -157.86, "US-HI", True),
        ("united-states", 18.4, -66.1, "US-PR", True),
        ("united-states", 13.4, 144.7, "US-GU", False),
    ],
)
def test_point_lies_on_the_map_or_beyond(
    shapes: Mapping[str, MapShapes], name: str, lat: float, lon: float, code: str | None, inside: bool
) -> None:
    spot = shapes[name].spot(Point(lat, lon), code)
    assert (spot is not None) == inside
    if spot:
        assert 0 <= spot[0] <= shapes[name].width
        assert 0 <= spot[1] <= shapes[name].height


def test_point_of_a_state_lies_within_its_shape(shapes: Mapping[str, MapShapes], engine: Engine) -> None:
    points = read_points(engine)
    places = {place.iso_code: place for place in Places.read(engine).by_id.values()}
    drawn = {shape.code: shape for shape in shapes["united-states"].shapes}
    for code in ("US-TX", "US-AK", "US-HI", "US-ME", "US-CA"):
        spot = shapes["united-states"].spot(points[places[code].id], code)
        assert spot
        left, top, right, bottom = bounds(drawn[code].path)
        assert left <= spot[0] <= right
        assert top <= spot[1] <= bottom


def bounds(path: str) -> tuple[int, int, int, int]:
    """The box of the rings of a path, which are moves but for their first points."""
    xs, ys = [], []
    for ring in re.findall(r"M(-?\d+),(-?\d+)l([^z]+)z", path):
        x, y = int(ring[0]), int(ring[1])
        moves = [int(one) for one in NUMBERS.findall(ring[2])]
        for dx, dy in zip(moves[::2], moves[1::2], strict=True):
            x, y = x + dx, y + dy
            xs.append(x)
            ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)
