"""All that the page of an answer shows beside the answer itself: its days of change, the same question for
others, how to cite it, and the call and the query that give it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from api.asked_often import FEW_ACTIVITIES, FEW_ACTORS
from api.words import VERDICTS
from graph.answer import NO_RULE_KNOWN, Answer, Lookup, answer
from graph.concepts import Concepts
from graph.queries import load_query
from graph.query_text import with_rows
from graph.question import POLICE_OF, Question
from graph.transitions import Transition, history, whole_span
from schema.periods import day_words
from schema.vocabulary import ID

_RULES: Final = load_query("rules_of_jurisdiction")
_COLUMNS: Final = (
    "place actor activity setting on verdict rule role effect binds why summary law citation provision "
    "jurisdiction from until end_kind exceptions verification verified_on sources doubts data_version"
)
COLUMNS: Final = tuple(_COLUMNS.split())
"""The columns of an answer as CSV: a row for each rule that binds or was left out."""


@dataclass(frozen=True)
class Cell:
    """The verdict of one question of the matrix, and the address of its answer.

    `shown` is "not-researched" where no rule is known and nobody researched the place's own law.
    """

    actor: str
    activity: str
    shown: str
    is_asked: bool
    address: str


@dataclass(frozen=True)
class Step:
    """A day on which the verdict changes, as a link: the verdict before and after."""

    address: str
    dated: str
    before: str
    after: str


@dataclass(frozen=True)
class Steps:
    """The nearest changes of the verdict before (or on) and after the question's day."""

    last: Step | None
    before: str | None
    """The address that asks for the day before the last change."""
    coming: Step | None


def query_of(question: Question, day: date | None = None) -> dict[str, str]:
    """A question as parameters of an address."""
    return {
        "place": question.place.slug,
        "actor": question.actor_asked,
        "activity": question.activity,
        **({"setting": question.setting} if question.setting else {}),
        "on": (day or question.day).isoformat(),
    }


def address_of_question(question: Question, day: date | None = None) -> str:
    """The address of its answer."""
    return "/check?" + urlencode(query_of(question, day))


def steps_of(lookup: Lookup, question: Question) -> Steps:
    """The days on which the verdict changes, around the question's day."""
    first, last = whole_span(lookup, question)
    found = history(lookup, replace(question, day=min(first, question.day)), last)
    changes = [one for one in found.transitions if one.before.verdict != one.after.verdict]
    past = [one for one in changes if one.on <= question.day]
    coming = [one for one in changes if one.on > question.day]
    previous = past[-1] if past else None
    before = address_of_question(question, previous.on - timedelta(1)) if previous else None
    return Steps(_step(question, previous), before, _step(question, coming[0] if coming else None))


def _step(question: Question, found: Transition | None) -> Step | None:
    if found is None:
        return None
    address = address_of_question(question, found.on)
    return Step(address, found.dated.text, found.before.verdict, found.after.verdict)


def matrix_of(lookup: Lookup, question: Question) -> list[list[Cell]]:
    """The same question for other actors and activities: a row for each actor."""
    actors = dict.fromkeys((question.actor_asked, *FEW_ACTORS))
    activities = dict.fromkeys((question.activity, *FEW_ACTIVITIES))
    return [[_cell(lookup, question, actor, activity) for activity in activities] for actor in actors]


def by_actor(lookup: Lookup, question: Question) -> list[Cell]:
    """The same question for those whom people mean that name nobody: it may be another answer for each."""
    return [_cell(lookup, question, actor, question.activity) for actor in FEW_ACTORS]


def _cell(lookup: Lookup, question: Question, actor: str, activity: str) -> Cell:
    means = POLICE_OF.get(question.place.level, actor) if actor == "police" else actor
    asked = replace(question, actor_asked=actor, actor=means, activity=activity)
    is_asked = (actor, activity) == (question.actor_asked, question.activity)
    verdict = answer(lookup, asked).verdict
    is_silent = verdict == NO_RULE_KNOWN and question.place.researched_through is None
    shown = "not-researched" if is_silent else verdict
    return Cell(actor, activity, shown, is_asked, address_of_question(asked))


def sparql_of(found: Answer) -> str:
    """The project's own query for the law of the place and of those above it, as every engine reads it."""
    places = [{"jurisdiction": NamedNode(f"{ID}{place.id}")} for place in found.coverage]
    return with_rows(_RULES.text, places)


def question_words(found: Answer, concepts: Concepts) -> str:
    """The question as a sentence without a question mark: "municipal police: use, in San Francisco, ..."."""
    question = found.question
    setting = f", {concepts.labels[question.setting]}" if question.setting else ""
    return (
        f"{concepts.labels[question.actor]}: {concepts.labels[question.activity]}{setting}, in "
        f"{question.place.name} ({found.place_context}), on {day_words(question.day)}"
    )


def citation_of(found: Answer, concepts: Concepts, address: str, read_on: date) -> str:
    """How to cite the answer: what was asked and answered, the state of the data, where and when read."""
    return (
        f"facelex, answer to “{question_words(found, concepts)}”: {VERDICTS[found.verdict][1].lower()}. "
        f"Data version {found.data_version}, CC BY 4.0. {address} (read {day_words(read_on)})."
    )


def linked_data(found: Answer, concepts: Concepts, address: str) -> dict[str, Any]:
    """The answer in schema.org's terms."""
    _, word, sentence = VERDICTS[found.verdict]
    laws = {bound.rule.law.id: bound.rule.law for bound in found.bound}
    return {
        "@context": "https://schema.org",
        "@type": "QAPage",
        "url": address,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "version": found.data_version,
        "mainEntity": {
            "@type": "Question",
            "name": question_words(found, concepts),
            "answerCount": 1,
            "acceptedAnswer": {
                "@type": "Answer",
                "text": f"{word}. {sentence}",
                "citation": [
                    {
                        "@type": "Legislation",
                        "@id": f"{ID}{law.id}",
                        "name": law.name,
                        **({"legislationIdentifier": law.citation} if law.citation else {}),
                        **({"url": law.url} if law.url else {}),
                    }
                    for law in laws.values()
                ],
            },
        },
    }


def rows_of(content: Mapping[str, Any], left_out: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The answer (as the doors give it) as rows: the rules that bind, then those left out and why."""
    asked = content["question"]
    same = {
        "place": asked["place"]["id"],
        "actor": asked["actor_resolved"],
        **{name: asked[name] for name in ("activity", "setting", "on")},
        "verdict": content["verdict"],
        "data_version": content["data_version"],
    }
    bound = [
        {
            **same,
            **{name: rule[name] for name in COLUMNS if name in rule and name not in same},
            "rule": rule["id"],
            "role": role,
            "law": rule["law"]["name"],
            "citation": rule["law"]["citation"],
            "sources": [source["url"] for source in rule["sources"]],
        }
        for role, name in (("law", "rules"), ("policy", "policies"), ("guidance", "guidance"))
        for rule in content[name]
    ]
    rest = [
        {
            **same,
            "rule": one["id"],
            "role": "left out",
            "why": one["text"],
            "law": left_out[one["id"]].law.name,
        }
        for one in content["considered"]
    ]
    return [*bound, *rest] or [same]
