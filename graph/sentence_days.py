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
_BEFORE: Final = r"(?:(?:as of|as at|on|in|during|since|by|until|from|for|of|early|late) (?:the )?)*"
_FORMS: Final = [
    re.compile(rf"\b{_BEFORE}{form}\b")
    for form in (
        rf"{_YEAR} (?P<month>\d\d) (?P<day>\d\d)",
        rf"{_NTH} (?:of )?{_MONTH} {_YEAR}",
        rf"{_MONTH} (?:the )?{_NTH} {_YEAR}",
        rf"{_MONTH} {_YEAR}",
        _YEAR,
    )
]
_SLASHED: Final = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
_NEAR: Final = re.compile(
    r"\b(?P<near>right now|now|today|currently|at present|nowadays|tomorrow|yesterday|"
    r"last year|next year|this year)\b"
)
_STEPS: Final = {"tomorrow": 1, "yesterday": -1}
_YEARS: Final = {"last year": -1, "next year": 1}


@dataclass(frozen=True)
class NamedDay:
    """A day that was named, as it is taken; `remark`: what had to be assumed; `rest`: the text without it."""

    day: date
    remark: str
    rest: str


def day_in(text: str, folded: str, today: date) -> NamedDay | None:
    """The day in a sentence, given as it is and as its folded words; None when none is named.

    A month or year counts from its first day, the present one is taken as today. BadDay for a day that no
    calendar has, or that could be two ("01/06/2024").
    """
    if slashed := _SLASHED.search(text):
        raise BadDay(slashed.group())
    for form in _FORMS:
        if found := form.search(folded):
            return _exact(found, folded, today)
    if found := _NEAR.search(folded):
        return _near(found, folded, today)
    return None


def _exact(found: re.Match[str], folded: str, today: date) -> NamedDay:
    groups = {"month": None, "day": None, **found.groupdict()}
    year = int(groups["year"] or 0)
    month = _MONTHS.get(groups["month"] or "") or int(groups["month"] or 1)
    try:
        first = date(year, month, int(groups["day"] or 1))
    except ValueError as error:
        raise BadDay(found.group().strip(), is_well_formed=True) from error
    rest = _without(folded, found)
    if groups["day"]:
        return NamedDay(first, "", rest)
    span = day_words(f"{first:%Y-%m}" if groups["month"] else f"{first:%Y}")
    is_present = first.year == today.year and (not groups["month"] or first.month == today.month)
    day = today if is_present else first
    how = "is taken as today" if is_present else "counts from its first day"
    return NamedDay(day, f"{span} {how}, {day_words(day)}; the law may have changed within it", rest)


def _near(found: re.Match[str], folded: str, today: date) -> NamedDay:
    word, rest = found.group("near"), _without(folded, found)
    if word in _YEARS:
        day = date(today.year + _YEARS[word], 1, 1)
        return NamedDay(day, f"{word} counts from its first day, {day_words(day)}", rest)
    return NamedDay(today + timedelta(_STEPS.get(word, 0)), "", rest)


def _without(folded: str, found: re.Match[str]) -> str:
    return f"{folded[: found.start()]} | {folded[found.end() :]}"
