"""The clock: only doors read it. Everything below them is given the day."""

from datetime import UTC, date, datetime

from schema.periods import parse_day


def now() -> datetime:
    """This moment, in UTC, without parts of a second (which HTTP's dates do not have)."""
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """Today, in UTC."""
    return now().date()


def day_or_today(text: str | None) -> date:
    """The day that a text names, by default today; BadDay when it is none."""
    return parse_day(text) if text else today()
