"""Days and periods of law.

A period is half-open, as in "on or after": its start is the first day on which a rule binds, its end the
first day on which it no longer binds. A date known only to its month or year keeps that precision and counts
from its first day.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from schema.errors import BadDay

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PARTIAL: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def parse_day(text: str) -> date:
    """The day written YYYY-MM-DD; BadDay for anything else, a day that no calendar has included."""
    if not _DAY.fullmatch(text):
        raise BadDay(text)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadDay(text, is_well_formed=True) from error


@dataclass(frozen=True)
class PartialDate:
    """A date known to the day (2019-07-01), the month (2019-07) or the year (2019).

    Making one from any other text raises ValueError.
    """

    text: str

    def __post_init__(self) -> None:
        if not _PARTIAL.fullmatch(self.text):
            raise ValueError(f"{self.text!r} is not a date; write 2019-07-01, 2019-07 or 2019")
        try:
            _ = self.first_day
        except ValueError as error:
            raise ValueError(f"{self.text!r} is not in the calendar") from error

    @cached_property
    def first_day(self) -> date:
        """The first day that the date can mean; from here it counts."""
        year, month, day = (int(part) for part in (self.text + "-01-01")[:10].split("-"))
        return date(year, month, day)

    @cached_property
    def words(self) -> str:
        """The date as people write it."""
        return day_words(self.text)

    @property
    def precision(self) -> str:
        """What is known: "day", "month" or "year"."""
        return {10: "day", 7: "month", 4: "year"}[len(self.text)]

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Period:
    """From its start on, before its end. No start: begun on an unknown day. No end: none is known."""

    start: PartialDate | None
    end: PartialDate | None

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period: start <= day < end."""
        return self.has_begun(day) and not self.has_ended(day)

    def has_begun(self, day: date) -> bool:
        """Whether the start is on or before the day, or unknown."""
        return self.start is None or self.start.first_day <= day

    def has_ended(self, day: date) -> bool:
        """Whether the end is on or before the day: the end itself is the first day after the period."""
        return self.end is not None and self.end.first_day <= day


def day_words(day: date | str | None) -> str:
    """A date as people write it, to the precision it has: "1 July 2019", "July 2019", "2019"; "" for none.

    The text is ISO 8601, as in "2019-07".
    """
    if not day:
        return ""
    year, *rest = str(day).split("-")
    words = [calendar.month_name[int(rest[0])], year] if rest else [year]
    return " ".join([str(int(rest[1])), *words] if len(rest) == 2 else words)
