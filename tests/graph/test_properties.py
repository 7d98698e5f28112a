"""What holds for any question about the real data."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.answer import Answer, Lookup, ask, case_of, consider, verdict_of
from graph.engine import Engine, Term, date_term, iri_term
from graph.queries import parse_query
from graph.rules import Rule
from schema.vocabulary import NS, iri_of, short_id

Asked = Callable[[date], Answer]
_SETTINGS: Final = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


_BINDING: Final = parse_query(
    "binding_private",
    """# Which rules bind a private actor who does something at a place on a day, wherever in it?
# binds: ?place ?actor ?activity ?day
# gives: ?rule ?full
PREFIX fl: <https://w3id.org/facelex/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?place ?actor ?activity ?day ?rule (MAX(?fully) AS ?full) WHERE {
  ?place fl:within* ?above .
  ?law fl:jurisdiction ?above ; fl:status ?status ; fl:rule ?rule .
  ?rule fl:actor ?whom ; fl:activity ?what .
  ?actor skos:inScheme fl:actors .
  ?activity skos:inScheme fl:activities .
  { ?actor skos:broader* ?whom BIND(true AS ?everyone) } UNION
  { ?whom skos:broader+ ?actor BIND(false AS ?everyone) }
  { ?activity skos:broader* ?what BIND(true AS ?everything) } UNION
  { ?what skos:broader+ ?activity BIND(false AS ?everything) }
  OPTIONAL { ?rule fl:fromDay ?from }
  OPTIONAL { ?rule fl:untilDay ?until }
  OPTIONAL { ?rule fl:setting ?where }
  OPTIONAL { ?rule fl:reach ?reach }
  FILTER(?status NOT IN (fl:pending, fl:failed, fl:vetoed))
  FILTER((!BOUND(?from) || ?from <= ?day) && (!BOUND(?until) || ?day < ?until))
  BIND(?everyone && ?everything && !BOUND(?where) && COALESCE(?reach != fl:limited, true) AS ?fully)
}
GROUP BY ?place ?actor ?activity ?day ?rule
""",
)
"""The binding of rules on private actors told once more, by SPARQL alone: without opening and setting."""


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
    only_permits = all(b.rule.effect == "authorisation" and b.in_full for b in law)
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


def _private(lookup: Lookup) -> list[str]:
    """Actors that are never public bodies."""
    private = lookup.concepts.narrower("private-sector") - lookup.concepts.public_or_private
    return sorted(private | {"private-sector", "individuals"})


@given(data=st.data())
@_SETTINGS
def test_private_actors_are_bound_by_all_that_binds_them_in_the_place_above(
    lookup: Lookup, data: st.DataObject
) -> None:
    places = lookup.places
    inner = data.draw(st.sampled_from(sorted(p.id for p in places.by_id.values() if len(p.chain) > 1)))
    actor = data.draw(st.sampled_from(_private(lookup)))
    activity = data.draw(st.sampled_from(_words(lookup, "activity")))
    setting = data.draw(st.sampled_from([None, *_words(lookup, "setting")]))
    day = _day(data, lookup.rules_in(places.by_id[inner]))
    here = {b.rule.id: b.in_full for b in ask(lookup, inner, actor, activity, setting, on=day).bound}
    for above in places.by_id[inner].chain[1:]:
        there = {b.rule.id: b.in_full for b in ask(lookup, above, actor, activity, setting, on=day).bound}
        assert set(there) <= set(here)
        # A law of the place may open a rule from above, never close it.
        assert all(there[rule] for rule in there if here[rule])


@given(data=st.data())
@_SETTINGS
def test_what_binds_in_full_binds_all_that_is_narrower_in_full(lookup: Lookup, data: st.DataObject) -> None:
    concepts = lookup.concepts
    place = data.draw(st.sampled_from(sorted(lookup.places.by_id)))
    actor = data.draw(st.sampled_from(_private(lookup)))
    activity = data.draw(st.sampled_from(_words(lookup, "activity")))
    setting = data.draw(st.sampled_from([None, *_words(lookup, "setting")]))
    day = _day(data, lookup.rules_in(lookup.places.by_id[place]))
    below = (concepts.narrower(actor) - concepts.public_or_private) | {actor}
    inside = concepts.narrower(setting) | {setting} if setting else {None, *_words(lookup, "setting")}
    narrower = ask(
        lookup,
        place,
        data.draw(st.sampled_from(sorted(below))),
        data.draw(st.sampled_from(sorted(concepts.narrower(activity) | {activity}))),
        data.draw(st.sampled_from(sorted(inside, key=str))),
        on=day,
    )
    broader = ask(lookup, place, actor, activity, setting, on=day)
    assert {b.rule.id for b in broader.bound if b.in_full} <= {b.rule.id for b in narrower.bound if b.in_full}
    if broader.verdict == "prohibited":
        assert narrower.verdict == "prohibited"


@given(data=st.data())
@_SETTINGS
def test_exceptions_do_not_change_the_verdict(lookup: Lookup, data: st.DataObject) -> None:
    rules, asked = _question(data, lookup)
    found = asked(_day(data, rules))
    bare = [replace(rule, exceptions=()) for rule in rules]
    bound, _ = consider(bare, case_of(lookup, found.question, bare))
    assert verdict_of([b for b in bound if b.rule.force == "law"]) == found.verdict


@given(data=st.data())
@settings(_SETTINGS, max_examples=60)
def test_private_actors_are_bound_by_the_rules_that_plain_sparql_finds(
    lookup: Lookup, data: st.DataObject
) -> None:
    place = data.draw(st.sampled_from(sorted(lookup.places.by_id)))
    actor = data.draw(st.sampled_from(_private(lookup)))
    activity = data.draw(st.sampled_from(_words(lookup, "activity")))
    day = _day(data, lookup.rules_in(lookup.places.by_id[place]))
    asked = {"place": iri_of(place), "actor": NS + actor, "activity": NS + activity}
    bindings: dict[str, Term] = {name: iri_term(iri) for name, iri in asked.items()}
    rows = lookup.engine.select(_BINDING, **bindings, day=date_term(day))
    expected = {(short_id(row["rule"]), row["full"] == "true") for row in rows}
    found = ask(lookup, place, actor, activity, on=day).bound
    assert {b.rule.id for b in found} == {rule for rule, _ in expected}
    rules = lookup.rules_in(lookup.places.by_id[place])
    opened = {target for rule in rules if rule.is_in_force(day) for target in rule.opens}
    assert {b.rule.id for b in found if b.in_full} == {rule for rule, full in expected if full} - opened


@given(data=st.data())
@_SETTINGS
def test_city_and_county_law_never_binds_state_or_national_bodies(
    lookup: Lookup, data: st.DataObject
) -> None:
    actors = ["state-police", "state-government", "national-police", "national-government"]
    rules, asked = _question(data, lookup, actors)
    for bound in asked(_day(data, rules)).bound:
        assert lookup.places.by_id[bound.rule.jurisdiction].level != "local"
