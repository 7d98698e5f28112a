"""Many questions, each with its own answer or its own error: one that is wrong never spoils the rest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.answer import Answer, Lookup, ask
from graph.question import USE
from schema.errors import BadQuestion, QuestionError
from schema.periods import parse_day

PARTS: Final = ("place", "actor", "activity", "setting", "on")
"""The parts of a question, by the names of their columns."""

NEEDED: Final = ("place", "actor")
"""Those that cannot be left out."""

ANSWERED: Final = (
    *("verdict", "policy_verdict", "rule", "law", "law_name", "citation", "provision", "other_rules"),
    *("place_id", "place_name", "actor_resolved", "researched_through", "data_version"),
)
"""What is said of each answer: the keys of `summary_of`, in order."""

MOST_CHARACTERS: Final = 500
"""Characters of a part. The longest names and addresses in the records have fewer."""


@dataclass(frozen=True)
class Outcome:
    """What came of one question: an answer, or the error that says why there is none."""

    answer: Answer | None
    error: QuestionError | None


def ask_many(lookup: Lookup, questions: Iterable[Mapping[str, object]], on: date) -> Iterator[Outcome]:
    """The outcome of each question, in order. A question has PARTS; without a day it is about the day `on`.

    A part that is None or empty counts as left out.
    """
    for question in questions:
        try:
            yield Outcome(ask_one(lookup, question, on), None)
        except QuestionError as error:
            yield Outcome(None, error)


def ask_one(lookup: Lookup, question: Mapping[str, object], on: date) -> Answer:
    """The answer to one question of many.

    BadQuestion when a part is missing or no text; else the errors of `graph.answer.ask` and BadDay.
    """
    given = {part: _text(part, question.get(part)) for part in PARTS}
    if missing := [part for part in NEEDED if not given[part]]:
        raise BadQuestion(f"{' and '.join(missing)} missing; give a place and an actor")
    day = parse_day(given["on"]) if given["on"] else on
    return ask(
        lookup, given["place"], given["actor"], given["activity"] or USE, given["setting"] or None, on=day
    )


def summary_of(answer: Answer) -> dict[str, object]:
    """An answer in one row. `rule` is the one with the force of law on which the verdict rests, the strongest
    and nearest if there are several; `other_rules` are the ids of the others that carry it too.
    """
    deciding = answer.deciding
    rule = deciding[0].rule if deciding else None
    place = answer.question.place
    return {
        "verdict": answer.verdict,
        "policy_verdict": answer.policy_verdict,
        "rule": rule.id if rule else None,
        "law": rule.law.id if rule else None,
        "law_name": rule.law.name if rule else None,
        "citation": rule.law.citation if rule else None,
        "provision": rule.provision if rule else None,
        "other_rules": [bound.rule.id for bound in deciding[1:]],
        "place_id": place.id,
        "place_name": place.name,
        "actor_resolved": answer.question.actor,
        "researched_through": str(place.researched_through) if place.researched_through else None,
        "data_version": answer.data_version,
    }


def _text(part: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadQuestion(f"{part} is no text; write it in quotation marks")
    if len(value) > MOST_CHARACTERS:
        raise BadQuestion(f"{part} is longer than {MOST_CHARACTERS} characters")
    return value.strip()
