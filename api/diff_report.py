"""What `facelex diff` says: entities and flipped answers as values, as lines of words, as rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any, Final

from api.pages import property_words
from api.words import VERDICTS
from graph.differences import Difference
from graph.flips import POLICY, Flip, Flips
from graph.rules import Rule
from schema.periods import day_words

COLUMNS: Final = (
    "change",
    "id",
    "name",
    "field",
    "before",
    "after",
    "actor",
    "activity",
    "from",
    "until",
    "of",
    "rules_before",
    "rules_after",
)
"""The columns of a report as CSV: a row for each thing added or removed, changed field, flipped answer."""
_LONGEST: Final = 160
_MOST_PLACES: Final = 12
_MARKS: Final = {"added": "+", "removed": "-", "changed": "~"}


@dataclass(frozen=True)
class Report:
    """Two states of the data by the words that were given for them, and all that differs."""

    old: str
    new: str
    old_version: str
    new_version: str
    on: date
    things: Sequence[Difference]
    flips: Flips
    labels: Mapping[str, str]
    """The labels of actors, activities and effects."""
    rules: Mapping[str, Rule]
    """The rules of both, those of the new state before those of the old."""

    @property
    def has_flips(self) -> bool:
        """Whether an answer is another one, or can no longer be had."""
        return bool(self.flips.flips or self.flips.gone)


@dataclass(frozen=True)
class Line:
    """A line of a report: its depth (0 is a heading) and its text."""

    depth: int
    text: str


def as_dict(report: Report) -> dict[str, Any]:
    """The report as JSON; every flipped answer by itself."""
    found = report.flips
    named = {name for flip in found.flips for name in (*flip.rules_before, *flip.rules_after)}
    return {
        "old": {"name": report.old, "data_version": report.old_version},
        "new": {"name": report.new, "data_version": report.new_version},
        "on": report.on.isoformat(),
        "things": [
            {
                "id": thing.id,
                "name": thing.name,
                "change": thing.change,
                "now": thing.now,
                "fields": [
                    {"property": one.property, "removed": list(one.removed), "added": list(one.added)}
                    for one in thing.fields
                ],
            }
            for thing in report.things
        ],
        "flips": [
            {
                "place": {"id": flip.place.id, "name": flip.place.name},
                "actor": flip.actor,
                "activity": flip.activity,
                "from": flip.start.isoformat() if flip.start else None,
                "until": flip.end.isoformat() if flip.end else None,
                "today": flip.holds_on(report.on),
                "of": flip.of,
                "before": flip.before,
                "after": flip.after,
                "rules_before": list(flip.rules_before),
                "rules_after": list(flip.rules_after),
            }
            for flip in found.flips
        ],
        "rules": {
            name: {"effect": rule.effect, "law": rule.law.name, "provision": rule.provision}
            for name, rule in sorted(report.rules.items())
            if name in named
        },
        "places_gone": [{"id": place.id, "name": place.name} for place in found.gone],
        "places_new": [{"id": place.id, "name": place.name} for place in found.new],
        "asked": {
            "places": found.places,
            "questions": found.questions,
            "answers": found.answers,
            "changed_rules": list(found.changed_rules),
        },
    }


def rows(report: Report) -> Iterator[dict[str, Any]]:
    """The report as rows of COLUMNS."""
    for thing in report.things:
        head = {"change": thing.change, "id": thing.id, "name": thing.name}
        if thing.change != "changed":
            yield head | {"after": thing.now}
        for one in thing.fields:
            yield head | {
                "field": one.property,
                "before": list(one.removed),
                "after": list(one.added),
            }
    for flip in report.flips.flips:
        yield {
            "change": "flip",
            "id": flip.place.id,
            "name": flip.place.name,
            "before": flip.before,
            "after": flip.after,
            "actor": flip.actor,
            "activity": flip.activity,
            "from": flip.start,
            "until": flip.end,
            "of": flip.of,
            "rules_before": list(flip.rules_before),
            "rules_after": list(flip.rules_after),
        }


def lines(report: Report) -> Iterator[Line]:
    """The report in words."""
    yield Line(0, f"From {report.old} ({report.old_version}) to {report.new} ({report.new_version})")
    yield from _thing_lines(report)
    yield from _flip_lines(report)


def _thing_lines(report: Report) -> Iterator[Line]:
    telling = [thing for thing in report.things if not thing.is_check_alone]
    counts = [f"{sum(thing.change == word for thing in telling)} {word}" for word in _MARKS]
    checked = len(report.things) - len(telling)
    also = f", {checked} checked again and otherwise the same" if checked else ""
    yield Line(0, f"Things: {', '.join(counts)}{also}")
    for thing in telling:
        named = "" if thing.name == thing.id else f" {thing.name}"
        now = f" (now {thing.now})" if thing.now else ""
        yield Line(1, f"{_MARKS[thing.change]} {thing.id}{now}{named}")
        for one in thing.fields:
            yield Line(2, f"{property_words(one.property)}: {_values(one.removed)} -> {_values(one.added)}")


def _flip_lines(report: Report) -> Iterator[Line]:
    found = report.flips
    asked = (
        f"{found.questions} questions at {found.places} places were asked of both, {found.answers} times "
        f"in all; {len(found.changed_rules)} rules bind otherwise"
    )
    places = len({flip.place.id for flip in found.flips})
    yield Line(0, f"Answers that flip: {len(found.flips)}" + (f", at {places} places" if places else ""))
    yield Line(1, asked + ".")
    for key, where in _grouped(found.flips):
        yield from _group_lines(key, where, report)
    for place in found.gone:
        yield Line(1, f"Nothing can be asked any more about {place.name} ({place.id})")
    if found.new:
        named = _some([f"{place.name} ({place.slug})" for place in found.new])
        yield Line(1, f"New places, asked about for the first time: {named}")


_Key = tuple[str, str, date | None, date | None, str, tuple[str, ...], tuple[str, ...]]
_Where = dict[frozenset[tuple[str, str]], list[str]]


def _grouped(flips: Iterable[Flip]) -> list[tuple[_Key, _Where]]:
    """Flips alike but for place, actor and activity; within these, places alike but for their name."""
    by_key: dict[_Key, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    for flip in flips:
        key = (flip.before, flip.after, flip.start, flip.end, flip.of, flip.rules_before, flip.rules_after)
        by_key[key][f"{flip.place.name} ({flip.place.slug})"].add((flip.actor, flip.activity))
    grouped = []
    for key, places in by_key.items():
        alike: _Where = defaultdict(list)
        for place, asked in places.items():
            alike[frozenset(asked)].append(place)
        grouped.append((key, alike))
    return grouped


def _group_lines(key: _Key, where: _Where, report: Report) -> Iterator[Line]:
    before, after, start, end, of, rules_before, rules_after = key
    is_today = (start is None or start <= report.on) and (end is None or report.on < end)
    kept = "With the agency's own policy kept: " if of == POLICY else ""
    verdicts = f"{VERDICTS[before][1]} -> {VERDICTS[after][1]}"
    yield Line(1, f"{kept}{verdicts}, {_period(start, end)}{', today too' if is_today else ''}")
    for rules, word in ((rules_before, "before"), (rules_after, "after")):
        if rules:
            for name in rules:
                yield Line(2, f"by, {word}: {_named(name, report)}")
    for asked, places in where.items():
        yield Line(2, f"at {_some(places)}")
        for actors, activities in _crossed(asked):
            yield Line(3, f"{_labels(actors, report)}: {_labels(activities, report)}")


def _crossed(asked: Iterable[tuple[str, str]]) -> list[tuple[list[str], list[str]]]:
    """Pairs of actor and activity as actors who share their activities."""
    activities: dict[str, set[str]] = defaultdict(set)
    for actor, activity in asked:
        activities[actor].add(activity)
    actors: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for actor, found in sorted(activities.items()):
        actors[tuple(sorted(found))].append(actor)
    return [(who, list(what)) for what, who in actors.items()]


def _named(name: str, report: Report) -> str:
    """A rule by what it does, its law and provision, and its id."""
    rule = report.rules[name]
    law = shorten(rule.law.name, _LONGEST // 2, placeholder="...")
    where = f", {rule.provision}" if rule.provision else ""
    return f"{report.labels.get(rule.effect, rule.effect)}, {law}{where} ({name})"


def _labels(words: Iterable[str], report: Report) -> str:
    return ", ".join(report.labels.get(word, word) for word in words)


def _period(start: date | None, end: date | None) -> str:
    begun = f"from {day_words(start)} on" if start else "ever since"
    return f"{begun}, until {day_words(end)}" if end else begun


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_PLACES
    return ", ".join(names[:_MOST_PLACES]) + (f" and {more} more" if more > 0 else "")


def _values(texts: Sequence[str]) -> str:
    shown = (text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..." for text in texts)
    return "; ".join(shown) or "nothing"
