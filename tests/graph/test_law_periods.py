from datetime import date

import pytest

from graph.law_periods import LawDates, periods_of
from schema.periods import PartialDate, Period


def when(text: str | None) -> PartialDate | None:
    return PartialDate(text) if text else None


def law(
    status: str = "in-force",
    effective: str | None = None,
    enacted: str | None = None,
    ends: tuple[str, ...] = (),
    rules: tuple[tuple[str | None, str | None], ...] = (),
) -> LawDates:
    periods = tuple(Period(when(start), when(end)) for start, end in rules)
    return LawDates(status, when(effective), when(enacted), tuple(map(PartialDate, ends)), periods)


@pytest.mark.parametrize("status", ["pending", "failed", "vetoed"])
def test_what_never_became_law_is_never_in_force(status: str) -> None:
    assert periods_of(law(status, effective="2019", rules=(("2019", None),))) == ()


@pytest.mark.parametrize(
    ("given", "day", "holds"),
    [
        (law(effective="2019-07"), date(2019, 6, 30), False),
        (law(effective="2019-07"), date(2019, 7, 1), True),
        (law(effective="2020", enacted="2019"), date(2019, 7, 1), False),
        (law(enacted="2019"), date(2019, 7, 1), True),
        (law(enacted="2019", rules=(("2021", None), ("2020", None))), date(2019, 7, 1), False),
        (law(enacted="2019", rules=(("2021", None), ("2020", None))), date(2020, 1, 1), True),
        (law(enacted="2019", rules=((None, None), ("2020", None))), date(2019, 7, 1), True),
        (law(effective="2019", ends=("2023", "2022-06")), date(2022, 5, 31), True),
        (law(effective="2019", ends=("2023", "2022-06")), date(2022, 6, 1), False),
        (law("repealed", effective="2019", rules=(("2019", "2020"),)), date(2019, 12, 31), True),
        (law("repealed", effective="2019", rules=(("2019", "2020"),)), date(2020, 1, 1), False),
        (law("repealed", effective="2019"), date(2019, 12, 31), False),
        (law(), date(1990, 1, 1), True),
    ],
)
def test_law_is_in_force_from_its_first_day_until_its_end(given: LawDates, day: date, holds: bool) -> None:
    assert any(period.contains(day) for period in periods_of(given)) is holds
