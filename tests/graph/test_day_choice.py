from datetime import date

import pytest

from graph.answer import Lookup
from graph.day_choice import Choice, chosen
from graph.engine import Engine
from graph.legal_days import LegalDay, legal_days


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


@pytest.fixture(scope="module")
def days(lookup: Lookup) -> tuple[LegalDay, ...]:
    return legal_days(lookup)


def ids(days: tuple[LegalDay, ...], choice: Choice, lookup: Lookup) -> set[str]:
    return {day.id for day in chosen(days, choice, lookup)}


OAKLAND = "jurisdiction/us-ca-oakland"


def test_nothing_asked_for_is_everything(days: tuple[LegalDay, ...], lookup: Lookup) -> None:
    assert chosen(days, Choice(), lookup) == list(days)


def test_place_means_what_lies_in_it_and_if_wished_above(days: tuple[LegalDay, ...], lookup: Lookup) -> None:
    california, oakland = (lookup.places.resolve(name) for name in ("us-ca", "us-ca-oakland"))
    inside = chosen(days, Choice(california), lookup)
    assert any(OAKLAND in day.places for day in inside)
    assert all(any(california.id in lookup.places.by_id[one].chain for one in day.places) for day in inside)
    own = chosen(days, Choice(oakland), lookup)
    assert own
    assert all(OAKLAND in day.places for day in own)
    more = chosen(days, Choice(oakland, inherited=True), lookup)
    assert {"jurisdiction/us-ca", "jurisdiction/us"} <= {place for day in more for place in day.places}
    assert set(ids(days, Choice(oakland), lookup)) < {day.id for day in more}


def test_actor_means_what_is_broader_and_narrower_too(days: tuple[LegalDay, ...], lookup: Lookup) -> None:
    name = "rule/us-ca-ab-1215-2019--body-cams#begins"
    for actor in ("municipal-police", "police", "government"):
        assert name in ids(days, Choice(actor=actor), lookup)
    assert name not in ids(days, Choice(actor="retailers"), lookup)


def test_one_rule_must_have_all_that_is_asked(days: tuple[LegalDay, ...], lookup: Lookup) -> None:
    for day in chosen(days, Choice(actor="retailers", effect="prohibition", kinds=("begins",)), lookup):
        (rule,) = day.rules
        assert rule.is_prohibition
        assert rule.actors & {"retailers", "private-sector", "everyone"}


def test_activity_and_effect_choose(days: tuple[LegalDay, ...], lookup: Lookup) -> None:
    name = "rule/us-ca-ab-1215-2019--body-cams#begins"
    assert name in ids(days, Choice(activity="body-worn-camera", effect="ban"), lookup)
    assert name not in ids(days, Choice(activity="scraping-face-database"), lookup)
    assert name not in ids(days, Choice(effect="consent-required"), lookup)


def test_days_between_include_both_ends(days: tuple[LegalDay, ...], lookup: Lookup) -> None:
    name = "rule/us-ca-ab-1215-2019--body-cams#begins"
    for first, last, is_in in (("01-01", "01-01", True), ("01-02", "12-31", False)):
        choice = Choice(first=date.fromisoformat(f"2020-{first}"), last=date.fromisoformat(f"2020-{last}"))
        assert (name in ids(days, choice, lookup)) is is_in


def test_month_counts_while_any_day_of_it_may_be_meant(days: tuple[LegalDay, ...], lookup: Lookup) -> None:
    month = next(day for day in days if day.on.precision == "month")
    assert month.id in ids(days, Choice(first=month.last_day), lookup)
    assert month.id in ids(days, Choice(last=month.on.first_day), lookup)
