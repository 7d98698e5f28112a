from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from graph.answer import NO_RULE_KNOWN, Lookup, ask
from graph.engine import Engine
from graph.verdict_map import FIRST_DAY, NOT_RESEARCHED, PlaceSteps, VerdictMap, map_as_dict, verdict_map
from schema.errors import UnknownConcept

NEW_ORLEANS = "jurisdiction/us-la-new-orleans"


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    found = Lookup(engine)
    found.read_ahead()
    return found


@pytest.fixture(scope="module")
def police(lookup: Lookup) -> VerdictMap:
    return verdict_map(lookup, "police", "use")


@pytest.fixture(scope="module")
def by_id(police: VerdictMap) -> Mapping[str, PlaceSteps]:
    return {one.place.id: one for one in police.places}


def test_every_recorded_place_is_on_the_map_once(lookup: Lookup, police: VerdictMap) -> None:
    assert sorted(one.place.id for one in police.places) == sorted(lookup.places.by_id)


def test_new_orleans_bans_in_2021_and_eases_in_2022(by_id: Mapping[str, PlaceSteps]) -> None:
    steps = by_id[NEW_ORLEANS].steps
    assert [(step.on.isoformat(), step.verdict, step.direction) for step in steps] == [
        ("2008-01-01", "no-rule-known", None),
        ("2021-01-01", "prohibited", "stricter"),
        ("2022-07-21", "conditional", "looser"),
    ]
    assert all(step.is_own for step in steps[1:])


@pytest.mark.parametrize("actor", ["police", "retailers"])
def test_map_says_what_the_answer_says_the_day_before_and_on_each_step(lookup: Lookup, actor: str) -> None:
    found = verdict_map(lookup, actor, "use")
    for one in found.places[::9]:
        days = {step.on for step in one.steps} | {step.on - timedelta(1) for step in one.steps[1:]}
        for day in days | {date(2024, 2, 29), found.until}:
            answer = ask(lookup, one.place.id, actor, on=day)
            rule = answer.deciding[0].rule if answer.deciding else None
            assert (one.on(day).verdict, one.on(day).rule) == (answer.verdict, rule), (one.place.id, day)


def test_silence_where_nobody_looked_is_told_from_silence_where_somebody_did(
    by_id: Mapping[str, PlaceSteps],
) -> None:
    shown = {
        (one.place.researched_through is None, one.shown(FIRST_DAY))
        for one in by_id.values()
        if one.on(FIRST_DAY).verdict == NO_RULE_KNOWN
    }
    assert shown == {(True, NOT_RESEARCHED), (False, NO_RULE_KNOWN)}


def test_law_from_above_is_not_the_places_own_change(by_id: Mapping[str, PlaceSteps]) -> None:
    union_day = date(2018, 5, 25)  # the GDPR applies
    assert any(step.on == union_day and step.is_own for step in by_id["jurisdiction/eu"].steps)
    assert not any(step.on == union_day and step.is_own for step in by_id["jurisdiction/fr"].steps)


def test_map_as_data_names_each_rule_once_and_all_days(lookup: Lookup, police: VerdictMap) -> None:
    data = map_as_dict(lookup, police)
    named = {step["rule"] for place in data["places"] for step in place["steps"] if step["rule"]}
    assert named == set(data["rules"])
    assert data["days"] == sorted({s["from"] for place in data["places"] for s in place["steps"][1:]})
    assert data["from"] <= data["days"][0]
    assert data["days"][-1] <= data["to"]


def test_unknown_word_is_an_error(lookup: Lookup) -> None:
    with pytest.raises(UnknownConcept):
        verdict_map(lookup, "dragons", "use")
