"""What holds for any question about the real data."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.answer import Answer, Lookup, ask
from graph.engine import Engine
from graph.rules import Rule

Asked = Callable[[date], Answer]
_SETTINGS: Final = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


def _edges(rules: list[Rule]) -> list[date]:
    """The days on which a rule begins or ends."""
    bounds = (bound for rule in rules for bound in (rule.period.start, rule.period.end))
    return sorted({bound.first_day for bound in bounds if bound})


def _words(lookup: Lookup, part: str) -> list[str]:
    return [concept.word for concept in lookup.concepts.among(part)]


def _question(
    data: st.DataObject, lookup: Lookup, actors: list[str] | None = None
) -> tuple[list[Rule], Asked]:
    """A place's stack of rules, and a question there that only lacks its day."""
    place = data.draw(st.sampled_from(sorted(lookup.places.by_id)), label="place")
    actor = data.draw(st.sampled_from(actors or _words(lookup, "actor")), label="actor")
    activity = data.draw(st.sampled_from(_words(lookup, "activity")), label="activity")
    setting = data.draw(st.sampled_from([None, *_words(lookup, "setting")]), label="setting")
    rules = lookup.rules_in(lookup.places.by_id[place])
    return rules, lambda day: ask(lookup, place, actor, activity, setting, on=day)


def _day(data: st.DataObject, rules: list[Rule]) -> date:
    """Any day, most often one at the edge of a rule."""
    edges = _edges(rules)
    near = st.builds(lambda edge, days: edge + timedelta(days), st.sampled_from(edges), st.integers(-1, 1))
    anywhere = st.dates(date(1990, 1, 1), date(2035, 12, 31))
    return data.draw(st.one_of(near, anywhere) if edges else anywhere, label="day")


@given(data=st.data())
@_SETTINGS
def test_every_rule_of_the_stack_either_binds_or_is_left_out(lookup: Lookup, data: st.DataObject) -> None:
    rules, asked = _question(data, lookup)
    found = asked(_day(data, rules))
    bound, left = [b.rule.id for b in found.bound], [c.rule.id for c in found.considered]
    assert sorted(bound + left) == sorted(rule.id for rule in rules)


@given(data=st.data())
@_SETTINGS
def test_verdict_never_rests_on_a_rule_outside_its_period(lookup: Lookup, data: st.DataObject) -> None:
    rules, asked = _question(data, lookup)
    day = _day(data, rules)
    for bound in asked(day).bound:
        start, end = bound.rule.period.start, bound.rule.period.end
        assert start is None or start.first_day <= day
        assert end is None or day < end.first_day
        assert bound.rule.law.status not in {"pending", "failed", "vetoed"}


@given(data=st.data())
@_SETTINGS
def test_moving_the_day_across_an_edge_changes_only_what_that_edge_can_touch(
    lookup: Lookup, data: st.DataObject
) -> None:
    rules, asked = _question(data, lookup)
    one, other = sorted((_day(data, rules), _day(data, rules)))
    crossed = {rule.id for rule in rules if any(one < edge <= other for edge in _edges([rule]))}
    opened = {target for rule in rules if rule.id in crossed for target in rule.opens | rule.preempts}
    touched = crossed | {rule.id for rule in rules if {rule.id, rule.law.id} & opened}
    before, after = asked(one), asked(other)
    changed = {(b.rule.id, b.in_full) for b in before.bound} ^ {(b.rule.id, b.in_full) for b in after.bound}
    assert {rule for rule, _ in changed} <= touched
    if not changed:
        assert before.verdict == after.verdict
        assert before.policy_verdict == after.policy_verdict


@given(data=st.data())
@_SETTINGS
def test_nothing_is_authorised_without_a_permission_that_binds_in_full(
    lookup: Lookup, data: st.DataObject
) -> None:
    rules, asked = _question(data, lookup)
    found = asked(_day(data, rules))
    law = found.with_force("law")
    if found.verdict == "authorised":
        assert any(b.in_full for b in law)
        assert all(b.rule.effect == "authorisation" for b in law)
    assert (found.verdict == "no-rule-known") == (not law)


@given(data=st.data())
@_SETTINGS
def test_verdict_agrees_with_its_definition_read_plainly(lookup: Lookup, data: st.DataObject) -> None:
    rules, asked = _question(data, lookup)
    found = asked(_day(data, rules))
    law = found.with_force("law")
    forbids_in_full = [b for b in law if b.rule.effect in ("ban", "moratorium") and b.in_full]
    only_permits = all(b.rule.effect == "authorisation" for b in law) and any(b.in_full for b in law)
    expected = (
        "prohibited"
        if forbids_in_full
        else "no-rule-known"
        if not law
        else "authorised"
        if only_permits
        else "conditional"
    )
    assert found.verdict == expected


@given(data=st.data())
@_SETTINGS
def test_private_actors_are_bound_by_all_that_binds_them_in_the_place_above(
    lookup: Lookup, data: st.DataObject
) -> None:
    places = lookup.places
    inner = data.draw(st.sampled_from(sorted(p.id for p in places.by_id.values() if len(p.chain) > 1)))
    private = lookup.concepts.narrower("private-sector") - lookup.concepts.public_or_private
    actor = data.draw(st.sampled_from(sorted(private | {"private-sector", "individuals"})))
    activity = data.draw(st.sampled_from(_words(lookup, "activity")))
    day = _day(data, lookup.rules_in(places.by_id[inner]))
    here = {(b.rule.id, b.in_full) for b in ask(lookup, inner, actor, activity, on=day).bound}
    for above in places.by_id[inner].chain[1:]:
        there = ask(lookup, above, actor, activity, on=day).bound
        stack_above = {b.rule.id for b in there}
        assert stack_above <= {rule for rule, _ in here}


@given(data=st.data())
@_SETTINGS
def test_exceptions_do_not_change_whether_a_rule_binds(lookup: Lookup, data: st.DataObject) -> None:
    rules, asked = _question(data, lookup)
    found = asked(_day(data, rules))
    for bound in found.bound:
        if (
            bound.rule.exceptions
            and bound.rule.is_prohibition
            and bound.in_full
            and bound.rule.force == "law"
        ):
            assert found.verdict == "prohibited"


@given(data=st.data())
@_SETTINGS
def test_city_and_county_law_never_binds_state_or_national_bodies(
    lookup: Lookup, data: st.DataObject
) -> None:
    actors = ["state-police", "state-government", "national-police", "national-government"]
    rules, asked = _question(data, lookup, actors)
    for bound in asked(_day(data, rules)).bound:
        assert lookup.places.by_id[bound.rule.jurisdiction].level != "local"
