from datetime import date

import pytest

from graph.answer import Lookup
from graph.engine import Engine
from graph.question import understand
from graph.timeline import (
    EVENT,
    FILED,
    OUTCOME,
    RULE_BEGINS,
    RULE_ENDS,
    TRANSITION,
    timeline,
    with_transitions,
)


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


def test_law_events_and_proceedings_of_a_place_stand_by_date(lookup: Lookup) -> None:
    place = lookup.places.resolve("us-or-portland")
    found = timeline(lookup, place, None, None, inherited=False)
    days = [entry.dated.first_day for entry in found if entry.dated]
    assert days == sorted(days)
    ids = {(entry.type, entry.id) for entry in found}
    assert (RULE_BEGINS, "rule/us-or-portland-pcc-34-10-2021--ban") in ids
    assert (FILED, "proceeding/norby-v-jacksons") in ids
    assert {entry.place for entry in found} == {place.id}


def test_rule_that_ends_is_told_on_the_first_day_it_no_longer_binds(lookup: Lookup) -> None:
    found = timeline(lookup, lookup.places.resolve("us-ca"), None, None, inherited=False)
    (end,) = [e for e in found if (e.type, e.id) == (RULE_ENDS, "rule/us-ca-ab-1215-2019--body-cams")]
    assert str(end.dated) == "2023-01-01"


def test_places_above_are_told_when_wished_and_everything_once(lookup: Lookup) -> None:
    place = lookup.places.resolve("us-or-portland")
    own, every = (timeline(lookup, place, None, None, inherited) for inherited in (False, True))
    assert len(every) > len(own)
    assert {entry.place for entry in every} <= set(place.chain)
    assert len({(entry.type, entry.id) for entry in every}) == len(every)


def test_bounds_are_inclusive_and_leave_out_what_has_no_day(lookup: Lookup) -> None:
    place = lookup.places.resolve("us")
    day = date(2021, 5, 18)
    found = timeline(lookup, place, day, day)
    assert "event/amazon-moratorium-extended-2021" in {entry.id for entry in found}
    assert all(entry.dated and entry.dated.first_day == day for entry in found)


def test_event_names_the_rules_that_it_changed_and_an_outcome_its_proceeding(lookup: Lookup) -> None:
    entries = timeline(lookup, lookup.places.resolve("de-he"), None, None)
    (event,) = [entry for entry in entries if entry.id == "event/de-he-hsog-opens-live-2025"]
    assert event.type == EVENT
    assert "rule/de-he-hsog-2024--live-search" in event.more["changes"]
    outcomes = [
        entry
        for entry in timeline(lookup, lookup.places.resolve("us-il"), None, None)
        if entry.type == OUTCOME
    ]
    assert "proceeding/aclu-v-clearview" in {entry.more["proceeding"] for entry in outcomes}


def test_every_event_and_proceeding_of_a_place_is_told(lookup: Lookup, engine: Engine) -> None:
    told = {
        entry.more.get("proceeding", entry.id)
        for place in lookup.places.by_id.values()
        for entry in timeline(lookup, place, None, None, inherited=False)
    }
    kinds = "VALUES ?class { fl:Event fl:Proceeding } ?thing a ?class ; fl:place|fl:jurisdiction ?place"
    rows = engine.run(f"PREFIX fl: <https://w3id.org/facelex/ns#> SELECT DISTINCT ?thing {{ {kinds} }}")
    things = {str(row[0].value).removeprefix("https://w3id.org/facelex/id/") for row in rows}  # type: ignore[union-attr]
    assert things
    assert things <= told


def test_with_an_actor_transitions_stand_in_the_place_of_rules(lookup: Lookup) -> None:
    place = lookup.places.resolve("us-wa-king-county")
    question = understand(lookup.places, lookup.concepts, place=place.id, actor="police", on=date(2000, 1, 1))
    found = with_transitions(lookup, timeline(lookup, place, None, None), question, date(2030, 1, 1))
    types = [entry.type for entry in found]
    assert RULE_BEGINS not in types
    first = next(entry for entry in found if entry.type == TRANSITION)
    assert (str(first.dated), first.more["direction"]) == ("2021-06", "stricter")
    assert first.more["rules"] == ["rule/us-wa-king-county-19296-2021--ban"]
