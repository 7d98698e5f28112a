"""Which things a network of one day holds: law in force on it, and what had happened by then."""

from collections.abc import Iterable
from datetime import date

from graph.law_periods import NEVER_BOUND, LawDates, is_in_force
from schema.periods import PartialDate, Period
from viz.things import Facts, first, local_name


def was_there(
    node: str, facts: Facts, day: date, law: Facts | None = None, rules: Iterable[Facts] = ()
) -> bool:
    """Whether a network of this day holds the thing. `law` is that of a rule, `rules` are those of a law.

    Rules and laws: in force (first day included, last day excluded; an unknown start counts as begun). A law
    that ended on a day nobody recorded counts while one of its rules is in force. Proceedings and events:
    begun by then, or of unknown date. Everything else is always there.
    """
    kind = node.split("/", 1)[0]
    if kind == "rule":
        return in_force(facts, day) and (law is None or _status(law) not in NEVER_BOUND)
    if kind == "law":
        return law_in_force(facts, day, rules)
    if kind in ("proceeding", "event"):
        begun = first(facts, "filed") or first(facts, "date")
        return not begun or PartialDate(begun).first_day <= day
    return True


def in_force(rule: Facts, day: date) -> bool:
    """Whether a rule's own period holds this day (half-open; no start recorded: it has begun)."""
    return _period(first(rule, "from"), first(rule, "until")).contains(day)


def law_in_force(law: Facts, day: date, rules: Iterable[Facts] = ()) -> bool:
    """Whether a law is in force this day, by its dates and status.

    Without a day on which it took effect, it begins with its first rule, else when enacted; a law that ended
    on an unknown day is in force while a rule of it is.
    """
    ends = [when for name in ("repealed", "expires") if (when := _date(first(law, name)))]
    dates = LawDates(
        _status(law),
        _date(first(law, "effective")),
        _date(first(law, "enacted")),
        tuple(ends),
        tuple(_period(first(rule, "from"), first(rule, "until")) for rule in rules),
    )
    return is_in_force(dates, day)


def _status(law: Facts) -> str:
    return local_name(first(law, "status")).removeprefix("status-")


def _period(begin: str, end: str) -> Period:
    return Period(_date(begin), _date(end))


def _date(text: str) -> PartialDate | None:
    return PartialDate(text) if text else None
