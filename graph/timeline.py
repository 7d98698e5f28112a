"""What happened in a place, by date: its law, and the events and proceedings there.

Each entry has a date as it is known ("2019-07") and the day from which that counts, by which they are sorted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from graph.answer import Lookup
from graph.engine import Row, iri_term
from graph.places import Place
from graph.queries import load_query
from graph.question import Question
from graph.rules import Rule
from graph.transitions import Transition, history
from schema.periods import PartialDate
from schema.vocabulary import iri_of, short_id

_EVENTS, _PROCEEDINGS, _OUTCOMES = (
    load_query(name) for name in ("events_of_place", "proceedings_of_place", "outcomes_of_place")
)

RULE_BEGINS: Final = "rule-begins"
RULE_ENDS: Final = "rule-ends"
TRANSITION: Final = "transition"
EVENT: Final = "event"
FILED: Final = "proceeding-filed"
OUTCOME: Final = "proceeding-outcome"
UNDATED: Final = "proceeding-undated"
TYPES: Final = (TRANSITION, RULE_BEGINS, RULE_ENDS, EVENT, FILED, OUTCOME, UNDATED)
"""What an entry may be, in the order in which those of one day are told."""


@dataclass(frozen=True)
class Entry:
    """Something that happened, in the place `place` (an id). `more` is what its type alone has."""

    type: str
    dated: PartialDate | None
    """None: nothing is known of the day."""
    id: str
    name: str
    summary: str
    place: str
    more: dict[str, Any] = field(default_factory=dict)


def timeline(
    lookup: Lookup, place: Place, start: date | None, end: date | None, inherited: bool = True
) -> list[Entry]:
    """What is known of a place, and if `inherited` of the places above, from a day through another.

    Rules that begin and end, events, proceedings as they were filed and ended. Undated entries come last, and
    only where no bound is given.
    """
    places = place.chain if inherited else (place.id,)
    found: dict[tuple[str, str], Entry] = {}
    for id in places:
        for entry in (*_of_law(lookup.rules_in(lookup.places.by_id[id]), id), *_of_records(lookup, id)):
            found.setdefault((entry.type, entry.id), entry)  # of several places the nearest
    return _sorted(_within(found.values(), start, end))


def with_transitions(
    lookup: Lookup, entries: Iterable[Entry], question: Question, until: date
) -> list[Entry]:
    """A timeline that tells how the answer to a question changes, in the place of rules that begin and end.

    The question's day is the last one before the first transition that is told.
    """
    changes = [_of_transition(change) for change in history(lookup, question, until).transitions]
    others = [entry for entry in entries if entry.type not in (RULE_BEGINS, RULE_ENDS)]
    return _sorted([*others, *changes])


def _within(entries: Iterable[Entry], start: date | None, end: date | None) -> list[Entry]:
    def is_within(dated: PartialDate | None) -> bool:
        if dated is None:
            return start is None and end is None
        return (start is None or start <= dated.first_day) and (end is None or dated.first_day <= end)

    return [entry for entry in entries if is_within(entry.dated)]


def _sorted(entries: Iterable[Entry]) -> list[Entry]:
    def order(entry: Entry) -> tuple[date, int, str]:
        day = entry.dated.first_day if entry.dated else date.max
        return day, TYPES.index(entry.type), entry.id

    return sorted(entries, key=order)


def _of_law(rules: Iterable[Rule], place: str) -> Iterator[Entry]:
    """The days on which rules of the place's own law begin and end; those that never became law have none."""
    for rule in rules:
        if rule.jurisdiction != place or not rule.is_enacted():
            continue
        more = {
            "law": rule.law.id,
            "citation": rule.law.citation,
            "provision": rule.provision,
            "effect": rule.effect,
            "force": rule.force,
        }
        for type, bound in ((RULE_BEGINS, rule.period.start), (RULE_ENDS, rule.period.end)):
            if bound:
                yield Entry(type, bound, rule.id, rule.law.name, rule.summary, place, more)


def _of_records(lookup: Lookup, place: str) -> Iterator[Entry]:
    where = iri_term(iri_of(place))
    yield from _events(lookup.engine.select(_EVENTS, place=where), place)
    outcomes = lookup.engine.select(_OUTCOMES, place=where)
    yield from _outcomes(outcomes, place)
    told = {row["proceeding"] for row in outcomes}
    yield from _filings(lookup.engine.select(_PROCEEDINGS, place=where), place, told)


def _events(rows: Iterable[Row], place: str) -> Iterator[Entry]:
    changed: dict[str, list[str]] = defaultdict(list)
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["event"], row)
        if "rule" in row:
            changed[row["event"]].append(short_id(row["rule"]))
    for iri, row in first.items():
        more = {"kind": row["kind"], "changes": changed[iri]}
        yield Entry(EVENT, PartialDate(row["date"]), short_id(iri), row["name"], row["summary"], place, more)


def _filings(rows: Iterable[Row], place: str, told: set[str]) -> Iterator[Entry]:
    for row in {row["proceeding"]: row for row in rows}.values():
        more = {"kind": row["kind"], "status": row["status"], "forum": row.get("forum")}
        filed = PartialDate(row["filed"]) if "filed" in row else None
        if filed or row["proceeding"] not in told:
            type, id = (FILED if filed else UNDATED), short_id(row["proceeding"])
            yield Entry(type, filed, id, row["name"], row["summary"], place, more)


def _outcomes(rows: Iterable[Row], place: str) -> Iterator[Entry]:
    for row in {row["outcome"]: row for row in rows}.values():
        more = {"kind": row["kind"], "amount": row.get("amount"), "currency": row.get("currency")}
        more = {"proceeding": short_id(row["proceeding"]), **more}
        dated = PartialDate(row["date"])
        yield Entry(OUTCOME, dated, short_id(row["outcome"]), row["name"], row["summary"], place, more)


def _of_transition(change: Transition) -> Entry:
    """The day on which an answer changes, as an entry of the place that is asked about."""
    question = change.after.question
    summary = "; ".join(f"{cause.rule.law.name}: {cause.text}" for cause in change.causes)
    more = {
        "from_verdict": change.before.verdict,
        "to_verdict": change.after.verdict,
        "direction": change.direction,
        "rules": [cause.rule.id for cause in change.causes],
    }
    name = f"{change.before.verdict} to {change.after.verdict}"
    id = change.causes[0].rule.id
    return Entry(TRANSITION, change.dated, id, name, summary, question.place.id, more)
