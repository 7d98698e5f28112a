"""The clock: only doors read it. Everything below them is given the day."""

from datetime import UTC, date, datetime

from schema.periods import parse_day


def today() -> date:
    """Today, in UTC."""
    return datetime.now(UTC).date()


def day_or_today(text: str | None) -> date:
    """The day that a text names, by default today; BadDay when it is none."""
    return parse_day(text) if text else today()
