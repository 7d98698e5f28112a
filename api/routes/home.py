"""/ and /check: the question and its answer as a page, without scripts."""

from collections.abc import Mapping
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.clock import day_or_today, today
from api.contract import states
from api.pages import page, render
from api.parameters import Day, Place
from api.parts import Parts, PartsOf
from api.problems import describe
from api.replies import HTML, reply
from api.structured import structured_dataset
from api.words import VERDICTS
from graph.answer import Answer, ask
from schema.errors import AmbiguousPlace, BadDay, QuestionError, UnknownPlace

router = APIRouter(tags=["pages"])

EXAMPLES: Final = (
    ("San Francisco police", {"place": "us-ca-san-francisco", "actor": "police"}),
    ("A shop in Portland, Oregon", {"place": "us-or-portland", "actor": "retailers"}),
    (
        "Police in London, live",
        {"place": "London", "actor": "police", "activity": "real-time-identification"},
    ),
    ("An employer in Illinois", {"place": "US-IL", "actor": "employers", "activity": "collect-biometrics"}),
)

Word = Annotated[str | None, Query(description="As at /api/check", examples=["police"])]


@router.get("/")
@router.get("/check", include_in_schema=False)
@states({HTML: None}, pages=True)
def home(
    request: Request,
    parts: PartsOf,
    place: Place = None,
    actor: Word = None,
    activity: Word = None,
    setting: Word = None,
    on: Day = None,
) -> Response:
    """The home page; with a question, its answer."""
    asked = {
        "place": (place or "").strip(),
        "actor": actor or "police",
        "activity": activity or "use",
        "setting": setting or "",
        "on": on or today().isoformat(),
    }
    try:
        day = day_or_today(asked["on"])
        for part in ("actor", "activity", "setting"):
            if asked[part]:
                parts.lookup.concepts.word(part, asked[part])
        if not asked["place"]:
            return _reply(request, parts, _values(parts, asked))
        answer = ask(
            parts.lookup, asked["place"], asked["actor"], asked["activity"], asked["setting"] or None, on=day
        )
    except QuestionError as error:
        status, _, title = describe(error)
        values = {"error": error, "title": title, "choices": _choices(error, asked)}
        if isinstance(error, BadDay):
            asked["on"] = ""  # a browser's field for days holds nothing else
        return page("home.html", {**_values(parts, asked), **values}, status)
    return _reply(request, parts, {**_values(parts, asked), **_answered(parts, answer)})


def _reply(request: Request, parts: Parts, values: Mapping[str, object]) -> Response:
    return reply(request, parts.engine.data_version, render("home.html", values), HTML)


def _values(parts: Parts, asked: Mapping[str, str]) -> dict[str, object]:
    concepts, places = parts.lookup.concepts, parts.lookup.places
    return {
        "asked": asked,
        "answer": None,
        "error": None,
        "actors": concepts.among("actor"),
        "activities": concepts.among("activity"),
        "settings": concepts.among("setting"),
        "places": sorted({place.name for place in places.by_id.values()}),
        "count": len(places.by_id),
        "examples": [(words, "/check?" + urlencode(question)) for words, question in EXAMPLES],
        "structured": None if asked["place"] else structured_dataset(parts.engine.data_version),
        "data_version": parts.engine.data_version,
    }


def _choices(error: QuestionError, asked: Mapping[str, str]) -> list[dict[str, str]]:
    """The places that may have been meant, each with the address that asks the same there."""
    found = error.candidates if isinstance(error, AmbiguousPlace) else ()
    found = error.near if isinstance(error, UnknownPlace) else found
    return [
        {
            "name": one.name,
            "context": one.context,
            "address": "/check?" + urlencode({**asked, "place": one.id.partition("/")[2]}),
        }
        for one in found
    ]


def _answered(parts: Parts, answer: Answer) -> dict[str, object]:
    question = answer.question
    concepts = parts.lookup.concepts
    query = {
        "place": question.place.slug,
        "actor": question.actor_asked,
        "activity": question.activity,
        **({"setting": question.setting} if question.setting else {}),
        "on": question.day.isoformat(),
    }
    deciding = {bound.rule.id for bound in answer.deciding}
    return {
        "answer": answer.as_dict(),
        "deciding": deciding,
        "verdict": VERDICTS[answer.verdict],
        "policy_verdict": VERDICTS[answer.policy_verdict],
        "effects": {concept.word: concept.label for concept in concepts.among("effect")},
        "names": {place.id: place.name for place in answer.coverage},
        "place": question.place,
        "left_out": [(left.rule, left.text) for left in answer.considered],
        "said": {
            "actor": concepts.labels[question.actor],
            "activity": concepts.labels[question.activity],
            "setting": concepts.labels[question.setting] if question.setting else None,
        },
        "permalink": "/check?" + urlencode(query),
        "json_address": "/api/check?" + urlencode(query),
        "network_address": "/network?" + urlencode({"place": question.place.slug, "on": query["on"]}),
    }
