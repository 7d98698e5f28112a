from datetime import date

import pytest

from graph.answer import STALE_AFTER, Lookup
from graph.engine import Engine
from graph.legal_days import KINDS, LegalDay, legal_days
from graph.rules import NEVER_BINDS
from schema.periods import PartialDate


@pytest.fixture(scope="module")
def days(engine: Engine) -> dict[str, LegalDay]:
    return {day.id: day for day in legal_days(Lookup(engine))}


def test_every_kind_is_there_and_every_id_is_one_day_alone(engine: Engine, days: dict[str, LegalDay]) -> None:
    assert {day.kind for day in days.values()} | {"repealed", "expires"} == set(KINDS)
    assert len(days) == len(legal_days(Lookup(engine)))


def test_rule_begins_and_ends_with_its_law_and_provision(days: dict[str, LegalDay]) -> None:
    begins = days["rule/us-ca-ab-1215-2019--body-cams#begins"]
    ends = days["rule/us-ca-ab-1215-2019--body-cams#ends"]
    assert (str(begins.on), str(ends.on)) == ("2020-01-01", "2023-01-01")
    assert begins.title == "Begins in California: ban (California AB 1215 (Body Camera Accountability Act))"
    assert begins.provision == "Cal. Penal Code 832.19(b)"
    assert begins.urls[0].startswith("https://leginfo.legislature.ca.gov/")
    assert begins.places == {"jurisdiction/us-ca"}


def test_law_that_ends_with_its_rules_is_not_told_twice(days: dict[str, LegalDay]) -> None:
    assert "law/us-ca-ab-1215-2019#enacted" in days
    assert "law/us-ca-ab-1215-2019#effective" not in days
    assert "law/us-ca-ab-1215-2019#expires" not in days


def test_text_that_never_became_law_has_no_day(engine: Engine, days: dict[str, LegalDay]) -> None:
    lookup = Lookup(engine)
    laws = {rule.law for place in lookup.places.by_id.values() for rule in lookup.rules_in(place)}
    never = {law.id for law in laws if law.status in NEVER_BINDS}
    assert never
    assert not never & {day.about for day in days.values()}
    assert not never & {rule.law.id for day in days.values() if day.kind == "begins" for rule in day.rules}


def test_every_rule_with_a_first_day_begins(engine: Engine, days: dict[str, LegalDay]) -> None:
    lookup = Lookup(engine)
    rules = {rule.id: rule for place in lookup.places.by_id.values() for rule in lookup.rules_in(place)}
    begun = {rule.id for rule in rules.values() if rule.is_enacted() and rule.period.start}
    assert {day.about for day in days.values() if day.kind == "begins"} == begun


def test_decision_is_told_by_its_outcome_and_knows_the_laws_invoked(days: dict[str, LegalDay]) -> None:
    decision = days["outcome/aclu-v-clearview--2022-05-11-consent-decree#decision"]
    assert decision.kind == "decision"
    assert decision.about == "proceeding/aclu-v-clearview"
    assert "2020 CH 04353" in (decision.citation or "")
    assert {rule.law.id for rule in decision.rules} == {"law/us-il-bipa-2008"}


def test_change_of_standing_knows_the_rules_that_it_changed(days: dict[str, LegalDay]) -> None:
    change = days["event/au-bunnings-tribunal-2026#change"]
    assert "rule/au-art-bunnings-2026--notice-affirmed" in {rule.id for rule in change.rules}
    assert "jurisdiction/au" in change.places


def test_review_is_due_when_a_rule_counts_as_confirmed_no_more(days: dict[str, LegalDay]) -> None:
    review = days["law/us-il-bipa-2008#review"]
    confirmed = min(rule.verified_on for rule in review.rules if rule.verified_on and rule.end_kind == "open")
    assert (review.on.first_day - confirmed).days == STALE_AFTER.days + 1
    assert "the law itself does not change" in review.text


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-12", date(2023, 12, 31)),
        ("2024-02-03", date(2024, 2, 3)),
    ],
)
def test_last_day_is_the_last_that_a_date_can_mean(text: str, last: date) -> None:
    day = LegalDay("x", "begins", PartialDate(text), "rule/x", "", "", frozenset(), date(2024, 1, 1))
    assert day.last_day == last
