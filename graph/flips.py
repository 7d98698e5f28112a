"""Which answers flip between two datasets: places by actors by activities, on every day that matters.

Only what can flip is asked: places in whose law a rule changed, actors and activities that such a rule, as it
was or as it is, governs, days on which it is in force. A verdict changes only on a day on which a rule begins
or ends, so each stretch between two such days is asked once, on its first day; today is asked too. The
verdicts are those of `graph.answer`, from the rules of the whole chain of places.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from graph.answer import Bound, Lookup, case_of, consider, verdict_of
from graph.binding import Case, conditions
from graph.build import Progress, be_silent
from graph.places import Place
from graph.question import POLICE_OF, Question
from graph.rules import Rule

LAW: Final = "law"
POLICY: Final = "policy"
_TIMED: Final = "begun"
"""The first condition that depends on the day."""


@dataclass(frozen=True)
class Flip:
    """A question whose verdict differs from `start` on (None: ever since), before `end` (None: for good)."""

    place: Place
    actor: str
    activity: str
    start: date | None
    end: date | None
    before: str
    after: str
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]
    """The rules that decide, before and after; none where no rule is known."""
    of: str
    """law: the verdict itself; policy: only what follows when the agency keeps its own policy."""

    def holds_on(self, day: date) -> bool:
        """Whether the two answers differ on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Flips:
    """The flips, sorted by place, actor, activity and day, and how much was asked for them."""

    flips: tuple[Flip, ...]
    changed_rules: tuple[str, ...]
    places: int
    """Places whose law, as far as a verdict goes, is not the same."""
    questions: int
    """Questions of a place, an actor and an activity that were asked of both datasets."""
    answers: int
    """Questions times the days for which each was asked."""
    gone: tuple[Place, ...]
    """Places about which nothing can be asked any more."""
    new: tuple[Place, ...]
    """Places about which nothing could be asked before."""


def flips(old: Lookup, new: Lookup, today: date, progress: Progress | None = None) -> Flips:
    """Every answer without a setting that differs between two datasets."""
    tell = progress or be_silent
    before, after = old.places.by_id, new.places.by_id
    for lookup in (old, new):
        lookup.read_ahead()
    common = sorted(before.keys() & after.keys())
    same_words = _same_words(old, new)
    found: list[Flip] = []
    changed_ids: set[str] = set()
    places = questions = answers = 0
    for done, name in enumerate(common):
        tell("compare", done, len(common))
        pair = _Pair.of(old, new, name, same_words)
        if not pair.changed:
            continue
        places += 1
        changed_ids |= pair.changed
        for actor, activity in pair.questions():
            asked = pair.ask(actor, activity, today)
            questions += 1
            answers += asked.answers
            found += asked.flips
    tell("compare", len(common), len(common))
    return Flips(
        tuple(found),
        tuple(sorted(changed_ids)),
        places,
        questions,
        answers,
        tuple(before[name] for name in sorted(before.keys() - after.keys())),
        tuple(after[name] for name in sorted(after.keys() - before.keys())),
    )


@dataclass(frozen=True)
class _Asked:
    flips: tuple[Flip, ...]
    answers: int


@dataclass(frozen=True)
class _Side:
    """A place in one of the two datasets, with the rules of its chain."""

    lookup: Lookup
    place: Place
    rules: tuple[Rule, ...]
    acting: tuple[Rule, ...]
    """Those that open or pre-empt others."""

    @classmethod
    def of(cls, lookup: Lookup, name: str) -> "_Side":
        place = lookup.places.by_id[name]
        rules = tuple(lookup.rules_in(place))
        return cls(lookup, place, rules, tuple(rule for rule in rules if rule.opens or rule.preempts))

    def case(self, actor: str, activity: str, day: date) -> Case:
        resolved = POLICE_OF.get(self.place.level, actor) if actor == "police" else actor
        question = Question(self.place, actor, resolved, activity, None, day)
        return case_of(self.lookup, question, self.acting)

    def may_bind(self, actor: str, activity: str, rules: Iterable[Rule]) -> list[Rule]:
        """The rules that bind this question on some day, as far as they alone can tell."""
        case = self.case(actor, activity, date.min)
        return [rule for rule in rules if _may_bind(rule, case)]

    def bound(self, rules: Sequence[Rule], actor: str, activity: str, day: date) -> tuple[Bound, ...]:
        return consider(rules, self.case(actor, activity, day))[0]


