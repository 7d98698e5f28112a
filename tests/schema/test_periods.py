from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schema.errors import BadDay
from schema.periods import PartialDate, Period, parse_day

DAYS = st.dates()
PRECISIONS = st.sampled_from([4, 7, 10])
DATES = st.builds(lambda day, length: PartialDate(day.isoformat()[:length]), DAYS, PRECISIONS)
ENDS = st.none() | DATES
ONE_DAY = timedelta(days=1)


def period(start: str = "", end: str = "") -> Period:
    return Period(PartialDate(start) if start else None, PartialDate(end) if end else None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "2024",
        "2024-06",
        "2024-6-1",
        "24-06-01",
        "2024/06/01",
        "01-06-2024",
        "20240601",
        "2024-W22-6",
        "2024-06-01T00:00:00",
        "2024-06-01Z",
        " 2024-06-01",
        "2024-06-01\n",
        "+2024-06-01",
        "-2024-06-01",
        "12024-06-01",
        "\uff12\uff10\uff12\uff14-06-01",  # digits of full width
        "\u0662\u0660\u0662\u0664-\u0660\u0666-\u0660\u0661",  # Arabic digits
        "2024\u201106\u201101",  # hyphens that do not break
        "2024-00-01",
        "2024-13-01",
        "2024-06-00",
        "2024-06-31",
        "2023-02-29",
        "1900-02-29",
        "0000-01-01",
    ],
)
def test_text_that_is_not_a_day_of_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(BadDay) as caught:
        parse_day(text)
    assert caught.value.given == text


@pytest.mark.parametrize("text", ["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
def test_day_of_the_calendar_is_read(text: str) -> None:
    assert parse_day(text).isoformat() == text


@given(DAYS)
def test_day_is_read_as_it_is_written(day: date) -> None:
    assert parse_day(day.isoformat()) == day


@given(st.text(max_size=12))
def test_any_text_is_a_day_as_written_or_a_bad_day(text: str) -> None:
    try:
        day = parse_day(text)
    except BadDay:
        return
    assert day.isoformat() == text


@pytest.mark.parametrize(
    ("text", "first", "precision"),
    [
        ("2019", date(2019, 1, 1), "year"),
        ("2019-07", date(2019, 7, 1), "month"),
        ("2019-07-15", date(2019, 7, 15), "day"),
        ("2020-02-29", date(2020, 2, 29), "day"),
        ("0001", date(1, 1, 1), "year"),
        ("9999-12", date(9999, 12, 1), "month"),
    ],
)
def test_date_counts_from_the_first_day_that_it_can_mean(text: str, first: date, precision: str) -> None:
    found = PartialDate(text)
    assert (found.first_day, found.precision, str(found)) == (first, precision, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20",
        "20190",
        "2019-",
        "2019-7",
        "2019-07-",
        "2019-07-1",
        "2019-7-01",
        "2019-07-01-01",
        "2019-07\n",
        "2019-07-01Z",
        "in 2019",
        "\uff12\uff10\uff11\uff19",
        "2019-\uff10\uff17",
        "\u0662\u0660\u0661\u0669-\u0660\u0667-\u0660\u0661",
        "2019\u201307",
    ],
)
def test_text_of_another_form_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date; write 2019-07-01, 2019-07 or 2019"):
        PartialDate(text)


@pytest.mark.parametrize("text", ["0000", "2019-00", "2019-13", "2019-02-29", "2019-04-31", "2019-07-00"])
def test_date_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not in the calendar"):
        PartialDate(text)


@given(DATES)
def test_first_day_of_a_date_begins_with_its_text(when: PartialDate) -> None:
    assert when.first_day.isoformat().startswith(when.text)
    rest = when.first_day.isoformat()[len(when.text) :]
    assert set(rest) <= set("-01")


@given(DAYS)
def test_less_precise_date_begins_no_later(day: date) -> None:
    text = day.isoformat()
    firsts = [PartialDate(text[:length]).first_day for length in (4, 7, 10)]
    assert firsts == sorted(firsts)


def test_dates_of_the_same_text_are_the_same() -> None:
    assert PartialDate("2019-07") == PartialDate("2019-07")
    assert len({PartialDate("2019-07"), PartialDate("2019-07")}) == 1
    assert PartialDate("2019-07") != PartialDate("2019-07-01")


@pytest.mark.parametrize(
    ("start", "end", "day", "inside"),
    [
        ("2020-01-01", "2023-01-01", "2019-12-31", False),
        ("2020-01-01", "2023-01-01", "2020-01-01", True),
        ("2020-01-01", "2023-01-01", "2022-12-31", True),
        ("2020-01-01", "2023-01-01", "2023-01-01", False),
        ("2019-07", "", "2019-06-30", False),
        ("2019-07", "", "2019-07-01", True),
        ("", "2021", "2020-12-31", True),
        ("", "2021", "2021-01-01", False),
        ("", "", "0001-01-01", True),
        ("", "", "9999-12-31", True),
        ("2020", "2020", "2020-01-01", False),
        ("2021", "2020", "2020-06-01", False),
    ],
)
def test_period_is_half_open(start: str, end: str, day: str, inside: bool) -> None:
    assert period(start, end).contains(parse_day(day)) == inside


@given(ENDS, ENDS, DAYS)
def test_day_is_in_a_period_that_has_begun_and_not_ended(
    start: PartialDate | None, end: PartialDate | None, day: date
) -> None:
    found = Period(start, end)
    assert found.contains(day) == (found.has_begun(day) and not found.has_ended(day))
    assert found.has_begun(day) == (start is None or start.first_day <= day)
    assert found.has_ended(day) == (end is not None and end.first_day <= day)


@given(DATES, ENDS)
def test_period_holds_its_first_day_and_not_the_one_before(
    start: PartialDate, end: PartialDate | None
) -> None:
    assume(end is None or start.first_day < end.first_day)
    found = Period(start, end)
    assert found.contains(start.first_day)
    assume(start.first_day > date.min)
    assert not found.contains(start.first_day - ONE_DAY)


@given(ENDS, DATES, ENDS, DAYS)
def test_periods_that_meet_share_no_day_and_leave_none_out(
    start: PartialDate | None, middle: PartialDate, end: PartialDate | None, day: date
) -> None:
    assume(start is None or start.first_day <= middle.first_day)
    assume(end is None or middle.first_day <= end.first_day)
    halves = [Period(start, middle).contains(day), Period(middle, end).contains(day)]
    assert halves.count(True) == Period(start, end).contains(day)


@given(ENDS, ENDS, DAYS)
def test_what_has_ended_stays_ended(start: PartialDate | None, end: PartialDate | None, day: date) -> None:
    found = Period(start, end)
    assume(day < date.max)
    assert not found.has_ended(day) or found.has_ended(day + ONE_DAY)
    assert not found.has_begun(day) or found.has_begun(day + ONE_DAY)
