from datetime import date
from typing import Any

import pytest

from graph.answer import consider, verdict_of
from graph.binding import Condition, conditions
from graph.concepts import Concepts
from graph.engine import Engine
from graph.places import Place
from graph.rules import Rule
from tests.graph.answers import CITY, COUNTY, NATION, STATE, UNION, make_case, make_rule


@pytest.fixture(scope="module")
def concepts(engine: Engine) -> Concepts:
    return Concepts.read(engine)


def _condition(rule: Rule, concepts: Concepts, name: str, **case: Any) -> Condition:  # noqa: ANN401  # of make_case
    return next(found for found in conditions(rule, make_case(concepts, **case)) if found.name == name)


@pytest.mark.parametrize(
    ("rule_actors", "asked", "holds", "full"),
    [
        (["municipal-police"], "municipal-police", True, True),
        (["police"], "municipal-police", True, True),
        (["local-government"], "municipal-police", True, True),
        (["government"], "municipal-police", True, True),
        (["everyone"], "retailers", True, True),
        (["private-sector"], "retailers", True, True),
        (["retailers"], "private-sector", True, False),
        (["municipal-police"], "police", True, False),
        (["state-police"], "municipal-police", False, False),
        (["retailers"], "landlords", False, False),
        (["police"], "retailers", False, False),
        (["government"], "schools", True, False),
        (["private-sector"], "schools", True, False),
        (["government", "private-sector"], "schools", True, True),
        (["schools"], "schools", True, True),
        (["everyone"], "transit", True, True),
    ],
)
def test_rule_governs_the_actor_asked_in_full_or_in_part(
    concepts: Concepts, rule_actors: list[str], asked: str, holds: bool, full: bool
) -> None:
    found = _condition(make_rule(actors=rule_actors), concepts, "actor", actor=asked)
    assert (found.holds, found.full) == (holds, full), found.text


@pytest.mark.parametrize(
    ("home", "place", "asked", "holds"),
    [
        (CITY, CITY, "municipal-police", True),
        (CITY, CITY, "local-government", True),
        (CITY, CITY, "state-police", False),
        (CITY, CITY, "national-police", False),
        (COUNTY, COUNTY, "municipal-police", True),
        (COUNTY, CITY, "municipal-police", False),
        (COUNTY, CITY, "local-government", False),
        (COUNTY, CITY, "retailers", True),
        (STATE, CITY, "municipal-police", True),
        (STATE, STATE, "state-police", True),
        (STATE, STATE, "municipal-police", True),
        (STATE, CITY, "national-police", False),
        (STATE, CITY, "national-government", False),
        (NATION, CITY, "municipal-police", True),
        (NATION, STATE, "national-police", True),
        (UNION, CITY, "national-police", True),
        (CITY, CITY, "landlords", True),
        (CITY, CITY, "individuals", True),
    ],
)
def test_public_bodies_are_bound_by_their_own_government_and_those_above(
    concepts: Concepts, home: Place, place: Place, asked: str, holds: bool
) -> None:
    rule = make_rule(home=home, actors=["everyone"])
    found = _condition(rule, concepts, "level", place=place, actor=asked)
    assert found.holds is holds, found.text


def test_county_rule_on_everyone_binds_only_the_private_schools_of_a_city(concepts: Concepts) -> None:
    found = _condition(make_rule(home=COUNTY, actors=["everyone"]), concepts, "level", actor="schools")
    assert (found.holds, found.full) == (True, False)
    assert "private" in found.text


@pytest.mark.parametrize(
    ("home", "actor", "text"),
    [
        (
            CITY,
            "national-police",
            "binds the own bodies of City; the law of a city cannot bind national police",
        ),
        (
            COUNTY,
            "municipal-police",
            "the law of County on public bodies binds its own, not those of City",
        ),
        (STATE, "national-police", "binds bodies of State A and below; its law cannot bind national police"),
    ],
)
def test_rule_of_another_level_says_whom_it_binds(
    concepts: Concepts, home: Place, actor: str, text: str
) -> None:
    _, left_out = consider([make_rule(home=home, actors=["police"])], make_case(concepts, actor=actor))
    assert [(left.reason, left.text) for left in left_out] == [("other-level", text)]


@pytest.mark.parametrize(
    ("rule_activities", "asked", "holds", "full"),
    [
        (["use"], "use", True, True),
        (["any"], "store", True, True),
        (["use"], "real-time-identification", True, True),
        (["real-time-identification"], "use", True, False),
        (["acquire"], "use", False, False),
        (["drone"], "real-time-identification", False, False),
        (["other-technology"], "use", False, False),
        (["other-technology"], "any", False, False),
    ],
)
def test_rule_governs_the_activity_asked_in_full_or_in_part(
    concepts: Concepts, rule_activities: list[str], asked: str, holds: bool, full: bool
) -> None:
    found = _condition(make_rule(activities=rule_activities), concepts, "activity", activity=asked)
    assert (found.holds, found.full) == (holds, full), found.text


