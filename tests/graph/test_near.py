import pytest

from graph.answer import Lookup
from graph.engine import Engine
from graph.near import MOST_CITIES, SEA, Surroundings, Surveyor
from graph.outlines import Outlines, Point
from graph.queries import load_query


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


@pytest.fixture(scope="module")
def surveyor(engine: Engine, lookup: Lookup) -> Surveyor:
    return Surveyor.read(engine, lookup.places)


def told(found: Surroundings) -> list[tuple[str, str]]:
    return [(one.place.slug, one.found_by) for one in found.jurisdictions]


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        (37.7793, -122.4193, ["us-ca-san-francisco", "us-ca", "us"]),
        (37.80, -122.25, ["us-ca-alameda-county", "us-ca", "us"]),
        (40.7128, -74.0060, ["us-ny-new-york", "us-ny", "us"]),
        (40.65, -73.95, ["us-ny-new-york", "us-ny", "us"]),  # Brooklyn
        (39.29, -76.61, ["us-md-baltimore", "us-md", "us"]),
        (39.75, -104.99, ["us-co-denver", "us-co", "us"]),
        (38.9, -77.03, ["us-dc", "us"]),
        (18.3, -66.2, ["us-pr", "us"]),
        (52.9, 173.0, ["us-ak", "us"]),  # the Aleutians west of the 180th meridian
        (52.5, 13.4, ["de", "eu", "coe"]),
        (22.32, 114.17, ["hk"]),
        (42.6, 20.9, ["xk"]),
    ],
)
def test_jurisdictions_of_a_point_stand_nearest_first(
    surveyor: Surveyor, lookup: Lookup, lat: float, lon: float, expected: list[str]
) -> None:
    found = [slug for slug, _ in told(surveyor.around(Point(lat, lon), 50))]
    chain = [place.slug for place in lookup.places.chain_of(lookup.places.resolve(expected[0]))]
    assert found == chain
    assert set(expected) <= set(found)


def test_how_each_was_found_is_said(surveyor: Surveyor) -> None:
    found = surveyor.around(Point(52.5, 13.4), 50)
    assert told(found)[0] == ("de", "outline")
    assert ("eu", "above") in told(found)
    assert any("Places within Germany have no outlines" in remark for remark in found.remarks)


def test_point_just_off_a_coast_counts_as_there_and_says_how_far(surveyor: Surveyor) -> None:
    found = surveyor.around(Point(37.76, -122.55), 50)
    assert told(found)[0] == ("us-ca", "near-outline")
    assert 0 < (found.jurisdictions[0].km or 0) < 10
    assert any("km away" in remark for remark in found.remarks)


@pytest.mark.parametrize(("lat", "lon"), [(0, -30), (90, 0), (-60, 180), (30, -150)])
def test_point_in_the_sea_has_no_jurisdiction_and_says_so(surveyor: Surveyor, lat: float, lon: float) -> None:
    found = surveyor.around(Point(lat, lon), 50)
    assert (found.jurisdictions, found.cities) == ((), ())
    assert found.remarks[0] == SEA


def test_country_of_which_nothing_is_recorded_is_named(surveyor: Surveyor) -> None:
    found = surveyor.around(Point(47.0, 104.0), 50)
    assert found.jurisdictions == ()
    assert "The point lies in Mongolia, of which nothing is recorded here." in found.remarks


def test_county_of_which_nothing_is_recorded_is_named_and_its_state_told(surveyor: Surveyor) -> None:
    found = surveyor.around(Point(40.0, -120.8), 50)
    assert [slug for slug, _ in told(found)] == ["us-ca", "us"]
    assert "The point lies in Plumas, of which nothing is recorded here." in found.remarks


def test_place_without_an_outline_is_pointed_out(surveyor: Surveyor) -> None:
    found = surveyor.around(Point(36.14, -5.35), 50)
    assert any(remark.startswith("Gibraltar, 0 km away") for remark in found.remarks)


def test_cities_come_by_distance_and_not_when_an_outline_has_them(surveyor: Surveyor) -> None:
    found = surveyor.around(Point(37.7793, -122.4193), 50)
    assert len(found.cities) == MOST_CITIES
    assert [one.km for one in found.cities] == sorted(one.km or 0 for one in found.cities)
    assert "us-ca-san-francisco" not in {one.place.slug for one in found.cities}
    assert {one.found_by for one in found.cities} == {"distance"}
    assert surveyor.around(Point(37.7793, -122.4193), 1).cities == ()


def test_every_recorded_us_county_has_its_outline_and_every_code_its_record(
    surveyor: Surveyor, lookup: Lookup
) -> None:
    codes = Outlines().codes["counties"]
    recorded = {place.slug for place in lookup.places.by_id.values()}
    counties = {
        place.slug
        for place in lookup.places.by_id.values()
        if place.kind == "County" and place.slug.startswith("us-")
    }
    assert counties <= set(codes.values()) <= recorded


def test_every_recorded_country_but_the_smallest_has_its_outline(lookup: Lookup) -> None:
    drawn = set(Outlines().codes["countries"].values())
    countries = {
        place.iso_code
        for place in lookup.places.by_id.values()
        if place.level == "national" and len(place.iso_code or "") == 2
    }
    assert countries <= drawn


def test_recorded_cities_lie_in_what_they_are_recorded_to_lie_in(
    engine: Engine, surveyor: Surveyor, lookup: Lookup
) -> None:
    """But for the county: a city's centre is given to a hundredth of a degree."""
    points = {
        row["place"].rpartition("/")[2]: Point(float(row["lat"]), float(row["long"]))
        for row in engine.select(load_query("place_points"))
    }
    for place in lookup.places.by_id.values():
        if place.kind != "City":
            continue
        found = {one.place.id for one in surveyor.around(points[place.slug], 50).jurisdictions}
        above = {other.id for other in lookup.places.chain_of(place)[1:] if other.level == "national"}
        assert {id for id in above if "gb-" not in id} <= found, place.slug
