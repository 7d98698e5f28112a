"""What the home page shows below the question: where police stand today, the latest changes, the coming."""

import json
from datetime import date
from typing import Final, TypedDict

from api.parts import Parts
from graph.answer import VERDICTS, answer
from graph.legal_days import TRANSITIONS, LegalDay
from graph.question import USE, understand

LATEST: Final = 7
COMING: Final = 4
ACTOR: Final = "police"


class Standing(TypedDict):
    """How many places have which verdict for police use, and which forbid it; places without a rule whose
    own law nobody researched are counted apart.
    """

    counts: dict[str, int]
    prohibited: list[tuple[str, str]]
    silent_not_researched: int
    total: int


def standing_of(parts: Parts, day: date) -> Standing:
    """The verdicts on police use of all places on a day; kept for the day, as they take a moment."""

    def make() -> str:
        return json.dumps(_standing(parts, day))

    found: Standing = json.loads(parts.standings.get((day,), make))
    return found


def _standing(parts: Parts, day: date) -> Standing:
    lookup = parts.lookup
    counts = dict.fromkeys(VERDICTS, 0)
    prohibited = []
    not_researched = 0
    for place in lookup.places.by_id.values():
        question = understand(
            lookup.places, lookup.concepts, place=place.slug, actor=ACTOR, activity=USE, on=day
        )
        verdict = answer(lookup, question).verdict
        if verdict == "no-rule-known" and place.researched_through is None:
            not_researched += 1
            continue
        counts[verdict] += 1
        if verdict == "prohibited":
            prohibited.append((place.slug, place.name))
    prohibited.sort(key=lambda one: one[1])
    total = len(lookup.places.by_id)
    return {
        "counts": counts,
        "prohibited": prohibited,
        "silent_not_researched": not_researched,
        "total": total,
    }


def latest_changes(parts: Parts, day: date) -> tuple[list[LegalDay], list[LegalDay]]:
    """The days of law just before (newest first) and just after a day (nearest first)."""
    days = [one for one in parts.legal_days if one.kind in TRANSITIONS]
    past = [one for one in days if one.on.first_day <= day]
    return past[::-1][:LATEST], [one for one in days if one.on.first_day > day][:COMING]
