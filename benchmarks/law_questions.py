"""Questions about the real law: drawn at random from all places, actors, activities and days; and the same
questions as SPARQL.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import urlencode

from graph.answer import AUTHORISED, CONDITIONAL, NO_RULE_KNOWN, PROHIBITED, VERDICTS, Lookup
from graph.binding import GOVERNMENT, home_obstacle
from graph.engine import date_term
from graph.question import Question, understand
from schema.vocabulary import NS, iri_of, short_id

QUERY: Final = (Path(__file__).parent / "check.rq").read_text(encoding="utf-8")
FIRST: Final = date(2010, 1, 1)
LAST: Final = date(2030, 12, 31)


@dataclass(frozen=True)
class LawQuestion:
    """A question in words, as /api/check takes it."""

    place: str
    actor: str
    activity: str
    on: str

    @property
    def path(self) -> str:
        """Where facelex answers it."""
        return f"/api/check?{urlencode(vars(self))}"


def fresh(lookup: Lookup, seed: int) -> Iterator[LawQuestion]:
    """Questions without end, each with as much chance as any other. Two are hardly ever the same: there are
    hundreds of millions.
    """
    chance = random.Random(seed)
    places = sorted(place.slug for place in lookup.places.by_id.values())
    actors, activities = (
        [concept.word for concept in lookup.concepts.among(part)] for part in ("actor", "activity")
    )
    days = (LAST - FIRST).days
    while True:
        day = FIRST + timedelta(chance.randint(0, days))
        yield LawQuestion(
            chance.choice(places), chance.choice(actors), chance.choice(activities), day.isoformat()
        )


def understood(lookup: Lookup, asked: LawQuestion) -> Question:
    """The question as facelex understands it."""
    return understand(
        lookup.places,
        lookup.concepts,
        place=asked.place,
        actor=asked.actor,
        activity=asked.activity,
        on=date.fromisoformat(asked.on),
    )


def can_be_sparql(lookup: Lookup, question: Question) -> bool:
    """Whether `sparql_of` asks the same: not of what is either public or private, as schools are."""
    return question.actor not in lookup.concepts.public_or_private


def sparql_of(lookup: Lookup, question: Question) -> str:
    """The best SPARQL form of a question: all that a client can know stands in it."""
    concepts = lookup.concepts
    is_public = question.actor == GOVERNMENT or GOVERNMENT in concepts.broader(question.actor)
    homes = [
        place.id
        for place in lookup.places.chain_of(question.place)
        if not is_public or not home_obstacle(place, question, concepts.labels[question.actor])
    ]
    return Template(QUERY).substitute(
        homes=" ".join(f"<{iri_of(home)}>" for home in homes),
        actors=_words(question.actor, concepts.broader(question.actor), concepts.narrower(question.actor)),
        activities=_words(
            question.activity, concepts.broader(question.activity), concepts.narrower(question.activity)
        ),
        day=str(date_term(question.day)),
    )


def verdict_of_rows(lookup: Lookup, rows: Iterable[Mapping[str, str]]) -> str:
    """What follows from the rows of the query."""
    carried = {_carried(row) for row in rows if lookup.concepts.words[row["force"]] == "law"}
    return next((verdict for verdict in VERDICTS if verdict in carried), NO_RULE_KNOWN)


def _carried(row: Mapping[str, str]) -> str:
    group = short_id(row["group"])
    if group == "condition" or row["full"] not in ("true", "1"):
        return CONDITIONAL
    return PROHIBITED if group == "prohibition" else AUTHORISED


def _words(asked: str, broader: Iterable[str], narrower: Iterable[str]) -> str:
    full: Sequence[str] = sorted({asked, *broader})
    return " ".join(
        f"(<{NS}{word}> {str(word in full).lower()})" for word in [*full, *sorted(set(narrower) - set(full))]
    )