@dataclass(frozen=True)
class _Pair:
    """A place in both datasets; `changed` are the rules that may change a verdict there."""

    old: _Side
    new: _Side
    changed: frozenset[str]

    @classmethod
    def of(cls, old: Lookup, new: Lookup, name: str, same_words: bool) -> "_Pair":
        before, after = _Side.of(old, name), _Side.of(new, name)
        kept = same_words and _levels(before) == _levels(after)
        return cls(before, after, _changed(before.rules, after.rules, everything=not kept))

    def questions(self) -> Iterator[tuple[str, str]]:
        """Each actor and activity that a changed rule governs. "police" means another actor, asked anyway."""
        sides = (self.old, self.new)
        changed = [[rule for rule in side.rules if rule.id in self.changed] for side in sides]
        actors, activities = (
            _common(self.old.lookup, self.new.lookup, part) for part in ("actor", "activity")
        )
        for actor in actors:
            if actor == "police" and all(side.place.level in POLICE_OF for side in sides):
                continue
            for activity in activities:
                if any(
                    side.may_bind(actor, activity, rules) for side, rules in zip(sides, changed, strict=True)
                ):
                    yield actor, activity

    def ask(self, actor: str, activity: str, today: date) -> _Asked:
        """Both answers on every day that matters."""
        sides = [(side, side.may_bind(actor, activity, side.rules)) for side in (self.old, self.new)]
        edges = {date.min, today}
        for side, rules in sides:
            for rule in (*rules, *side.acting):
                edges |= {edge.first_day for edge in (rule.period.start, rule.period.end) if edge}
        asked = 0
        found: list[Flip] = []
        for start, end in pairwise([*sorted(edges), None]):
            if start is None or not self._matters(start, [rules for _, rules in sides]):
                continue
            asked += 1
            before, after = (side.bound(rules, actor, activity, start) for side, rules in sides)
            begun = None if start == date.min else start
            flip = self._flip(actor, activity, begun, end, before, after)
            if flip and found and _goes_on(found[-1], flip):
                found[-1] = Flip(**{**vars(found[-1]), "end": flip.end})
            elif flip:
                found.append(flip)
        return _Asked(tuple(found), asked)

    def _matters(self, day: date, sides: Iterable[Iterable[Rule]]) -> bool:
        """Whether a changed rule is in force on a day; without one, both answers rest on the same rules."""
        return any(rule.id in self.changed and rule.is_in_force(day) for rules in sides for rule in rules)

    def _flip(
        self,
        actor: str,
        activity: str,
        start: date | None,
        end: date | None,
        before: tuple[Bound, ...],
        after: tuple[Bound, ...],
    ) -> Flip | None:
        for of, forces in ((LAW, ("law",)), (POLICY, ("law", "policy"))):
            old, new = ([one for one in bound if one.rule.force in forces] for bound in (before, after))
            verdicts = verdict_of(old), verdict_of(new)
            if verdicts[0] != verdicts[1]:
                rules = _deciding(old, verdicts[0]), _deciding(new, verdicts[1])
                return Flip(self.new.place, actor, activity, start, end, *verdicts, *rules, of)
        return None


def _may_bind(rule: Rule, case: Case) -> bool:
    for condition in conditions(rule, case):
        if condition.name == _TIMED:
            break
        if not condition.holds:
            return False
    return True


def _deciding(bound: Sequence[Bound], verdict: str) -> tuple[str, ...]:
    return tuple(one.rule.id for one in bound if one.carries == verdict)


def _goes_on(last: Flip, next: Flip) -> bool:
    """Whether a flip is the same as the one of the stretch before."""
    return last.end == next.start and all(
        getattr(last, name) == getattr(next, name)
        for name in ("before", "after", "rules_before", "rules_after", "of")
    )


def _changed(before: Sequence[Rule], after: Sequence[Rule], *, everything: bool) -> frozenset[str]:
    """The rules that are not the same, as far as a verdict goes, and those that they open or pre-empt."""
    old, new = ({rule.id: rule for rule in rules} for rules in (before, after))
    if everything:
        return frozenset(old.keys() | new.keys())
    direct = {
        name
        for name in old.keys() | new.keys()
        if name not in old or name not in new or _legal(old[name]) != _legal(new[name])
    }
    targets = {
        target
        for rules in (old, new)
        for name in direct & rules.keys()
        for target in rules[name].opens | rules[name].preempts
    }
    reached = {rule.id for rule in (*before, *after) if targets & {rule.id, rule.law.id}}
    return frozenset(direct | reached)


def _legal(rule: Rule) -> tuple[object, ...]:
    """All of a rule that a verdict depends on."""
    return (
        rule.law.id,
        rule.jurisdiction,
        rule.is_enacted(),
        rule.effect_group,
        rule.force,
        rule.actors,
        rule.activities,
        rule.settings,
        rule.reach,
        rule.period,
        rule.opens,
        rule.preempts,
    )


def _levels(side: _Side) -> list[tuple[str, str]]:
    return [(place.id, place.level) for place in side.lookup.places.chain_of(side.place)]


def _common(old: Lookup, new: Lookup, part: str) -> list[str]:
    known = {concept.word for concept in old.concepts.among(part)}
    return [concept.word for concept in new.concepts.among(part) if concept.word in known]


def _same_words(old: Lookup, new: Lookup) -> bool:
    """Whether the words that both know mean the same; a new one among them changes nothing by itself."""
    before, after = old.concepts, new.concepts
    known = before.above.keys() & after.above.keys()
    either = before.public_or_private & known == after.public_or_private & known
    return either and all(before.above[word] & known == after.above[word] & known for word in known)
