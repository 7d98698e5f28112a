from datetime import date

import pytest

from graph.engine import Engine
from schema.errors import NotFound
from viz.network import Whole, read_whole
from viz.paths import Ways, ways_between

CLEARVIEW, MACYS = "organisation/clearview-ai", "organisation/macys"


@pytest.fixture(scope="module")
def whole(engine: Engine) -> Whole:
    return read_whole(engine)


def nodes(ways: Ways) -> list[list[str]]:
    return [[ways.start, *(step.end for step in way)] for way in ways.found]


def test_shortest_way_comes_first_and_each_step_is_stated(whole: Whole) -> None:
    ways = ways_between(whole, CLEARVIEW, "law/us-il-bipa-2008", limit=5)
    lengths = [len(way) for way in ways.found]
    assert len(lengths) == 5
    assert lengths == sorted(lengths)
    assert lengths[0] == 2
    for way in ways.found:
        assert [step.start for step in way[1:]] == [step.end for step in way[:-1]]
        for step in way:
            assert step.links
            assert all({link.start, link.end} == {step.start, step.end} for link in step.links)


def test_every_way_is_another_one_and_goes_nowhere_twice(whole: Whole) -> None:
    found = nodes(ways_between(whole, CLEARVIEW, MACYS, limit=10))
    assert len({tuple(way) for way in found}) == len(found) == 10
    assert all(len(set(way)) == len(way) for way in found)


def test_ways_keep_off_places_as_long_as_there_is_another(whole: Whole) -> None:
    ways = ways_between(whole, CLEARVIEW, MACYS)
    assert not ways.only_by_places
    assert not any(node.startswith("jurisdiction/") for way in nodes(ways) for node in way)
    by_places = ways_between(whole, CLEARVIEW, MACYS, kinds=["jurisdiction"])
    assert nodes(by_places)[0] == [CLEARVIEW, "jurisdiction/us", MACYS]


def test_two_places_are_connected_by_places(whole: Whole) -> None:
    ways = ways_between(whole, "jurisdiction/us-ca-oakland", "jurisdiction/al", limit=1)
    assert ways.only_by_places or nodes(ways)


def test_thing_is_connected_with_itself_by_no_step(whole: Whole) -> None:
    assert ways_between(whole, CLEARVIEW, CLEARVIEW).found == ((),)


def test_things_that_nothing_connects_have_no_way(whole: Whole) -> None:
    assert ways_between(whole, CLEARVIEW, MACYS, kinds=["rule"]).found == ()


def test_day_leaves_out_what_had_not_happened(whole: Whole) -> None:
    before = ways_between(whole, CLEARVIEW, "law/us-il-bipa-2008", on=date(2010, 1, 1))
    today = ways_between(whole, CLEARVIEW, "law/us-il-bipa-2008")
    dates = [whole.facts[node].get("filed", ("2010",))[0] for way in nodes(before) for node in way]
    assert all(date <= "2010-01-01" for date in dates)  # one of unknown date counts as begun
    assert nodes(before) != nodes(today)


def test_end_may_be_an_iri_or_a_former_id(whole: Whole) -> None:
    ways = ways_between(whole, "https://w3id.org/facelex/id/" + CLEARVIEW, "proceeding/oaic-bunnings")
    assert (ways.start, ways.end) == (CLEARVIEW, "proceeding/bunnings-v-privacy-commissioner")


def test_unknown_end_is_told_with_near_ones(whole: Whole) -> None:
    with pytest.raises(NotFound) as error:
        ways_between(whole, CLEARVIEW, "organisation/macy")
    assert MACYS in {candidate.id for candidate in error.value.near}


def test_ways_are_the_same_each_time(whole: Whole, engine: Engine) -> None:
    assert ways_between(read_whole(engine), CLEARVIEW, MACYS) == ways_between(whole, CLEARVIEW, MACYS)
