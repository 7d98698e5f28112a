from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.answer import Answer, Lookup, answer
from graph.engine import Engine
from graph.question import Question, understand
from graph.transitions import History, brief_history, edge_days, history, history_as_dict, whole_span
from schema.periods import PartialDate
from schema.vocabulary import NS, iri_of
from tests.graph.answers import make_rule

FIRST, LAST = date(2000, 1, 1), date(2040, 1, 1)


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


def asked(lookup: Lookup, place: str, actor: str, activity: str = "use", on: date = FIRST) -> Question:
    return understand(lookup.places, lookup.concepts, place=place, actor=actor, activity=activity, on=on)


def told(found: History) -> list[tuple[str, str, str, str]]:
    return [
        (str(one.on), one.before.verdict, one.after.verdict, one.direction)
        for one in found.transitions
        if one.is_of_verdict
    ]


def bindings(found: Answer) -> set[tuple[str, bool]]:
    return {(bound.rule.id, bound.in_full) for bound in found.bound}


def test_ban_that_begins_makes_the_answer_stricter_on_its_first_day(lookup: Lookup) -> None:
    found = history(lookup, asked(lookup, "us-wa-king-county", "police"), LAST)
    assert told(found) == [("2021-06-01", "no-rule-known", "prohibited", "stricter")]
    assert found.transitions[0].dated == PartialDate("2021-06")
    (cause,) = found.transitions[0].causes
    assert (cause.rule.id, cause.change, cause.decides) == (
        "rule/us-wa-king-county-19296-2021--ban",
        "began",
        True,
    )


def test_moratorium_that_ends_makes_the_answer_looser_on_the_day_it_no_longer_binds(lookup: Lookup) -> None:
    found = history(lookup, asked(lookup, "us-ca", "police", "body-worn-camera"), LAST)
    (ended,) = [one for one in found.transitions if one.direction == "looser"]
    assert ended.on == date(2023, 1, 1)
    assert ended.before.verdict == "prohibited"
    assert ("rule/us-ca-ab-1215-2019--body-cams", "ended") in {
        (cause.rule.id, cause.change) for cause in ended.causes
    }


def test_rules_that_change_without_the_verdict_are_told_as_other(lookup: Lookup) -> None:
    found = history(lookup, asked(lookup, "us-wa-king-county", "police"), LAST)
    other = found.transitions[1]
    assert (other.on, other.direction, other.is_of_verdict) == (date(2021, 7, 1), "other", False)
    assert not any(cause.decides for cause in other.causes)
    assert len(history_as_dict(found)["transitions"]) > len(history_as_dict(found, True)["transitions"])


def test_rule_that_is_pre_empted_is_a_cause(data_folder: Path) -> None:
    above, target = "rule/us-wa-facial-recognition-2020--accountability", "law/us-wa-king-county-19296-2021"
    link = f"<{iri_of(above)}> <{NS}preempts> <{iri_of(target)}> .\n"
    dataset = (data_folder / "dataset.nq").read_text(encoding="utf-8")
    lookup = Lookup(Engine.from_text(dataset + link))
    found = history(lookup, asked(lookup, "King County", "police"), LAST)
    assert ("2021-07-01", "prohibited", "conditional", "looser") in told(found)
    (change,) = [one for one in found.transitions if one.direction == "looser"]
    assert ("rule/us-wa-king-county-19296-2021--ban", "pre-empted") in {
        (cause.rule.id, cause.change) for cause in change.causes
    }


def test_rule_that_another_opens_is_a_cause(data_folder: Path) -> None:
    opener, ban = (
        "rule/us-wa-facial-recognition-2020--accountability",
        "rule/us-wa-king-county-19296-2021--ban",
    )
    link = f"<{iri_of(opener)}> <{NS}opens> <{iri_of(ban)}> .\n"
    dataset = (data_folder / "dataset.nq").read_text(encoding="utf-8")
    lookup = Lookup(Engine.from_text(dataset + link))
    found = history(lookup, asked(lookup, "King County", "police"), LAST)
    (change,) = [one for one in found.transitions if one.on == date(2021, 7, 1)]
    assert change.direction == "looser"
    assert [cause.change for cause in change.causes if cause.rule.id == ban] == ["opened"]
    assert str(change.dated) == "2021-07-01"


