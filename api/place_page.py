"""The page about a place: its stack of law, its answers by actor and activity, and how they changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from markupsafe import Markup

from api.asked_often import ACTIVITIES, ACTORS, recorded
from api.clock import today
from api.entry_page import entry_values
from api.pages import render
from api.parts import Parts
from api.words import VERDICTS
from graph.answer import Answer, answer
from graph.full_record import full_record
from graph.places import Place
from graph.question import Question, understand
from graph.rules import LawCited, Rule
from graph.siblings import places_beside
from graph.transitions import History, history, whole_span
from schema.periods import day_words
from viz.answer_line import Band, answer_line

_BESIDE_THE_BANDS: Final = timedelta(366)


@dataclass(frozen=True)
class AskedOfPlace:
    """What the page is to show: as of which day, and the answers of which actor and activity over time."""

    day: date
    actor: str
    activity: str


@dataclass(frozen=True)
class LawOnPage:
    """A law of the stack, its rules in force on the day, and how many of its rules are not."""

    law: LawCited
    rules: tuple[Rule, ...]
    others: int


def place_page(parts: Parts, place: Place, asked: AskedOfPlace, structured: Markup | None) -> bytes:
    """The page of a place as text. UnknownConcept for an actor or activity that is none."""
    entry = parts.catalogue.by_id[place.id]
    record = full_record(parts.engine, parts.catalogue, entry)
    question = understand(
        parts.lookup.places,
        parts.lookup.concepts,
        place=place.id,
        actor=asked.actor,
        activity=asked.activity,
        setting=None,
        on=asked.day,
    )
    now = answer(parts.lookup, question)
    start, end = whole_span(parts.lookup, question)
    found = history(parts.lookup, replace(question, day=start), end)
    values = {
        **entry_values(parts, entry, record, structured),
        "place": place,
        "asked": {"on": asked.day.isoformat(), "actor": asked.actor, "activity": asked.activity},
        "day": asked.day,
        "context": now.place_context,
        "coverage": now.coverage,
        "stack": stack(parts, place, asked.day, now.coverage),
        "matrix": matrix(parts, place, asked.day),
        "columns": [
            (word, parts.lookup.concepts.labels[word])
            for word in recorded(parts.lookup.concepts, "activity", ACTIVITIES)
        ],
        "now": now,
        "turns": [one for one in found.transitions if one.before.verdict != one.after.verdict],
        "stays": [one for one in found.transitions if one.before.verdict == one.after.verdict],
        "line": _line(found, now),
        "beside": places_beside(parts.world, place),
        "labels": parts.lookup.concepts.labels,
        "actors": parts.lookup.concepts.among("actor"),
        "activities": parts.lookup.concepts.among("activity"),
        "inside_links": _inside(parts, record),
        "address_of": lambda actor, activity: _answer_address(place, actor, activity, asked.day),
    }
    return render("place.html", values)


def stack(
    parts: Parts, place: Place, day: date, chain: Sequence[Place]
) -> list[tuple[Place, list[LawOnPage]]]:
    """The law of a place and of each place above it: the laws with rules, those with rules in force first."""
    by_place: dict[str, dict[str, list[Rule]]] = {one.id: {} for one in chain}
    for rule in parts.lookup.rules_in(place):
        by_place[rule.jurisdiction].setdefault(rule.law.id, []).append(rule)
    return [
        (one, sorted((_on_page(rules, day) for rules in by_place[one.id].values()), key=_order))
        for one in chain
    ]


def _on_page(rules: Sequence[Rule], day: date) -> LawOnPage:
    in_force = tuple(rule for rule in rules if rule.is_in_force(day))
    return LawOnPage(rules[0].law, in_force, len(rules) - len(in_force))


def _order(one: LawOnPage) -> tuple[bool, str]:
    return not one.rules, one.law.name


def matrix(parts: Parts, place: Place, day: date) -> list[tuple[str, str, list[tuple[str, Answer]]]]:
    """For each actor its word, its label and the answers by activity."""
    concepts = parts.lookup.concepts
    columns = recorded(concepts, "activity", ACTIVITIES)
    return [
        (
            actor,
            concepts.labels[actor],
            [(word, answer(parts.lookup, _question(parts, place, actor, word, day))) for word in columns],
        )
        for actor in recorded(concepts, "actor", ACTORS)
    ]


def _question(parts: Parts, place: Place, actor: str, activity: str, day: date) -> Question:
    return understand(
        parts.lookup.places,
        parts.lookup.concepts,
        place=place.id,
        actor=actor,
        activity=activity,
        setting=None,
        on=day,
    )


def _line(found: History, now: Answer) -> Markup | None:
    """The strip of verdicts; None where the answer never changed."""
    changes = [change for change in found.transitions if change.before.verdict != change.after.verdict]
    if not changes:
        return None
    first = changes[0].on - _BESIDE_THE_BANDS
    bands = [Band(first, changes[0].before.verdict, VERDICTS[changes[0].before.verdict][1])]
    bands += [
        Band(change.on, change.after.verdict, VERDICTS[change.after.verdict][1], change.direction)
        for change in changes
    ]
    latest = max(changes[-1].on, today(), now.question.day)
    end = min(latest, date.max - _BESIDE_THE_BANDS) + _BESIDE_THE_BANDS
    return Markup(answer_line(bands, end, now.question.day))  # written as XML from words of ours


def _inside(parts: Parts, record: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The places directly within: address, name, and what is known of them."""
    places = parts.lookup.places.by_id
    return [
        (f"/{one['id']}", one["name"], _researched(places[one["id"]]))
        for one in record["linked_from"].get("contains", ())
    ]


def _researched(place: Place) -> str:
    through = place.researched_through
    return f"researched through {day_words(through)}" if through else "not researched"


def _answer_address(place: Place, actor: str, activity: str, day: date) -> str:
    query = {"place": place.slug, "actor": actor, "activity": activity, "on": day.isoformat()}
    return "/check?" + urlencode(query)
