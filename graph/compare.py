"""Places side by side: for each activity the verdict, and the clause on which it rests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.answer import Answer, Bound, Lookup, answer
from graph.places import Place
from graph.question import understand


@dataclass(frozen=True)
class Compared:
    """A place, and its answers in the order of the activities asked about."""

    place: Place
    answers: tuple[Answer, ...]


def compare(
    lookup: Lookup,
    places: Iterable[str],
    actor: str,
    activities: Sequence[str] = (),
    setting: str | None = None,
    *,
    on: date,
) -> list[Compared]:
    """The answers of some places for some activities, by default all; a place named twice stands once.

    UnknownPlace, AmbiguousPlace or UnknownConcept when a word cannot be understood.
    """
    asked = dict.fromkeys(lookup.places.resolve(place).id for place in places)
    every = activities or [concept.word for concept in lookup.concepts.among("activity")]
    words = dict.fromkeys(lookup.concepts.word("activity", activity) for activity in every)
    return [
        Compared(
            lookup.places.by_id[place],
            tuple(
                answer(
                    lookup,
                    understand(
                        lookup.places,
                        lookup.concepts,
                        place=place,
                        actor=actor,
                        activity=word,
                        setting=setting,
                        on=on,
                    ),
                )
                for word in words
            ),
        )
        for place in asked
    ]


def clause_of(found: Answer) -> Bound | None:
    """The rule on which a verdict rests, of several the strongest and nearest; None where none is known."""
    return next(iter(found.deciding), None)
