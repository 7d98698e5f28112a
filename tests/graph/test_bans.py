from datetime import date

import pytest

from graph.answer import Lookup
from graph.bans import bans, rules
from graph.engine import Engine
from schema.errors import UnknownPlace


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


def test_ban_is_listed_from_its_first_day(lookup: Lookup) -> None:
    ban = "rule/us-ca-san-francisco-19b-2019--ban"
    before, after = (
        {found["id"] for found in bans(lookup, "San Francisco", on=day)}
        for day in (date(2019, 6, 30), date(2019, 7, 1))
    )
    assert ban not in before
    assert ban in after


def test_bans_agree_with_the_rules_in_force(lookup: Lookup) -> None:
    day = date(2024, 6, 1)
    for place in lookup.places.by_id.values():
        expected = {
            rule.id for rule in lookup.rules_in(place) if rule.is_prohibition and rule.is_in_force(day)
        }
        assert {found["id"] for found in bans(lookup, place.slug, on=day)} == expected, place.id


def test_inherited_bans_can_be_left_out(lookup: Lookup) -> None:
    found = bans(lookup, "us-or-portland", on=date(2024, 6, 1), inherited=False)
    assert found
    assert not any(ban["inherited"] for ban in found)


def test_stack_of_law_holds_own_rules_before_inherited_ones(lookup: Lookup) -> None:
    found = rules(lookup, "San Francisco", on=date(2024, 6, 1))
    assert [rule["inherited"] for rule in found] == sorted(rule["inherited"] for rule in found)
    assert {rule["in_force"] for rule in found} == {True, False}
    assert {rule["in_force"] for rule in rules(lookup, "San Francisco")} == {None}


def test_unknown_place_is_an_error(lookup: Lookup) -> None:
    with pytest.raises(UnknownPlace):
        bans(lookup, "Atlantis", on=date(2024, 6, 1))