def test_bounds_are_days_of_the_answer_itself(lookup: Lookup) -> None:
    day = date(2021, 6, 1)
    question = asked(lookup, "us-wa-king-county", "police")
    assert [
        one.on for one in history(lookup, replace(question, day=day - timedelta(1)), day).transitions
    ] == [day]
    assert history(lookup, replace(question, day=day), day).transitions == ()
    assert history(lookup, question, day - timedelta(1)).transitions == ()


def test_edges_are_the_first_days_of_partial_dates() -> None:
    rules = [make_rule(start="2019-07", end="2021"), make_rule(start=None), make_rule(start="2021-01-01")]
    assert edge_days(rules) == [date(2019, 7, 1), date(2021, 1, 1)]


def test_span_reaches_from_before_the_first_edge_to_the_last(lookup: Lookup) -> None:
    first, last = whole_span(lookup, asked(lookup, "fr", "police"))
    edges = edge_days(lookup.rules_in(lookup.places.resolve("fr")))
    assert (first + timedelta(1), last) == (edges[0], edges[-1])


def test_history_as_the_doors_give_it(lookup: Lookup) -> None:
    found = history_as_dict(history(lookup, asked(lookup, "us-wa-king-county", "police"), LAST), True)
    assert found["question"]["actor_resolved"] == "municipal-police"
    assert "on" not in found["question"]
    assert found["at_start"] == {
        "on": "2000-01-01",
        "verdict": "no-rule-known",
        "policy_verdict": "no-rule-known",
    }
    (change,) = found["transitions"]
    (rule,) = change["rules"]
    assert (rule["law"], rule["from"], rule["until"]) == ("law/us-wa-king-county-19296-2021", "2021-06", None)


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_between_transitions_the_answer_is_constant(lookup: Lookup, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(sorted(one.slug for one in lookup.places.by_id.values())))
    actor, activity = (
        data.draw(st.sampled_from([concept.word for concept in lookup.concepts.among(part)]))
        for part in ("actor", "activity")
    )
    found = history(lookup, asked(lookup, place, actor, activity), LAST)
    days = data.draw(st.lists(st.dates(FIRST, LAST), min_size=5, max_size=12))
    days += [one.on + timedelta(step) for one in found.transitions for step in (-1, 0)]
    for day in days:
        latest = [one.after for one in found.transitions if one.on <= day]
        expected = latest[-1] if latest else found.start
        there = answer(lookup, asked(lookup, place, actor, activity, day))
        assert (there.verdict, there.policy_verdict) == (expected.verdict, expected.policy_verdict)
        assert bindings(there) == bindings(expected)
    for one in found.transitions:
        assert bindings(one.before) != bindings(one.after)
        assert {cause.rule.id for cause in one.causes} == {
            rule for rule, _ in bindings(one.before) ^ bindings(one.after)
        }


def essence(found: History) -> list[tuple[object, ...]]:
    """All of a history but the rules that its answers considered and left out."""
    answers = [(found.start.question, found.start.verdict, found.start.policy_verdict, found.start.bound)]
    return [
        *answers,
        *(
            (
                one.on,
                one.after.verdict,
                one.after.policy_verdict,
                one.after.bound,
                one.before.verdict,
                one.causes,
            )
            for one in found.transitions
        ),
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_brief_history_is_the_history_of_any_question(lookup: Lookup, data: st.DataObject) -> None:
    place = lookup.places.by_id[data.draw(st.sampled_from(sorted(lookup.places.by_id)))]
    words = lookup.concepts
    actor, activity, setting = (
        data.draw(st.sampled_from([one.word for one in words.among(scheme)]))
        for scheme in ("actor", "activity", "setting")
    )
    question = replace(
        asked(lookup, place.id, actor, activity), setting=data.draw(st.sampled_from([None, setting]))
    )
    assert essence(brief_history(lookup, question, LAST)) == essence(history(lookup, question, LAST))
