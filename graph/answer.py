"""The answer with its proof: which rules bind, what follows, what was left out and why, and who looked where.

The verdict comes from rules with the force of law alone:

    prohibited      a prohibition binds in full
    conditional     a condition binds, or a prohibition or a permission binds in part
    authorised      only permissions bind, and in full
    no-rule-known   nothing binds that is known: never a permission
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Lock
from typing import Any, Final

from graph.any_engine import AnyEngine
from graph.binding import Case, Condition, Seen, conditions
from graph.concepts import Concepts
from graph.places import Place, Places, place_words
from graph.question import USE, Question, understand
from graph.rules import Rule, all_rules, rules_of
from schema.vocabulary import CONDITION, PERMISSION, PROHIBITION

PROHIBITED: Final = "prohibited"
CONDITIONAL: Final = "conditional"
AUTHORISED: Final = "authorised"
NO_RULE_KNOWN: Final = "no-rule-known"
VERDICTS: Final = (PROHIBITED, CONDITIONAL, AUTHORISED, NO_RULE_KNOWN)

FORCES: Final = ("law", "policy", "guidance")
NOT_LEGAL_ADVICE: Final = (
    "This is information about law as recorded from the sources named, not legal advice. Where no rule is "
    "known, that is not permission: other law may apply, and records may be incomplete or out of date."
)
STALE_AFTER: Final = timedelta(days=365)
"""How long after its last confirmation a rule without a known end is still taken as confirmed."""

_STRENGTH: Final = {PROHIBITION: 0, CONDITION: 2, PERMISSION: 3}


@dataclass(frozen=True)
class Bound:
    """A rule that binds the question, in full or in part; `why` has a sentence for each part."""

    rule: Rule
    in_full: bool
    why: tuple[str, ...]
    inherited: bool
    stale_since: date | None

    @property
    def carries(self) -> str:
        """The verdict that follows from it alone."""
        if self.rule.effect_group == CONDITION or not self.in_full:
            return CONDITIONAL
        return PROHIBITED if self.rule.is_prohibition else AUTHORISED

    @property
    def strength(self) -> int:
        """The rank of what follows from it, 0 the strongest."""
        partial_prohibition = self.rule.is_prohibition and not self.in_full
        return _STRENGTH[self.rule.effect_group] + (1 if partial_prohibition else 0)


@dataclass(frozen=True)
class LeftOut:
    """A rule of the place's law that does not bind the question: the reason's code, and a sentence."""

    rule: Rule
    reason: str
    text: str


@dataclass(frozen=True)
class Answer:
    """The answer to one question. `bound` is sorted strongest first, `considered` by id."""

    question: Question
    verdict: str
    policy_verdict: str
    bound: tuple[Bound, ...]
    considered: tuple[LeftOut, ...]
    coverage: tuple[Place, ...]
    data_version: str

    def with_force(self, force: str) -> tuple[Bound, ...]:
        """The binding rules of one force: law, policy or guidance."""
        return tuple(bound for bound in self.bound if bound.rule.force == force)

    @property
    def place_context(self) -> str:
        """What tells the place from its namesakes: "city in Hampden County, Massachusetts, United States"."""
        place, *above = self.coverage
        return place_words(place, above)

    @property
    def deciding(self) -> tuple[Bound, ...]:
        """The rules with the force of law on which the verdict rests."""
        return tuple(bound for bound in self.with_force("law") if bound.carries == self.verdict)

    def question_as_dict(self) -> dict[str, Any]:
        """The question as understood, in the names that DESIGN fixes."""
        question = self.question
        place = {"id": question.place.id, "name": question.place.name, "context": self.place_context}
        return {
            "place": place,
            "actor": question.actor_asked,
            "actor_resolved": question.actor,
            "activity": question.activity,
            "setting": question.setting,
            "on": question.day.isoformat(),
        }

    def as_dict(self) -> dict[str, Any]:
        """The answer as the doors give it, in the names that DESIGN fixes. Dates are ISO 8601 texts."""
        return {
            "question": self.question_as_dict(),
            "verdict": self.verdict,
            "policy_verdict": self.policy_verdict,
            "rules": [bound_as_dict(bound) for bound in self.with_force("law")],
            "policies": [bound_as_dict(bound) for bound in self.with_force("policy")],
            "guidance": [bound_as_dict(bound) for bound in self.with_force("guidance")],
            "considered": [
                {"id": left.rule.id, "reason": left.reason, "text": left.text} for left in self.considered
            ],
            "coverage": [
                {
                    "place": place.id,
                    "name": place.name,
                    "researched_through": _iso(place.researched_through),
                    "depth": place.research_depth,
                    "note": place.research_note,
                }
                for place in self.coverage
            ],
            "data_version": self.data_version,
            "not_legal_advice": NOT_LEGAL_ADVICE,
        }


class Lookup:
    """A dataset ready for questions: places and concepts read once, the law of a place when first asked for.

    It may be used from several threads.
    """

    def __init__(self, engine: AnyEngine, most_jurisdictions: int = 2_000) -> None:
        self.engine: Final = engine
        self.concepts: Final = Concepts.read(engine)
        self.places: Final = Places.read(engine)
        self._most = most_jurisdictions
        self._rules: OrderedDict[str, tuple[Rule, ...]] = OrderedDict()
        self._lock = Lock()
        self.seen: Final[Seen] = {}
        self.is_ahead = False
        """Whether the law of all places is in memory, so that no question asks the engine."""

    def read_ahead(self) -> None:
        """Read the law of all places at once, unless they are more than are kept.

        It takes a tenth of a second for the records, and no question waits for a place's first time.
        """
        if len(self.places.by_id) > self._most:
            return
        found = all_rules(self.engine, self.concepts)
        with self._lock:
            self._rules.update({place: found.get(place, ()) for place in self.places.by_id})
        self.is_ahead = True

    def rules_in(self, place: Place) -> list[Rule]:
        """Every rule in the law of a place and of those above it, whatever the day; nearest place first."""
        return [rule for jurisdiction in place.chain for rule in self._rules_of(jurisdiction)]

    def _rules_of(self, jurisdiction: str) -> tuple[Rule, ...]:
        with self._lock:
            if (found := self._rules.get(jurisdiction)) is not None:
                self._rules.move_to_end(jurisdiction)
                return found
        found = rules_of(self.engine, self.concepts, jurisdiction)
        with self._lock:
            self._rules[jurisdiction] = found
            if len(self._rules) > self._most:
                self._rules.popitem(last=False)
        return found


def ask(
    lookup: Lookup,
    place: str,
    actor: str,
    activity: str = USE,
    setting: str | None = None,
    *,
    on: date,
) -> Answer:
    """Understand a question in words, and answer it.

    UnknownPlace, AmbiguousPlace or UnknownConcept when a word cannot be understood.
    """
    question = understand(
        lookup.places, lookup.concepts, place=place, actor=actor, activity=activity, setting=setting, on=on
    )
    return answer(lookup, question)


def answer(lookup: Lookup, question: Question) -> Answer:
    """Consider every rule of the place and of the places above it, and draw the verdict."""
    return answer_from(lookup, question, lookup.rules_in(question.place))


def answer_from(lookup: Lookup, question: Question, rules: Sequence[Rule]) -> Answer:
    """The answer from these rules: the caller says that no other one binds, opens or sets aside."""
    chain = lookup.places.chain_of(question.place)
    bound, considered = consider(rules, case_of(lookup, question, rules))
    law = [found for found in bound if found.rule.force == "law"]
    policy = [found for found in bound if found.rule.force in ("law", "policy")]
    return Answer(
        question,
        verdict_of(law),
        verdict_of(policy),
        bound,
        considered,
        tuple(chain),
        lookup.engine.data_version,
    )


def case_of(lookup: Lookup, question: Question, rules: Iterable[Rule]) -> Case:
    """The question with all that decides the binding of single rules."""
    return Case(
        question,
        lookup.concepts,
        {place.id: place for place in lookup.places.chain_of(question.place)},
        tuple(rule for rule in rules if (rule.opens or rule.preempts) and rule.is_in_force(question.day)),
        lookup.seen,
    )


def consider(rules: Iterable[Rule], case: Case) -> tuple[tuple[Bound, ...], tuple[LeftOut, ...]]:
    """Each rule either binds or is left out, with the first condition that fails."""
    bound: list[Bound] = []
    left_out: list[LeftOut] = []
    for rule in rules:
        partial: list[Condition] = []
        for condition in conditions(rule, case):
            if not condition.holds:
                left_out.append(LeftOut(rule, condition.reason, condition.text))
                break
            if not condition.full:
                partial.append(condition)
        else:
            bound.append(
                Bound(
                    rule,
                    not partial,
                    tuple(condition.text for condition in partial),
                    rule.jurisdiction != case.question.place.id,
                    stale_since(rule, case.question.day),
                )
            )
    return (
        tuple(sorted(bound, key=lambda found: (found.strength, found.inherited, found.rule.id))),
        tuple(sorted(left_out, key=lambda left: left.rule.id)),
    )


def verdict_of(bound: Sequence[Bound]) -> str:
    """What follows from rules that bind: the strongest verdict that one of them carries.

    The caller chooses the rules with force.
    """
    carried = {found.carries for found in bound}
    return next((verdict for verdict in VERDICTS if verdict in carried), NO_RULE_KNOWN)


def stale_since(rule: Rule, day: date) -> date | None:
    """The day since which nobody has confirmed that the rule still stands; None while it counts as confirmed.

    A rule that may have ended is stale after the last day for which it was confirmed; one without a set end a
    year later.
    """
    if rule.verified_on is None or rule.end_kind == "date":
        return None
    grace = timedelta() if rule.end_kind == "unknown" else STALE_AFTER
    return rule.verified_on if day > rule.verified_on + grace else None


def bound_as_dict(bound: Bound) -> dict[str, Any]:
    """A rule that binds, as the doors give it."""
    rule = bound.rule
    return {
        "id": rule.id,
        "effect": rule.effect,
        "binds": "full" if bound.in_full else "part",
        "why": list(bound.why),
        "reach": rule.reach,
        "force": rule.force,
        "summary": rule.summary,
        "limited_to": rule.limited_to,
        "purposes": list(rule.purposes),
        "actors": sorted(rule.actors),
        "activities": sorted(rule.activities),
        "settings": sorted(rule.settings),
        "law": {
            "id": rule.law.id,
            "name": rule.law.name,
            "status": rule.law.status,
            "citation": rule.law.citation,
            "url": rule.law.url,
        },
        "provision": rule.provision,
        "jurisdiction": rule.jurisdiction,
        "inherited": bound.inherited,
        "from": str(rule.period.start) if rule.period.start else None,
        "from_unknown": rule.period.start is None,
        "until": str(rule.period.end) if rule.period.end else None,
        "end_kind": rule.end_kind,
        "stale_since": _iso(bound.stale_since),
        "exceptions": [
            {"id": found.id, "summary": found.summary, "overrides": list(found.overrides)}
            for found in rule.exceptions
        ],
        "verification": rule.verification,
        "verified_on": _iso(rule.verified_on),
        "sources": [
            {
                "id": source.id,
                "url": source.url,
                "title": source.title,
                "publisher": source.publisher,
                "date": source.date,
                "supports": source.supports,
            }
            for source in rule.sources
        ],
        "doubts": " ".join(rule.doubts) or None,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
