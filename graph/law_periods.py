"""When a law, as opposed to each of its rules, is in force: from its dates, its status and its rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from schema.periods import PartialDate, Period

NEVER_BOUND: Final = frozenset({"pending", "failed", "vetoed"})
"""Statuses of what has not become law: no rule of it binds."""
ENDED: Final = frozenset({"repealed", "expired", "superseded"})
"""Statuses of what is law no more."""


@dataclass(frozen=True)
class LawDates:
    """What is recorded of a law's time, and the periods of its rules."""

    status: str
    effective: PartialDate | None
    enacted: PartialDate | None
    ends: tuple[PartialDate, ...]
    """The days from which it is law no more: repealed or expired."""
    rules: tuple[Period, ...]


def periods_of(law: LawDates) -> tuple[Period, ...]:
    """The periods in which a law is in force; none for what never became law.

    Without a day on which it took effect, it begins with its first rule, else when enacted. A law that ended
    on a day nobody recorded is in force while one of its rules is.
    """
    if law.status in NEVER_BOUND:
        return ()
    if not law.ends and law.status in ENDED:
        return law.rules
    starts = [rule.start for rule in law.rules]
    begin = law.effective or (_earliest(starts) if starts else None) or law.enacted
    return (Period(begin, min(law.ends, key=_first_day, default=None)),)


def _earliest(starts: Sequence[PartialDate | None]) -> PartialDate | None:
    """The earliest of some days; None when one of them is not known."""
    known = [start for start in starts if start]
    return min(known, key=_first_day) if len(known) == len(starts) else None


def _first_day(when: PartialDate) -> date:
    return when.first_day
