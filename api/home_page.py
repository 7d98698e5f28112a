"""What the home page shows below the question: where police stand today, the latest changes, the coming."""

from collections import Counter
from contextlib import suppress
from datetime import date
from typing import Final, TypedDict

from api.maps import kept_map
from api.parts import Parts
from graph.answer import PROHIBITED, VERDICTS
from graph.legal_days import TRANSITIONS, LegalDay
from graph.question import USE
from graph.verdict_map import NOT_RESEARCHED
from schema.errors import UnknownConcept

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


def make_ahead(parts: Parts, day: date) -> None:
    """Make what the home page shows on a day before anybody asks, so that none of its first visitors is
    turned away, however many come at once. It takes half a second; an engine elsewhere is not asked, and data
    without the concepts of this project has no such page.
    """
    if not parts.answers_at_once:
        return
    with suppress(UnknownConcept):
        standing_of(parts, day)
        latest_changes(parts, day)


def is_standing_kept(parts: Parts) -> bool:
    """Whether `standing_of` need not wait for a map to be made."""
    return parts.maps.has((parts.engine.data_version, ACTOR, USE, None))


def standing_of(parts: Parts, day: date) -> Standing:
    """The verdicts on police use of all places on a day, as the map shows them."""
    shown = [(one.place, one.shown(day)) for one in kept_map(parts, ACTOR, USE).places]
    counts = Counter(word for _, word in shown)
    return {
        "counts": {word: counts[word] for word in VERDICTS},
        "prohibited": [(place.slug, place.name) for place, word in shown if word == PROHIBITED],
        "silent_not_researched": counts[NOT_RESEARCHED],
        "total": len(shown),
    }


def latest_changes(parts: Parts, day: date) -> tuple[list[LegalDay], list[LegalDay]]:
    """The days of law just before (newest first) and just after a day (nearest first)."""
    days = [one for one in parts.legal_days if one.kind in TRANSITIONS]
    past = [one for one in days if one.on.first_day <= day]
    return past[::-1][:LATEST], [one for one in days if one.on.first_day > day][:COMING]
