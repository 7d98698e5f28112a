"""The same question in every place: which verdict holds from which day on, and on which rule it rests.

Each verdict is the answer's own on a day on which it can change (`graph.transitions`); nothing here decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from graph.answer import NO_RULE_KNOWN, NOT_LEGAL_ADVICE, VERDICTS, Answer, Lookup
from graph.near import read_points
from graph.outlines import Point
from graph.places import Place, place_words
from graph.question import understand
from graph.rules import Rule
from graph.transitions import History, Transition, brief_history, edge_days

FIRST_DAY: Final = date(2008, 1, 1)
"""From when on maps tell: the year of the first law on biometrics that is recorded, Illinois's."""


NOT_RESEARCHED: Final = "not-researched"
"""What a map shows where no rule is known and nobody looked: no verdict, but no less than one."""

SHOWN: Final = (*VERDICTS, NOT_RESEARCHED)


@dataclass(frozen=True)
class Step:
    """From the day `on` a verdict holds, on the rule `rule` (None: no rule is known), until the next step.

    `direction`: stricter, looser or other than before; None at the start. `is_own`: the law of the place
    itself changed, not only one above it.
    """

    on: date
    verdict: str
    rule: Rule | None
    direction: str | None = None
    is_own: bool = False


def _day_of(step: Step) -> date:
    return step.on


@dataclass(frozen=True)
class PlaceSteps:
    """A place, who acts there, and its steps in order; the first is on the map's first day."""

    place: Place
    actor: str
    steps: tuple[Step, ...]

    def on(self, day: date) -> Step:
        """The step that holds on a day; the first one on days before the map."""
        return max((step for step in self.steps if step.on <= day), key=_day_of, default=self.steps[0])

    def shown(self, day: date) -> str:
        """The verdict on a day, or NOT_RESEARCHED."""
        verdict = self.on(day).verdict
        is_unknown = verdict == NO_RULE_KNOWN and self.place.researched_through is None
        return NOT_RESEARCHED if is_unknown else verdict


@dataclass(frozen=True)
class VerdictMap:
    """One question in every place, from a day through another; places are sorted by name."""

    actor: str
    activity: str
    setting: str | None
    start: date
    until: date
    places: tuple[PlaceSteps, ...]


def verdict_map(lookup: Lookup, actor: str, activity: str, setting: str | None = None) -> VerdictMap:
    """The verdicts of all places from FIRST_DAY through the last day of law that is known.

    UnknownConcept when a word cannot be understood. Only the rules that may bind are asked, and only on the
    days on which one of them begins or ends: a tenth of a second for the records.
    """
    places = sorted(lookup.places.by_id.values(), key=lambda place: (place.name, place.id))
    edges = [day for place in places for day in edge_days(lookup.rules_in(place))]
    until = max(edges, default=FIRST_DAY)
    word = lookup.concepts.word
    who, what = word("actor", actor), word("activity", activity)
    where = word("setting", setting) if setting else None
    found = []
    for place in places:
        question = understand(
            lookup.places,
            lookup.concepts,
            place=place.id,
            actor=who,
            activity=what,
            setting=where,
            on=FIRST_DAY,
        )
        steps = tuple(_steps(brief_history(lookup, question, until), place))
        found.append(PlaceSteps(place, question.actor, steps))
    return VerdictMap(who, what, where, FIRST_DAY, until, tuple(found))


def _steps(found: History, place: Place) -> Iterator[Step]:
    """The days on which the verdict or the rule beneath it changes."""
    last = Step(found.start.question.day, found.start.verdict, _deciding(found.start))
    yield last
    for change in found.transitions:
        rule, verdict = _deciding(change.after), change.after.verdict
        if (verdict, rule) == (last.verdict, last.rule):
            continue
        direction = change.direction if verdict != last.verdict else None
        last = Step(change.on, verdict, rule, direction, _is_own(change, place))
        yield last


def _deciding(found: Answer) -> Rule | None:
    return found.deciding[0].rule if found.deciding else None


def _is_own(change: Transition, place: Place) -> bool:
    return any(cause.decides and cause.rule.jurisdiction == place.id for cause in change.causes)


def map_as_dict(lookup: Lookup, found: VerdictMap) -> dict[str, Any]:
    """A map as the doors give it: places with their steps, and once each rule that they name."""
    points = read_points(lookup.engine)
    rules = {step.rule.id: step.rule for one in found.places for step in one.steps if step.rule}
    days = {step.on for one in found.places for step in one.steps[1:]}
    return {
        "actor": found.actor,
        "activity": found.activity,
        "setting": found.setting,
        "from": found.start.isoformat(),
        "to": found.until.isoformat(),
        "days": sorted(day.isoformat() for day in days),
        "places": [_place_as_dict(lookup, one, points) for one in found.places],
        "rules": {id: _rule_as_dict(rules[id]) for id in sorted(rules)},
        "data_version": lookup.engine.data_version,
        "not_legal_advice": NOT_LEGAL_ADVICE,
    }


def _place_as_dict(lookup: Lookup, one: PlaceSteps, points: Mapping[str, Point]) -> dict[str, Any]:
    place, point = one.place, points.get(one.place.id)
    above = lookup.places.chain_of(place)[1:]
    through = place.researched_through
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "context": place_words(place, above),
        "iso_code": place.iso_code,
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "researched_through": through.isoformat() if through else None,
        "actor_resolved": one.actor,
        "steps": [
            {
                "from": step.on.isoformat(),
                "verdict": step.verdict,
                "rule": step.rule.id if step.rule else None,
                "direction": step.direction,
                "own_law": step.is_own,
            }
            for step in one.steps
        ],
    }


def _rule_as_dict(rule: Rule) -> dict[str, Any]:
    return {
        "law": rule.law.id,
        "law_name": rule.law.name,
        "citation": rule.law.citation,
        "provision": rule.provision,
        "effect": rule.effect,
        "jurisdiction": rule.jurisdiction,
    }
