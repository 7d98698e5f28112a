import json
from datetime import date
from pathlib import Path

import pytest

from graph.answer import Lookup, ask, stale_since
from graph.engine import Engine
from schema.errors import UnknownConcept, UnknownPlace
from schema.vocabulary import NS, iri_of
from tests.graph.answers import make_rule

DAY = date(2024, 6, 1)


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


def test_answer_has_the_names_of_the_design(lookup: Lookup) -> None:
    found = ask(lookup, "San Francisco", "police", on=DAY).as_dict()
    assert found["question"] == {
        "place": {
            "id": "jurisdiction/us-ca-san-francisco",
            "name": "San Francisco",
            "context": "city in California, United States",
        },
        "actor": "police",
        "actor_resolved": "municipal-police",
        "activity": "use",
        "setting": None,
        "on": "2024-06-01",
    }
    assert found["verdict"] == found["policy_verdict"] == "prohibited"
    ban = found["rules"][0]
    assert ban["id"] == "rule/us-ca-san-francisco-19b-2019--ban"
    assert (ban["effect"], ban["binds"], ban["reach"], ban["force"]) == ("ban", "full", "full", "law")
    assert (ban["from"], ban["until"], ban["end_kind"], ban["stale_since"]) == ("2019-07", None, "open", None)
    assert set(ban["law"]) >= {"id", "name", "citation", "url"}
    assert set(ban["sources"][0]) >= {"url", "publisher", "date"}
    assert found["data_version"] == lookup.engine.data_version
    assert json.loads(json.dumps(found)) == found


def test_coverage_names_the_place_and_every_place_above(lookup: Lookup) -> None:
    found = ask(lookup, "us-ca-oakland", "police", on=DAY).as_dict()["coverage"]
    assert [place["place"] for place in found] == [
        "jurisdiction/us-ca-oakland",
        "jurisdiction/us-ca-alameda-county",
        "jurisdiction/us-ca",
        "jurisdiction/us",
    ]
    assert [place["researched_through"] for place in found] == [
        "2026-07-01",
        None,
        "2026-07-01",
        "2026-07-01",
    ]


@pytest.mark.parametrize(
    ("place", "resolved"),
    [
        ("San Francisco", "municipal-police"),
        ("us-wa-king-county", "municipal-police"),
        ("California", "state-police"),
        ("us", "national-police"),
        ("eu", "police"),
    ],
)
def test_police_means_the_police_of_the_places_level(lookup: Lookup, place: str, resolved: str) -> None:
    found = ask(lookup, place, "police", on=DAY)
    assert (found.question.actor_asked, found.question.actor) == ("police", resolved)


@pytest.mark.parametrize(
    "target", ["law/us-wa-king-county-19296-2021", "rule/us-wa-king-county-19296-2021--ban"]
)
def test_ban_gives_way_to_a_rule_above_from_its_first_day_on(data_folder: Path, target: str) -> None:
    above = "rule/us-wa-facial-recognition-2020--accountability"
    preempts = f"<{iri_of(above)}> <{NS}preempts> <{iri_of(target)}> .\n"
    dataset = (data_folder / "dataset.nq").read_text(encoding="utf-8")
    lookup = Lookup(Engine.from_text(dataset + preempts))
    before, after = (
        ask(lookup, "King County", "police", on=day) for day in (date(2021, 6, 30), date(2021, 7, 1))
    )
    assert before.verdict == "prohibited"
    assert after.verdict == "conditional"
    left = {left.rule.id: left for left in after.considered}["rule/us-wa-king-county-19296-2021--ban"]
    assert left.reason == "pre-empted"
    assert above in left.text


def test_silence_is_an_answer_of_its_own(lookup: Lookup) -> None:
    found = ask(lookup, "us-ca-alameda-county", "individuals", "verification-1to1", on=date(1990, 1, 1))
    assert found.verdict == "no-rule-known"
    assert found.deciding == ()
    assert found.coverage[0].researched_through is None


def test_verdict_rests_on_law_while_policies_are_listed_beside_it(lookup: Lookup) -> None:
    found = ask(lookup, "us-ca-alameda", "police", on=DAY)
    assert found.verdict != "prohibited"
    assert found.policy_verdict == "prohibited"
    assert "rule/us-ca-alameda-resolution-15625-2019--ban" in {
        bound.rule.id for bound in found.with_force("policy")
    }


def test_repeated_question_has_the_same_answer(lookup: Lookup, engine: Engine) -> None:
    first = ask(lookup, "us-or-portland", "retailers", setting="retail", on=DAY)
    assert first == ask(lookup, "us-or-portland", "retailers", setting="retail", on=DAY)
    assert first == ask(Lookup(engine), "us-or-portland", "retailers", setting="retail", on=DAY)


def test_bounded_memory_of_places_does_not_change_answers(engine: Engine, lookup: Lookup) -> None:
    small = Lookup(engine, most_jurisdictions=1)
    for place in ("us-ca-oakland", "fr", "us-ca-oakland"):
        assert ask(small, place, "police", on=DAY) == ask(lookup, place, "police", on=DAY)


def test_words_that_mean_nothing_are_errors(lookup: Lookup) -> None:
    with pytest.raises(UnknownPlace):
        ask(lookup, "Atlantis", "police", on=DAY)
    with pytest.raises(UnknownConcept):
        ask(lookup, "fr", "wizards", on=DAY)


@pytest.mark.parametrize(
    ("end_kind", "day", "stale"),
    [
        ("open", date(2026, 7, 1), False),
        ("open", date(2027, 7, 1), False),
        ("open", date(2027, 7, 2), True),
        ("unknown", date(2026, 7, 1), False),
        ("unknown", date(2026, 7, 2), True),
        ("date", date(2040, 1, 1), False),
        (None, date(2026, 7, 2), False),
    ],
)
def test_rule_is_stale_when_nobody_has_confirmed_it(end_kind: str | None, day: date, stale: bool) -> None:
    confirmed = date(2026, 7, 1)
    rule = make_rule(end_kind=end_kind, verified_on=confirmed)
    assert stale_since(rule, day) == (confirmed if stale else None)


def test_law_read_at_once_is_the_law_read_place_by_place(engine: Engine, lookup: Lookup) -> None:
    ahead = Lookup(engine)
    ahead.read_ahead()
    assert ahead.is_ahead
    for place in lookup.places.by_id.values():
        assert ahead.rules_in(place) == lookup.rules_in(place)


def test_law_of_more_places_than_are_kept_is_not_read_at_once(engine: Engine) -> None:
    small = Lookup(engine, most_jurisdictions=10)
    small.read_ahead()
    assert not small.is_ahead
