from datetime import date

import pytest

from graph.engine import Engine
from graph.places import Place, Places
from schema.errors import AmbiguousPlace, UnknownPlace


@pytest.fixture(scope="module")
def places(engine: Engine) -> Places:
    return Places.read(engine)


@pytest.mark.parametrize(
    ("given", "slug"),
    [
        ("us-ca-san-francisco", "us-ca-san-francisco"),
        ("jurisdiction/us-ca-san-francisco", "us-ca-san-francisco"),
        ("https://w3id.org/facelex/id/jurisdiction/us-ca-san-francisco", "us-ca-san-francisco"),
        ("https://w3id.org/facelex/record/jurisdiction/us-ca-san-francisco", "us-ca-san-francisco"),
        ("San Francisco", "us-ca-san-francisco"),
        ("  san   FRANCISCO ", "us-ca-san-francisco"),
        ("San Francisco, California", "us-ca-san-francisco"),
        ("San Francisco, CA", "us-ca-san-francisco"),
        ("US-CA", "us-ca"),
        ("us-ca", "us-ca"),
        ("California", "us-ca"),
        ("FR", "fr"),
        ("ca", "ca"),
        ("Portland, Oregon", "us-or-portland"),
        ("Portland, OR", "us-or-portland"),
        ("Portland ME", "us-me-portland"),
        ("Portland, Maine, United States", "us-me-portland"),
        ("Portland Cumberland County Maine US", "us-me-portland"),
        ("us_ca", "us-ca"),
        ("Cambridge, Massachusetts", "us-ma-cambridge"),
        ("gb-london", "gb-eng-london"),
        ("council-of-europe", "coe"),
        ("European Union", "eu"),
        ("Zurich", "ch-zh-zurich"),
        ("Zürich", "ch-zh-zurich"),
    ],
)
def test_place_is_found_by_slug_iri_code_name_and_former_id(places: Places, given: str, slug: str) -> None:
    assert places.resolve(given).slug == slug


def test_name_of_several_places_offers_them_all(places: Places) -> None:
    with pytest.raises(AmbiguousPlace) as caught:
        places.resolve("Portland")
    assert {candidate.id for candidate in caught.value.candidates} == {
        "jurisdiction/us-me-portland",
        "jurisdiction/us-or-portland",
    }
    assert all("United States" in candidate.context for candidate in caught.value.candidates)


def test_unknown_place_offers_near_names(places: Places) -> None:
    with pytest.raises(UnknownPlace) as caught:
        places.resolve("San Fransisco")
    assert "jurisdiction/us-ca-san-francisco" in {candidate.id for candidate in caught.value.near}


@pytest.mark.parametrize(
    "given",
    [
        "",
        " ",
        ",",
        "Atlantis",
        "Portland, Texas",
        "Portland, Maine, Texas",
        "Portland " + "Maine " * 9_000,
        "../etc/passwd",
        "\x00",
        "x" * 10_000,
    ],
)
def test_word_for_no_place_is_unknown(places: Places, given: str) -> None:
    with pytest.raises(UnknownPlace):
        places.resolve(given)


def test_city_and_state_of_one_name_are_both_offered_until_the_name_is_qualified() -> None:
    state = Place("jurisdiction/us-ny", "New York", "State", "US-NY", chain=("jurisdiction/us-ny",))
    city = Place(
        "jurisdiction/us-ny-nyc", "New York City", "City", chain=("jurisdiction/us-ny-nyc", *state.chain)
    )
    places = Places([state, city], {city.id: ["New York"]})
    with pytest.raises(AmbiguousPlace) as caught:
        places.resolve("New York")
    assert [str(found) for found in caught.value.candidates] == [
        "New York (state): jurisdiction/us-ny",
        "New York City (city in New York): jurisdiction/us-ny-nyc",
    ]
    assert places.resolve("New York, NY") is city
    assert places.resolve("US-NY") is state


def test_two_word_places_above_qualify_a_name_by_any_of_their_names() -> None:
    state = Place("jurisdiction/us-nh", "New Hampshire", "State", "US-NH", chain=("jurisdiction/us-nh",))
    city = Place("jurisdiction/us-nh-c", "Concord", "City", chain=("jurisdiction/us-nh-c", *state.chain))
    places = Places([state, city], {state.id: ["Granite State"]})
    for given in (
        "Concord New Hampshire",
        "concord (new hampshire)",
        "Concord, NH",
        "Concord, Granite State",
    ):
        assert places.resolve(given) is city


def test_chain_leads_from_the_place_to_all_above_it(places: Places) -> None:
    chain = [place.slug for place in places.chain_of(places.resolve("us-ma-cambridge"))]
    assert chain == ["us-ma-cambridge", "us-ma-middlesex-county", "us-ma", "us"]


def test_place_tells_how_far_it_was_researched(places: Places) -> None:
    assert places.resolve("us-ca-san-francisco").researched_through == date(2026, 7, 1)
    assert places.resolve("us-ca-alameda-county").researched_through is None


def test_every_place_is_found_by_its_own_slug_and_resolves_to_itself(places: Places) -> None:
    for place in places.by_id.values():
        assert places.resolve(place.slug) is place
