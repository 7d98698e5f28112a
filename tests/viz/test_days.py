from datetime import date

import pytest

from viz.days import in_force, was_there
from viz.things import Facts


@pytest.mark.parametrize(
    ("rule", "day", "expected"),
    [
        ({"from": ("2019-07",), "until": ("2022-07-21",)}, date(2019, 7, 1), True),
        ({"from": ("2019-07",), "until": ("2022-07-21",)}, date(2019, 6, 30), False),
        ({"from": ("2019-07",), "until": ("2022-07-21",)}, date(2022, 7, 20), True),
        ({"from": ("2019-07",), "until": ("2022-07-21",)}, date(2022, 7, 21), False),
        ({}, date(1990, 1, 1), True),
    ],
)
def test_rule_binds_from_its_first_day_to_the_day_before_its_last(
    rule: Facts, day: date, expected: bool
) -> None:
    assert in_force(rule, day) is expected


@pytest.mark.parametrize("status", ["pending", "failed", "vetoed"])
def test_bill_is_never_law_and_its_rules_never_bind(status: str) -> None:
    bill = {"status": (f"https://w3id.org/facelex/ns#{status}",), "introduced": ("2020",)}
    assert not was_there("law/x", bill, date(2024, 1, 1))
    assert not was_there("rule/bill--ban", {}, date(2024, 1, 1), law=bill)


def test_law_repealed_on_an_unknown_day_is_in_force_while_a_rule_of_it_is() -> None:
    repealed: Facts = {"status": ("https://w3id.org/facelex/ns#status-repealed",)}
    rule: Facts = {"from": ("2019",), "until": ("2022",)}
    assert was_there("law/x", repealed, date(2020, 5, 5), rules=[rule])
    assert not was_there("law/x", repealed, date(2022, 1, 1), rules=[rule])


def test_law_without_a_day_of_effect_begins_with_its_first_rule() -> None:
    law: Facts = {"enacted": ("2019-05-21",)}
    assert not was_there("law/x", law, date(2019, 6, 30), rules=[{"from": ("2019-07",)}])
    assert was_there("law/x", law, date(2019, 7, 1), rules=[{"from": ("2019-07",)}])
    assert was_there("law/x", law, date(2019, 5, 21))


def test_law_ends_on_the_day_it_is_repealed() -> None:
    law: Facts = {"effective": ("2019",), "repealed": ("2023-04-01",), "status": ("#status-repealed",)}
    assert was_there("law/x", law, date(2023, 3, 31))
    assert not was_there("law/x", law, date(2023, 4, 1))


def test_case_and_event_are_there_from_their_day_and_for_ever() -> None:
    assert not was_there("event/x", {"date": ("2020-02-26",)}, date(2020, 2, 25))
    assert was_there("event/x", {"date": ("2020-02-26",), "ended": ("2020-03",)}, date(2024, 1, 1))
    assert was_there("proceeding/x", {"filed": ("2021-03",)}, date(2021, 3, 1))
    assert was_there("organisation/x", {"founded": ("2017",)}, date(2010, 1, 1))
