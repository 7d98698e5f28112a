"""The day that a sentence names: "on 1 June 2024", "in May 2023", "in 2022", "yesterday", "today"."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from schema.errors import BadDay
from schema.periods import day_words

_MONTHS: Final = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTH: Final = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
_YEAR: Final = r"(?P<year>(?:1[89]|20|21)\d\d)"
_NTH: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_SIDE: Final = r"(?P<side>before|prior to|after|end of|late|mid|early)"
_BEFORE: Final = rf"(?:(?:as of|as at|at|on|in|during|since|by|until|till|from|for|of|{_SIDE}) (?:the )?)*"
_FORMS: Final = [
    re.compile(rf"\b{_BEFORE}{form}\b")
    for form in (
        rf"{_YEAR} (?P<month>\d{{1,2}}) (?P<day>\d{{1,2}})",
        rf"{_NTH} (?:of )?{_MONTH} {_YEAR}",
        rf"{_MONTH} (?:the )?{_NTH} {_YEAR}",
        rf"{_MONTH} {_YEAR}",
        rf"{_YEAR} (?P<month>(?:0[1-9]|1[0-2]))",
        _YEAR,
    )
]
_WITHOUT_YEAR: Final = [
    re.compile(rf"\b(?:as of|on|by|until|till|since|from|{_SIDE}) (?:the )?{form}\b")
    for form in (rf"{_NTH} (?:of )?{_MONTH}", rf"{_MONTH} (?:the )?{_NTH}")
]
_ANOTHER: Final = re.compile(rf"\b{_YEAR}\b")
_SLASHED: Final = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
_NEAR: Final = re.compile(
    r"\b(?P<near>right now|now|today|currently|at present|nowadays|tomorrow|yesterday|"
    r"last year|next year|this year|last month|next month|this month|last week|next week|this week)\b"
)
_NUMBERS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_COUNT: Final = r"(?P<count>\d{1,2}|" + "|".join(_NUMBERS) + ")"
_UNIT: Final = r"(?P<unit>day|week|month|year)s?"
_AWAY: Final = [
    (-1, re.compile(rf"\b{_COUNT} {_UNIT} ago\b")),
    (1, re.compile(rf"\bin {_COUNT} {_UNIT}(?: time)?\b")),
]
_DAYS: Final = {"tomorrow": 1, "yesterday": -1, "last week": -7, "next week": 7}
_MONTHS_AWAY: Final = {"last month": -1, "next month": 1}
_YEARS: Final = {"last year": -1, "next year": 1}


@dataclass(frozen=True)
class NamedDay:
    """A day that was named, as it is taken; `remark`: what had to be assumed; `rest`: the text without it."""

    day: date
    remark: str
    rest: str


def day_in(text: str, folded: str, today: date) -> NamedDay | None:
    """The day in a sentence, given as it is and as its folded words; None when none is named.

    A month or year counts from its first day, unless its end is asked for; the present one is taken as today.
    BadDay for a day that no calendar has, or that could be two ("01/06/2024").
    """
    if slashed := _SLASHED.search(text):
        raise BadDay(slashed.group())
    for form in (*_FORMS, *_WITHOUT_YEAR):
        if found := form.search(folded):
            return _exact(found, folded, today)
    for sign, away in _AWAY:
        if found := away.search(folded):
            return _away(found, folded, today, sign)
    if found := _NEAR.search(folded):
        return _near(found, folded, today)
    return None


def _exact(found: re.Match[str], folded: str, today: date) -> NamedDay:
    groups = {"month": None, "day": None, "year": None, **found.groupdict()}
    year = int(groups["year"] or today.year)
    month = _MONTHS.get(groups["month"] or "") or int(groups["month"] or 1)
    try:
        first = date(year, month, int(groups["day"] or 1))
    except ValueError as error:
        raise BadDay(found.group().strip(), is_well_formed=True) from error
    last = _last(first, groups)
    day, remark = _sided(first, last, groups["side"], _span_words(first, groups), today)
    if not groups["year"]:
        remark = f"{remark}; no year is named, so it is taken in {year}".removeprefix("; ")
    rest = _without(folded, found)
    if other := _ANOTHER.search(rest):
        remark += f"; one day is answered at a time, so {other.group()} is left out"
        rest = _without(rest, other)
    return NamedDay(day, remark.removeprefix("; "), rest)


def _last(first: date, groups: dict[str, str | None]) -> date:
    """The last day of the day, month or year that begins on a day."""
    if groups["day"]:
        return first
    month = first.month if groups["month"] else 12
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def _span_words(first: date, groups: dict[str, str | None]) -> str:
    if groups["day"]:
        return day_words(first)
    return day_words(f"{first:%Y-%m}" if groups["month"] else f"{first:%Y}")


def _sided(first: date, last: date, side: str | None, span: str, today: date) -> tuple[date, str]:
    """The day that is meant by a span and a word before it, and what must be said of that."""
    if side in ("before", "prior to"):
        day = first - timedelta(1)
        return day, f"{side} {span} is taken as the day before it begins, {day_words(day)}"
    if side == "after":
        day = last + timedelta(1)
        return day, f"{side} {span} is taken as the day after it ends, {day_words(day)}"
    if first == last:
        return first, ""
    if side in ("late", "end of"):
        return last, f"{side} {span} is taken as its last day, {day_words(last)}"
    if side == "mid":
        middle = first + (last - first) / 2
        return middle, f"{side} {span} is taken as {day_words(middle)}"
    is_present = first <= today <= last
    day = today if is_present else first
    how = "is taken as today" if is_present else "counts from its first day"
    return day, f"{span} {how}, {day_words(day)}; the law may have changed within it"


def _near(found: re.Match[str], folded: str, today: date) -> NamedDay:
    word, rest = found.group("near"), _without(folded, found)
    if word in _YEARS:
        day = date(today.year + _YEARS[word], 1, 1)
        return NamedDay(day, f"{word} counts from its first day, {day_words(day)}", rest)
    if word in _MONTHS_AWAY:
        day = _months_from(today.replace(day=1), _MONTHS_AWAY[word])
        return NamedDay(day, f"{word} counts from its first day, {day_words(day)}", rest)
    day = today + timedelta(_DAYS.get(word, 0))
    return NamedDay(day, f"{word} is taken as {day_words(day)}" if "week" in word else "", rest)


def _away(found: re.Match[str], folded: str, today: date, sign: int) -> NamedDay:
    """The day so many days, weeks, months or years before or after today."""
    count = sign * (_NUMBERS.get(found["count"]) or int(found["count"]))
    if found["unit"] in ("day", "week"):
        day = today + timedelta(count * (7 if found["unit"] == "week" else 1))
    else:
        day = _months_from(today, count * (12 if found["unit"] == "year" else 1))
    return NamedDay(day, f"{found.group()} is taken as {day_words(day)}", _without(folded, found))


def _months_from(day: date, count: int) -> date:
    """The same day so many months on; the last of the month where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _without(folded: str, found: re.Match[str]) -> str:
    return f"{folded[: found.start()]} | {folded[found.end() :]}"