@pytest.mark.parametrize(
    ("rule_settings", "asked", "holds", "full"),
    [
        ([], None, True, True),
        ([], "retail", True, True),
        (["public-accommodation"], "retail", True, True),
        (["public-accommodation"], "public-accommodation", True, True),
        (["retail"], "public-accommodation", True, False),
        (["retail"], None, True, False),
        (["airport"], "retail", False, False),
    ],
)
def test_rule_holds_in_the_setting_asked_in_full_or_in_part(
    concepts: Concepts, rule_settings: list[str], asked: str | None, holds: bool, full: bool
) -> None:
    found = _condition(make_rule(settings=rule_settings), concepts, "setting", setting=asked)
    assert (found.holds, found.full) == (holds, full), found.text


@pytest.mark.parametrize(
    ("start", "end", "day", "reason"),
    [
        ("2024-06-01", None, date(2024, 6, 1), None),
        ("2024-06-02", None, date(2024, 6, 1), "not-yet-in-force"),
        ("2024-06", None, date(2024, 6, 1), None),
        ("2024", None, date(2023, 12, 31), "not-yet-in-force"),
        ("2020", "2024-06-01", date(2024, 6, 1), "ended"),
        ("2020", "2024-06-01", date(2024, 5, 31), None),
        ("2020", "2024-06", date(2024, 5, 31), None),
        (None, None, date(1900, 1, 1), None),
        (None, "2024", date(2024, 1, 1), "ended"),
    ],
)
def test_rule_binds_from_its_first_day_until_the_day_before_its_end(
    concepts: Concepts, start: str | None, end: str | None, day: date, reason: str | None
) -> None:
    bound, left_out = consider([make_rule(start=start, end=end)], make_case(concepts, day=day))
    assert [left.reason for left in left_out] == ([reason] if reason else [])
    assert len(bound) == (0 if reason else 1)


@pytest.mark.parametrize("status", ["pending", "failed", "vetoed"])
def test_text_that_never_became_law_binds_nobody(concepts: Concepts, status: str) -> None:
    bound, left_out = consider([make_rule(status=status)], make_case(concepts))
    assert not bound
    assert left_out[0].reason == "not-enacted"


def test_rule_of_a_repealed_law_binds_on_a_day_before_its_end(concepts: Concepts) -> None:
    bound, _ = consider([make_rule(status="repealed", end="2025")], make_case(concepts))
    assert bound


def test_limited_prohibition_binds_in_part(concepts: Concepts) -> None:
    bound, _ = consider([make_rule(reach="limited", limited_to="live tracking")], make_case(concepts))
    assert verdict_of(bound) == "conditional"
    assert bound[0].why == ("limited to: live tracking",)


def test_prohibition_that_a_rule_in_force_opens_binds_in_part(concepts: Concepts) -> None:
    ban = make_rule(slug="union--ban", home=UNION)
    opener = make_rule(slug="nation--allow", home=NATION, effect="authorisation", opens=[ban.id])
    opened, _ = consider([ban], make_case(concepts, in_force=(opener,)))
    closed, _ = consider([ban], make_case(concepts))
    assert [bound.in_full for bound in (*opened, *closed)] == [False, True]


def test_rule_that_a_higher_rule_preempts_is_left_out(concepts: Concepts) -> None:
    ban = make_rule(slug="city--ban")
    above = make_rule(slug="state--preempt", home=STATE, preempts=[ban.law.id])
    bound, left_out = consider([ban], make_case(concepts, in_force=(above,)))
    assert not bound
    assert left_out[0].reason == "pre-empted"


@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        ([], "no-rule-known"),
        ([{}], "prohibited"),
        ([{"effect": "moratorium"}], "prohibited"),
        ([{"effect": "warrant-required"}], "conditional"),
        ([{"effect": "authorisation"}], "authorised"),
        ([{"effect": "authorisation", "reach": "limited"}], "conditional"),
        ([{"effect": "authorisation"}, {"effect": "authorisation", "reach": "limited"}], "conditional"),
        ([{"effect": "authorisation"}, {"effect": "authorisation"}], "authorised"),
        ([{"effect": "authorisation"}, {"effect": "notice-required"}], "conditional"),
        ([{"effect": "authorisation"}, {}], "prohibited"),
        ([{"reach": "limited"}, {"effect": "authorisation"}], "conditional"),
        ([{"activities": ["drone"]}], "conditional"),
    ],
)
def test_strongest_binding_rule_gives_the_verdict(
    concepts: Concepts, rules: list[dict[str, Any]], verdict: str
) -> None:
    made = [make_rule(slug=f"law--{number}", **given) for number, given in enumerate(rules)]
    bound, _ = consider(made, make_case(concepts))
    assert verdict_of(bound) == verdict


def test_first_failing_condition_gives_the_reason(concepts: Concepts) -> None:
    rule = make_rule(actors=["retailers"], activities=["acquire"], start="2030")
    _, left_out = consider([rule], make_case(concepts))
    assert left_out[0].reason == "other-actor"
    assert left_out[0].text == "binds retailers; the question is about municipal police"
