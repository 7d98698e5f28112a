"""Which things a network of one day holds: law in force on it, and what had happened by then."""

from collections.abc import Iterable
from datetime import date

from graph.law_periods import NEVER_BOUND, LawDates, periods_of
from schema.periods import PartialDate, Period
from viz.things import Facts, Validity, first, local_name


def was_there(
    node: str, facts: Facts, day: date, law: Facts | None = None, rules: Iterable[Facts] = ()
) -> bool:
    """Whether a network of this day holds the thing. `law` is that of a rule, `rules` are those of a law.

    Rules and laws: in force (first day included, last day excluded; an unknown start counts as begun). A law
    that ended on a day nobody recorded counts while one of its rules is in force. Proceedings and events:
    begun by then, or of unknown date. Everything else is always there.
    """
    periods = periods_there(node, facts, law, rules)
    return periods is None or any(period.contains(day) for period in periods)


def periods_there(
    node: str, facts: Facts, law: Facts | None = None, rules: Iterable[Facts] = ()
) -> tuple[Period, ...] | None:
    """The periods in which a network holds the thing, as `was_there` says; None for what is always there."""
    kind = node.split("/", 1)[0]
    if kind == "rule":
        never = law is not None and _status(law) in NEVER_BOUND
        return () if never else (_period(first(facts, "from"), first(facts, "until")),)
    if kind == "law":
        return periods_of(_law_dates(facts, rules))
    if kind in ("proceeding", "event") and (begun := first(facts, "filed") or first(facts, "date")):
        return (_period(begun, ""),)
    return None


def validity(node: str, facts: Facts, law: Facts | None = None, rules: Iterable[Facts] = ()) -> Validity:
    """When a thing is there, and how sure its end is. A law's end is as unknown as that of all its rules."""
    rules = tuple(rules)
    said = rules if node.startswith("law/") else (facts,)
    unknown = bool(said) and all(_end_unknown(one) for one in said)
    confirmed = max((first(one, "verifiedOn") for one in said), default="")
    return Validity(periods_there(node, facts, law, rules), unknown, confirmed)


def _end_unknown(rule: Facts) -> bool:
    return local_name(first(rule, "endKind")) == "end-unknown"


def in_force(rule: Facts, day: date) -> bool:
    """Whether a rule's own period holds this day (half-open; no start recorded: it has begun)."""
    return _period(first(rule, "from"), first(rule, "until")).contains(day)


def _law_dates(law: Facts, rules: Iterable[Facts]) -> LawDates:
    ends = [when for name in ("repealed", "expires") if (when := _date(first(law, name)))]
    return LawDates(
        _status(law),
        _date(first(law, "effective")),
        _date(first(law, "enacted")),
        tuple(ends),
        tuple(_period(first(rule, "from"), first(rule, "until")) for rule in rules),
    )


def _status(law: Facts) -> str:
    return local_name(first(law, "status")).removeprefix("status-")


def _period(begin: str, end: str) -> Period:
    return Period(_date(begin), _date(end))


def _date(text: str) -> PartialDate | None:
    return PartialDate(text) if text else None
