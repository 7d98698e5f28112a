import pytest

from graph.answer import Lookup
from graph.bans import bans
from graph.engine import Engine
from graph.tide import Year, tide
from graph.verdict_map import VerdictMap, verdict_map
from schema.periods import parse_day


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


@pytest.fixture(scope="module")
def police(lookup: Lookup) -> VerdictMap:
    return verdict_map(lookup, "police", "use")


def of(years: list[Year], year: int) -> Year:
    return next(one for one in years if one.year == year)


def test_prohibitions_are_those_that_the_places_list_as_law(lookup: Lookup, police: VerdictMap) -> None:
    day = parse_day("2021-12-31")
    listed = [
        ban
        for place in lookup.places.by_id
        for ban in bans(lookup, place, day, inherited=False)
        if ban["force"] == "law"
    ]
    found = of(tide(lookup, police), 2021)
    assert found.prohibitions == len(listed)
    assert found.places == len({ban["jurisdiction"] for ban in listed})


def test_place_alone_has_its_own_turns(lookup: Lookup, police: VerdictMap) -> None:
    years = tide(lookup, police, frozenset({"jurisdiction/us-la-new-orleans"}))
    turns = [(year.year, year.stricter, year.looser) for year in years if year.stricter or year.looser]
    assert turns == [(2021, 1, 0), (2022, 0, 1)]


def test_law_of_a_union_counts_once(lookup: Lookup, police: VerdictMap) -> None:
    union = {id for id, place in lookup.places.by_id.items() if "jurisdiction/eu" in place.chain}
    assert len(union) > 27
    whole = of(tide(lookup, police, frozenset(union)), 2018)
    own = of(tide(lookup, police, frozenset({"jurisdiction/eu"})), 2018)
    below = of(tide(lookup, police, frozenset(union - {"jurisdiction/eu"})), 2018)
    assert own.stricter == 1
    assert whole.stricter == own.stricter + below.stricter


def test_years_are_those_of_the_map_without_a_gap(lookup: Lookup, police: VerdictMap) -> None:
    years = [one.year for one in tide(lookup, police)]
    assert years == list(range(2008, police.until.year + 1))
