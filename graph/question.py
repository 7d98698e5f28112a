"""A question as understood: place, actor, activity, setting and day."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.concepts import Concepts
from graph.places import Place, Places

USE: Final = "use"
"""The activity asked about when none is named."""

POLICE_OF: Final = {"national": "national-police", "state": "state-police", "local": "municipal-police"}
"""Whose police a question about "police" means, by the level of the place. A union of states has none."""


@dataclass(frozen=True)
class Question:
    """May `actor` do `activity` with face recognition at `place`, in `setting`, on `day`?

    `actor_asked` is the word that was given, `actor` what it means at that place. Without a setting the
    question is about any setting.
    """

    place: Place
    actor_asked: str
    actor: str
    activity: str
    setting: str | None
    day: date


def understand(
    places: Places,
    concepts: Concepts,
    *,
    place: str,
    actor: str,
    activity: str = USE,
    setting: str | None = None,
    on: date,
) -> Question:
    """The question that these words ask.

    UnknownPlace, AmbiguousPlace or UnknownConcept when a word cannot be understood.
    """
    where = places.resolve(place)
    asked = concepts.word("actor", actor)
    return Question(
        place=where,
        actor_asked=asked,
        actor=POLICE_OF.get(where.level, asked) if asked == "police" else asked,
        activity=concepts.word("activity", activity),
        setting=concepts.word("setting", setting) if setting else None,
        day=on,
    )
