"""/ and /check: the question and its answer as a page."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from api.answer_page import (
    address_of_question,
    by_actor,
    citation_of,
    linked_data,
    matrix_of,
    query_of,
    question_words,
    sparql_of,
    steps_of,
)
from api.choices import choices_among, places_meant
from api.clock import day_or_today, today
from api.contract import states
from api.costly import in_thread
from api.home_page import is_standing_kept, latest_changes, standing_of
from api.hosts import base_of
from api.pages import page, render
from api.parameters import Day, Place
from api.parts import Parts, PartsOf
from api.problems import describe
from api.replies import HTML, reply
from api.sentence_answers import NOBODY, actors_of, address_of_reading, asked_in, choices_of, remarks_on
from api.structured import structured_dataset
from api.words import VERDICTS
from graph.answer import Answer, ask
from graph.sentence import Reading
from schema.errors import AmbiguousPlace, BadDay, QuestionError

router = APIRouter(tags=["pages"])

EXAMPLES: Final = (
    "Can police in San Francisco use face recognition?",
    "May a shop in Portland, Oregon scan faces?",
    "Can police in London use live face recognition?",
    "May employers in Illinois collect faceprints?",
    "Could police in New Orleans use it in 2021?",
    "Is face recognition banned in New York State schools?",
)

Word = Annotated[str | None, Query(description="As at /api/check", examples=["police"])]
Sentence = Annotated[
    str | None,
    Query(
        description="The question as a plain sentence, instead of its parts",
        examples=["Can police in San Francisco use face recognition?"],
    ),
]
Version = Annotated[
    str | None, Query(description="The data version that a link was made from", examples=["b5c0e2"])
]


@router.get("/")
@router.get("/check", include_in_schema=False)
@states({HTML: None}, pages=True)
async def home(
    request: Request,
    parts: PartsOf,
    ask: Sentence = None,
    place: Place = None,
    actor: Word = None,
    activity: Word = None,
    setting: Word = None,
    on: Day = None,
    data: Version = None,
) -> Response:
    """The home page; with a question, in a sentence or in parts, its answer."""
    given = {"place": place, "actor": actor, "activity": activity, "setting": setting, "on": on}
    asked = {part: (word or "").strip() for part, word in given.items()}
    sentence = (ask or "").strip()
    if sentence:
        return await run_in_threadpool(_of_sentence, request, parts, asked, sentence, data)
    make = partial(_of_form, request, parts, asked, None, data)
    # without a place it is the home page, which shows what the map shows
    is_soon = asked["place"] or is_standing_kept(parts)
    return await run_in_threadpool(make) if is_soon else await in_thread(parts, make)


def _of_sentence(
    request: Request, parts: Parts, asked: Mapping[str, str], sentence: str, data: str | None
) -> Response:
    try:
        reading = parts.reader.read(sentence, today())
    except BadDay as error:
        return _trouble(parts, asked, error, sentence)
    is_told = bool(asked["actor"]) or not reading.is_actor_in_doubt
    if asked["place"] and is_told:
        return _of_form(request, parts, asked, reading, data)
    if reading.place and is_told:
        return RedirectResponse(address_of_reading(reading), 303)
    return _unclear(parts, reading, asked["place"])


def _of_form(
    request: Request, parts: Parts, given: Mapping[str, str], reading: Reading | None, data: str | None
) -> Response:
    asked = {**given, "actor": given["actor"] or "police", "activity": given["activity"] or "use"}
    try:
        day = day_or_today(asked["on"] or None)
        for part in ("actor", "activity", "setting"):
            if asked[part]:
                parts.lookup.concepts.word(part, asked[part])
        if not asked["place"]:
            return _home(request, parts, asked)
        found = ask(
            parts.lookup, asked["place"], asked["actor"], asked["activity"], asked["setting"] or None, on=day
        )
    except QuestionError as error:
        return _trouble(parts, asked, error, reading.sentence if reading else "")
    values = {
        **_values(parts, asked),
        **_answered(request, parts, found),
        "sentence": reading.sentence if reading else "",
        "remarks": remarks_on(reading) if reading else [],
        "is_today": not asked["on"],
        "by_actor": by_actor(parts.lookup, found.question) if asked["actor"] == NOBODY else [],
        "other_data": data if data and data != found.data_version else None,
    }
    values["asked"] = {**asked, "place": _named(parts, asked["place"], found), "on": day.isoformat()}
    return reply(request, parts.engine.data_version, render("check.html", values), HTML)


def _named(parts: Parts, text: str, found: Answer) -> str:
    """The place as a person would write it, if that means it alone; else as it was asked."""
    name = found.question.place.name
    return name if len(parts.lookup.places.named(name)) == 1 else text


def _home(request: Request, parts: Parts, asked: Mapping[str, str]) -> Response:
    latest, coming = latest_changes(parts, today())
    values = {
        **_values(parts, asked),
        "sentence": "",
        "day": today(),
        "standing": standing_of(parts, today()),
        "latest": latest,
        "coming": coming,
        "examples": [(words, "/check?" + urlencode({"ask": words})) for words in EXAMPLES],
    }
    return reply(request, parts.engine.data_version, render("home.html", values), HTML)


def _unclear(parts: Parts, reading: Reading, given: str) -> Response:
    """The page that asks which place is meant, or for one at all, or who acts; `given`: the place chosen."""
    place = given or (reading.place.slug if reading.place else "")
    asked = {"actor": "", "setting": "", "on": "", **asked_in(reading)}
    known = parts.lookup.places.by_id.get(f"jurisdiction/{place}")
    asked["place"] = (known.name if known else place) or reading.place_text or ""
    labels = parts.lookup.concepts.labels
    values = {
        **_values(parts, asked),
        "sentence": reading.sentence,
        "remarks": remarks_on(reading),
        "who": actors_of(reading, place, labels) if place else [],
        "unread": reading.unread,
        "place_known": known.name if known else None,
        "choices": [] if place else choices_of(reading),
        "is_ambiguous": reading.is_ambiguous,
        "is_understood": reading.is_understood,
        "place_text": reading.place_text,
        "error": None,
        "title": "Who?" if place else "Which place?",
    }
    is_asked = reading.is_ambiguous or place or not reading.place_text
    return page("unclear.html", values, 422 if is_asked else 404)


def _trouble(parts: Parts, asked: Mapping[str, str], error: QuestionError, sentence: str) -> Response:
    status, _, title = describe(error)
    # a browser's field for days holds nothing else
    shown = {**asked, "on": ""} if isinstance(error, BadDay) else dict(asked)
    rest = {part: word for part, word in asked.items() if word}
    values = {
        **_values(parts, shown),
        "sentence": sentence,
        "remarks": [],
        "who": [],
        "place_known": None,
        "is_understood": True,
        "choices": choices_among(
            places_meant(error), lambda slug: "/check?" + urlencode({**rest, "place": slug})
        ),
        "is_ambiguous": isinstance(error, AmbiguousPlace),
        "place_text": asked["place"],
        "error": error,
        "title": title,
    }
    return page("unclear.html", values, status)


def _values(parts: Parts, asked: Mapping[str, str]) -> dict[str, object]:
    concepts, places = parts.lookup.concepts, parts.lookup.places
    return {
        "asked": asked,
        "actors": concepts.among("actor"),
        "activities": concepts.among("activity"),
        "settings": concepts.among("setting"),
        "labels": concepts.labels,
        "count": len(places.by_id),
        "structured": None if asked["place"] else structured_dataset(parts.engine.data_version),
        "data_version": parts.engine.data_version,
    }


def _answered(request: Request, parts: Parts, found: Answer) -> dict[str, object]:
    question, lookup = found.question, parts.lookup
    concepts = lookup.concepts
    query = query_of(question)
    permalink = f"/check?{urlencode({**query, 'data': found.data_version})}"
    whole = base_of(request) + permalink
    sparql = sparql_of(found)
    return {
        "answer": found.as_dict(),
        "question": question_words(found, concepts),
        "deciding": {bound.rule.id for bound in found.deciding},
        "verdict_words": VERDICTS[found.verdict],
        "policy_words": VERDICTS[found.policy_verdict],
        "effects": {concept.word: concept.label for concept in concepts.among("effect")},
        "names": {place.id: place.name for place in found.coverage},
        "place": question.place,
        "not_researched": [place for place in found.coverage if place.researched_through is None],
        "left_out": [(left.rule, left.text) for left in found.considered],
        "said": {
            "actor": concepts.labels[question.actor],
            "activity": concepts.labels[question.activity],
            "setting": concepts.labels[question.setting] if question.setting else None,
        },
        "steps": steps_of(lookup, question),
        "matrix": matrix_of(lookup, question),
        "whole_permalink": whole,
        "canonical": base_of(request) + _canonical(found),
        "today_address": address_of_question(question, today()),
        "citation": citation_of(found, concepts, whole, today()),
        "linked_data": json.dumps(linked_data(found, concepts, whole), ensure_ascii=False).replace(
            "<", "\\u003c"
        ),
        "api_address": f"/api/check?{urlencode(query)}",
        "whole_api_address": f"{base_of(request)}/api/check?{urlencode(query)}",
        "csv_address": f"/check.csv?{urlencode(query)}",
        "rq_address": f"/check.rq?{urlencode(query)}",
        "sparql": sparql,
        "sparql_address": "/sparql?" + urlencode({"query": sparql}),
        "network_address": "/network?" + urlencode({"place": question.place.slug, "on": query["on"]}),
    }


def _canonical(found: Answer) -> str:
    """The address for search engines: without a day where the answer is today's."""
    query = query_of(found.question)
    if found.question.day == today():
        del query["on"]
    return f"/check?{urlencode(query)}"
