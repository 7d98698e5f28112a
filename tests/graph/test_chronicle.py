from datetime import date

import pytest

from graph.answer import Lookup
from graph.chronicle import GROUPS, Happening, Wanted, chronicle, wanted_of
from graph.engine import Engine
from graph.legal_days import KINDS, legal_days


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


@pytest.fixture(scope="module")
def everything(lookup: Lookup) -> tuple[Happening, ...]:
    return chronicle(lookup, legal_days(lookup))


def test_each_kind_belongs_to_one_group(lookup: Lookup, everything: tuple[Happening, ...]) -> None:
    listed = [kind for kinds in GROUPS.values() for kind in kinds]
    assert len(listed) == len(set(listed))
    assert set(KINDS) - {"review"} <= set(listed)
    assert {concept.word for concept in lookup.concepts.schemes["event-kinds"]} <= set(listed)
    assert {one.group for one in everything} == set(GROUPS)


def test_everything_stands_by_date_and_once(everything: tuple[Happening, ...]) -> None:
    days = [one.on.first_day for one in everything]
    assert days == sorted(days)
    assert len({one.id for one in everything}) == len(everything)


def test_companies_decide_about_their_own_products(lookup: Lookup, everything: tuple[Happening, ...]) -> None:
    wanted = Wanted(group="companies", first=date(2020, 1, 1), last=date(2020, 12, 31))
    found = wanted_of(everything, wanted, lookup)
    assert "event/amazon-moratorium-2020" in {one.about for one in found}
    assert {one.group for one in found} == {"companies"}


def test_place_means_what_lies_in_it_and_above_it(lookup: Lookup, everything: tuple[Happening, ...]) -> None:
    state = lookup.places.resolve("us-or")
    places = set().union(*(one.places for one in wanted_of(everything, Wanted(place=state), lookup)))
    assert {"jurisdiction/us-or-portland", "jurisdiction/us-or", "jurisdiction/us"} <= places
    told = wanted_of(everything, Wanted(place=state, group="laws"), lookup)
    assert not any(one.places == {"jurisdiction/us-la-new-orleans"} for one in told)


def test_actor_leaves_only_rules_that_bind_it(lookup: Lookup, everything: tuple[Happening, ...]) -> None:
    found = wanted_of(everything, Wanted(actor="retailers"), lookup)
    about = {one.about for one in found}
    assert all(one.day for one in found)
    assert "rule/us-or-portland-pcc-34-10-2021--ban" in about
    assert "rule/us-ca-san-francisco-19b-2019--ban" not in about
