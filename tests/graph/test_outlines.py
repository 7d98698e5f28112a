import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.outlines import ATLAS, SOURCES, STATES, WORLD, Layer, Outlines, Point, read_topology

SQUARES: dict[str, Any] = {
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    # a square of 10 with a hole of 2 in it, and its neighbour, which shares the edge from (10, 0) to (10, 10)
    "arcs": [
        [[10, 0], [0, 10]],
        [[10, 10], [-10, 0], [0, -10], [10, 0]],
        [[10, 10], [10, 0], [0, -10], [-10, 0]],
        [[4, 4], [0, 2], [2, 0], [0, -2], [-2, 0]],
    ],
    "objects": {
        "areas": {
            "geometries": [
                {"type": "Polygon", "id": "1", "properties": {"name": "Left"}, "arcs": [[0, 1], [3]]},
                {"type": "MultiPolygon", "properties": {"name": "Right"}, "arcs": [[[2, -1]]]},
            ]
        }
    },
}


@pytest.fixture(scope="module")
def outlines() -> Outlines:
    return Outlines()


def test_vendored_files_are_the_published_ones() -> None:
    lines = (ATLAS / "SHA256SUMS.txt").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}
    shipped = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in ATLAS.iterdir()
        if path.name not in ("README.md", "SHA256SUMS.txt")
    }
    assert shipped == listed


def test_versions_are_those_of_the_readme() -> None:
    readme = (ATLAS / "README.md").read_text(encoding="utf-8")
    for path, source in zip((WORLD, STATES), SOURCES, strict=True):
        version = re.search(r"\d+\.\d+\.\d+", path.name)
        assert version
        assert version[0] in source
        assert f"`{path.name}`" in readme


def test_every_outline_with_a_code_is_in_the_table_of_codes(outlines: Outlines) -> None:
    assert {one.code for one in outlines.states.outlines} == set(outlines.codes["states"])
    countries = {one.code for one in outlines.countries.outlines}
    assert set(outlines.codes["countries"]) <= countries
    assert {code for code in countries if code.isdigit()} <= set(outlines.codes["countries"])
    assert set(outlines.codes["counties"]) <= {one.code for one in outlines.counties.outlines}


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [
        (1, 1, "Left"),
        (5, 5, None),
        (3, 5, "Left"),
        (7, 5, "Left"),
        (15, 5, "Right"),
        (-1, 5, None),
        (21, 5, None),
        (5, 11, None),
        (5, -1, None),
        (9.999, 5, "Left"),
        (10, 5, "Right"),
        (0, 0, "Left"),
        (20, 10, None),
    ],
)
def test_point_lies_in_one_area_and_not_in_its_hole(lon: float, lat: float, name: str | None) -> None:
    found = Layer(read_topology(SQUARES, "areas")).containing(Point(lat, lon))
    assert (found.name if found else None) == name


def test_area_without_an_id_is_known_by_its_name() -> None:
    assert [one.code for one in read_topology(SQUARES, "areas")] == ["1", "Right"]


def test_nearest_outline_is_found_within_a_bound() -> None:
    layer = Layer(read_topology(SQUARES, "areas"))
    found = layer.nearest(Point(5, 20.5), 100)
    assert found is not None
    assert found[0].name == "Right"
    assert found[1] == pytest.approx(Point(5, 20.5).km_to(Point(5, 20)), rel=0.01)
    assert layer.nearest(Point(5, 20.5), 50) is None


def test_distance_is_that_of_the_great_circle() -> None:
    london, new_york = Point(51.5074, -0.1278), Point(40.7128, -74.0060)
    assert london.km_to(new_york) == pytest.approx(5570, rel=0.005)
    assert Point(0, 179.9).km_to(Point(0, -179.9)) == pytest.approx(22.2, rel=0.01)
    assert Point(0, 0).km_to(Point(0, 180)) == pytest.approx(20015, rel=0.001)


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (48.85, 2.35, "250"),
        (-33.9, 18.9, "710"),
        (-29.6, 28.2, "426"),  # Lesotho, a hole in South Africa
        (41.9, 12.6, "380"),
        (66.0, -172.0, "643"),  # Russia east of the 180th meridian
        (68.5, 179.9, "643"),
        (-16.6, 179.3, "242"),  # Fiji, on both sides of it
        (-16.8, -179.95, "242"),
        (4.0, -53.0, "250"),  # French Guiana
        (-89.5, 0.0, "010"),
        (-85.0, -179.9, "010"),
        (0.0, 0.0, None),
        (0.0, -160.0, None),
        (90.0, 0.0, None),
    ],
)
def test_country_of_a_point(outlines: Outlines, lat: float, lon: float, code: str | None) -> None:
    found = outlines.countries.containing(Point(lat, lon))
    assert (found.code if found else None) == code


@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180))
@settings(max_examples=200, deadline=None)
def test_no_point_lies_in_two_states_or_counties(lat: float, lon: float) -> None:
    point = Point(lat, lon)
    for layer in (_ALL.states, _ALL.counties):
        assert sum(one.contains(point) for one in layer.outlines if _is_near(one.edges, point)) <= 1


_ALL = Outlines()


def _is_near(edges: Any, point: Point) -> bool:  # noqa: ANN401  # an array
    return bool(((edges[:, 1] <= point.lat) & (point.lat < edges[:, 3])).any())


@given(lat=st.floats(25, 49), lon=st.floats(-124, -67))
@settings(max_examples=200, deadline=None)
def test_county_of_a_point_lies_in_its_state(lat: float, lon: float) -> None:
    county, state = _ALL.counties.containing(Point(lat, lon)), _ALL.states.containing(Point(lat, lon))
    assert (county is None) == (state is None)
    if county and state:
        assert county.code.startswith(state.code)


def test_files_are_read_as_they_are() -> None:
    assert json.loads(Path(WORLD).read_bytes())["type"] == "Topology"
