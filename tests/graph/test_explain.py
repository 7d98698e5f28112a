from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.answer import Lookup, answer
from graph.engine import Engine
from graph.explain import ELSEWHERE, Explanation, explain, explanation_as_dict, find_rule
from graph.question import Question, understand
from schema.errors import NotFound

DAY = date(2024, 6, 1)
BAN = "rule/us-ca-san-francisco-19b-2019--ban"


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


def asked(lookup: Lookup, place: str, actor: str, activity: str = "use", on: date = DAY) -> Question:
    return understand(lookup.places, lookup.concepts, place=place, actor=actor, activity=activity, on=on)


def explained(lookup: Lookup, rule: str, place: str, actor: str, on: date = DAY) -> Explanation:
    return explain(lookup, find_rule(lookup, rule), asked(lookup, place, actor, on=on))


def failing(found: Explanation) -> list[str]:
    return [condition.name for condition in found.conditions if not condition.holds]


@pytest.mark.parametrize(
    "given", [BAN, BAN.removeprefix("rule/"), f"https://w3id.org/facelex/id/{BAN}", f" {BAN} "]
)
def test_rule_is_found_by_id_slug_and_iri(lookup: Lookup, given: str) -> None:
    assert find_rule(lookup, given).id == BAN


@pytest.mark.parametrize("given", ["rule/nope", "", "law/us-ca", "rule/ x", "rule/a<b>", "../etc", "x" * 400])
def test_what_is_no_rule_is_not_found(lookup: Lookup, given: str) -> None:
    with pytest.raises(NotFound):
        find_rule(lookup, given)


def test_rule_that_binds_in_full_says_so_of_each_condition(lookup: Lookup) -> None:
    found = explained(lookup, BAN, "us-ca-san-francisco", "police")
    assert (found.binds, found.failing) == ("full", None)
    assert all(condition.holds and condition.full for condition in found.conditions)
    assert len(found.conditions) == 11


def test_every_condition_is_told_beyond_the_first_that_fails(lookup: Lookup) -> None:
    found = explained(lookup, BAN, "us-ca-san-francisco", "retailers", date(2010, 1, 1))
    assert found.binds == "no"
    assert failing(found) == ["actor", "begun"]


def test_rule_of_another_place_fails_by_that_whatever_else_holds(lookup: Lookup) -> None:
    found = explained(lookup, BAN, "us-or-portland", "police")
    assert failing(found) == ["jurisdiction", "level"]
    assert found.failing is not None
    assert found.failing.reason == ELSEWHERE
    assert "which Portland, Oregon does not lie in" in found.failing.text


def test_rule_of_the_city_does_not_bind_the_state_that_it_lies_in(lookup: Lookup) -> None:
    assert failing(explained(lookup, BAN, "us-ca", "police"))[0] == "jurisdiction"


def test_part_says_which_conditions_hold_in_part(lookup: Lookup) -> None:
    found = explained(lookup, "rule/us-or-portland-pcc-34-10-2021--ban", "us-or-portland", "retailers")
    assert found.binds == "part"
    content = explanation_as_dict(found)
    assert content["rule"]["binds"] == "part"
    assert "setting" in {one["condition"] for one in content["conditions"] if one["holds"] == "part"}
    assert content["text"].startswith("It binds in part: holds only in certain settings")
    assert content["decides"]


def test_explanation_names_the_conditions_of_the_reference(lookup: Lookup) -> None:
    content = explanation_as_dict(explained(lookup, BAN, "us-ca-san-francisco", "police"))
    assert [one["condition"] for one in content["conditions"]] == [
        *("jurisdiction", "enacted", "actor", "level", "activity", "setting", "begun", "not-ended"),
        *("pre-emption", "reach", "opening"),
    ]


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_explanation_agrees_with_the_answer_for_every_rule_of_the_stack(
    lookup: Lookup, data: st.DataObject
) -> None:
    place = data.draw(st.sampled_from(sorted(one.slug for one in lookup.places.by_id.values())))
    actor, activity = (
        data.draw(st.sampled_from([concept.word for concept in lookup.concepts.among(part)]))
        for part in ("actor", "activity")
    )
    question = asked(lookup, place, actor, activity, data.draw(st.dates(date(2010, 1, 1), date(2030, 1, 1))))
    found = answer(lookup, question)
    for bound in found.bound:
        explanation = explain(lookup, bound.rule, question)
        assert explanation.binds == ("full" if bound.in_full else "part")
        assert tuple(one.text for one in explanation.conditions if not one.full) == bound.why
    for left in found.considered:
        explanation = explain(lookup, left.rule, question)
        assert explanation.failing is not None
        assert (explanation.failing.reason, explanation.failing.text) == (left.reason, left.text)


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_rule_may_be_asked_about_anywhere(lookup: Lookup, data: st.DataObject) -> None:
    places = sorted(one.id for one in lookup.places.by_id.values())
    home = data.draw(st.sampled_from([id for id in places if lookup.rules_in(lookup.places.by_id[id])]))
    rule = data.draw(st.sampled_from(lookup.rules_in(lookup.places.by_id[home])))
    question = asked(lookup, data.draw(st.sampled_from(places)), "police")
    found = explanation_as_dict(explain(lookup, rule, question))
    considered = rule.jurisdiction in question.place.chain
    assert (found["conditions"][0]["holds"] == "full") == considered
    assert considered or found["binds"] == "no"
