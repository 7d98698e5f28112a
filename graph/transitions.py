"""The days on which an answer changes, and what changed it.

An answer can only change on the first day of a rule or on its end: of a rule that binds, and of one that
opens or pre-empts others. Each of these days is asked about, and the answers are compared; no second logic
says what ought to have changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from graph.answer import (
    AUTHORISED,
    CONDITIONAL,
    NO_RULE_KNOWN,
    NOT_LEGAL_ADVICE,
    PROHIBITED,
    Answer,
    Lookup,
    answer_from,
    case_of,
)
from graph.binding import may_bind
from graph.question import Question
from graph.rules import Rule
from schema.periods import PartialDate, day_words

STRICTER: Final = "stricter"
LOOSER: Final = "looser"
OTHER: Final = "other"

_STRICTNESS: Final = {PROHIBITED: 2, CONDITIONAL: 1, AUTHORISED: 0, NO_RULE_KNOWN: 0}
"""Silence is no permission: from one to the other is neither stricter nor looser."""

_GONE: Final = {"ended": "ended", "pre-empted": "pre-empted"}
_COME: Final = {"not-yet-in-force": "began", "pre-empted": "no longer pre-empted"}


@dataclass(frozen=True)
class Cause:
    """A rule that binds otherwise than the day before: `change` in a word, `text` in a sentence.

    `decides`: the verdict of one of the two days rests on it.
    """

    rule: Rule
    change: str
    text: str
    decides: bool


@dataclass(frozen=True)
class Transition:
    """A day on which the answer is another than the day before; `causes` are never empty.

    `dated` is the day as it is known: of "2021-06" only the month is, and it counts from its first day.
    """

    on: date
    dated: PartialDate
    before: Answer
    after: Answer
    causes: tuple[Cause, ...]

    @property
    def direction(self) -> str:
        """Whether the verdict became stricter or looser, or stayed while the rules changed: other."""
        return _direction(self.before.verdict, self.after.verdict)

    @property
    def is_of_verdict(self) -> bool:
        """Whether a verdict changes, and not only the rules beneath it."""
        before, after = self.before, self.after
        return (before.verdict, before.policy_verdict) != (after.verdict, after.policy_verdict)

    @property
    def policy_direction(self) -> str:
        """The same of what follows when the agency keeps its own policy."""
        return _direction(self.before.policy_verdict, self.after.policy_verdict)


@dataclass(frozen=True)
class History:
    """The answers to a question over a time: the answer on its first day, and each transition after it."""

    start: Answer
    until: date
    transitions: tuple[Transition, ...]


def edge_days(rules: Iterable[Rule]) -> list[date]:
    """The days on which one of the rules begins to bind or no longer binds, sorted."""
    return sorted({bound.first_day for bound in _bounds(rules)})


def history(lookup: Lookup, question: Question, until: date) -> History:
    """What the answer to a question is from its day on, through the day `until`."""
    return _history(lookup, question, until, lookup.rules_in(question.place))


def brief_history(lookup: Lookup, question: Question, until: date) -> History:
    """The same transitions, from the rules that matter to the question on some day alone.

    Its answers do not list what else was considered. Most rules of a place are about others, so it takes a
    fifth of the time.
    """
    return _history(lookup, question, until, _that_matter(lookup, question))


def _that_matter(lookup: Lookup, question: Question) -> list[Rule]:
    """The rules that may bind the question on some day, and those that open them or set them aside."""
    rules = lookup.rules_in(question.place)
    case = case_of(lookup, question, ())
    binding = {id for rule in rules if may_bind(rule, case) for id in (rule.id, rule.law.id)}
    return [rule for rule in rules if rule.id in binding or binding & (rule.opens | rule.preempts)]


def _history(lookup: Lookup, question: Question, until: date, rules: Sequence[Rule]) -> History:
    start = before = answer_from(lookup, question, rules)
    found = []
    for day in edge_days(rules):
        if question.day < day <= until:
            after = answer_from(lookup, replace(question, day=day), rules)
            if causes := _causes(before, after):
                dated = _dated(day, [cause.rule for cause in causes]) or _dated(day, rules)
                found.append(Transition(day, dated or PartialDate(str(day)), before, after, causes))
            before = after
    return History(start, until, tuple(found))


def whole_span(lookup: Lookup, question: Question) -> tuple[date, date]:
    """The day before the first edge of the law at the question's place, and its last edge; the question's own
    day for both where no day is known.
    """
    edges = edge_days(lookup.rules_in(question.place))
    if not edges:
        return question.day, question.day
    return max(edges[0], date.min + timedelta(1)) - timedelta(1), edges[-1]


def _bounds(rules: Iterable[Rule]) -> Iterator[PartialDate]:
    for rule in rules:
        yield from (bound for bound in (rule.period.start, rule.period.end) if bound)


def _dated(day: date, rules: Iterable[Rule]) -> PartialDate | None:
    """A day as the rules that begin or end then know it; where they differ, as vaguely as one of them."""
    known = [bound for bound in _bounds(rules) if bound.first_day == day]
    return min(known, key=lambda bound: len(bound.text), default=None)


def _causes(before: Answer, after: Answer) -> tuple[Cause, ...]:
    """The rules that bind otherwise: those that decide first, then by id."""
    was, now = ({bound.rule.id: bound for bound in one.bound} for one in (before, after))
    out_before, out_after = ({left.rule.id: left for left in one.considered} for one in (before, after))
    deciding = {bound.rule.id for one in (before, after) for bound in one.deciding}
    found = []
    for id in was.keys() | now.keys():
        old, new = was.get(id), now.get(id)
        if old and new:
            if old.in_full == new.in_full:
                continue
            change = "binds in full" if new.in_full else "opened"
            text = "; ".join(new.why) or "no rule in force opens it any more"
        elif new:
            change, text = (
                _COME.get(out_before[id].reason, "binds"),
                f"binds from {day_words(after.question.day)} on",
            )
        else:
            left = out_after[id]
            change, text = _GONE.get(left.reason, "no longer binds"), left.text
        rule = new.rule if new else was[id].rule
        found.append(Cause(rule, change, text, id in deciding))
    return tuple(sorted(found, key=lambda cause: (not cause.decides, cause.rule.id)))


def _direction(before: str, after: str) -> str:
    difference = _STRICTNESS[after] - _STRICTNESS[before]
    return STRICTER if difference > 0 else LOOSER if difference < 0 else OTHER


def history_as_dict(found: History, only_verdicts: bool = False) -> dict[str, Any]:
    """A history as the doors give it; if wished without the days on which only the rules change."""
    question = found.start.question_as_dict()
    start = question.pop("on")
    return {
        "question": question,
        "from": start,
        "to": found.until.isoformat(),
        "at_start": {
            "on": start,
            "verdict": found.start.verdict,
            "policy_verdict": found.start.policy_verdict,
        },
        "transitions": [
            _as_dict(change) for change in found.transitions if change.is_of_verdict or not only_verdicts
        ],
        "data_version": found.start.data_version,
        "not_legal_advice": NOT_LEGAL_ADVICE,
    }


def _as_dict(change: Transition) -> dict[str, Any]:
    return {
        "on": change.on.isoformat(),
        "dated": change.dated.text,
        "from_verdict": change.before.verdict,
        "to_verdict": change.after.verdict,
        "direction": change.direction,
        "from_policy_verdict": change.before.policy_verdict,
        "to_policy_verdict": change.after.policy_verdict,
        "policy_direction": change.policy_direction,
        "rules": [
            {
                "id": cause.rule.id,
                "change": cause.change,
                "text": cause.text,
                "decides": cause.decides,
                "effect": cause.rule.effect,
                "force": cause.rule.force,
                "law": cause.rule.law.id,
                "law_name": cause.rule.law.name,
                "citation": cause.rule.law.citation,
                "provision": cause.rule.provision,
                "jurisdiction": cause.rule.jurisdiction,
                "from": str(cause.rule.period.start) if cause.rule.period.start else None,
                "until": str(cause.rule.period.end) if cause.rule.period.end else None,
            }
            for cause in change.causes
        ],
    }
