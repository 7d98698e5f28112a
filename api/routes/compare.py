"""/api/compare: places side by side."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from api.clock import day_or_today
from api.formats import as_csv, as_json
from api.parameters import Actor, Day, Format, Setting, listed, one_of, required, several_places
from api.parts import PartsOf
from api.replies import CSV, JSON, reply
from api.sheets import link_to
from graph.answer import NOT_LEGAL_ADVICE, Answer
from graph.compare import Compared, clause_of, compare

router = APIRouter(tags=["law"])

MOST_PLACES: Final = 50
_MOST_ACTIVITIES: Final = 50


@router.get("/api/compare")
def compare_places(
    request: Request,
    parts: PartsOf,
    places: Annotated[str | None, several_places(MOST_PLACES)] = None,
    actor: Actor = None,
    activities: Annotated[
        str | None,
        Query(description="Activities, parted by commas; all if absent", examples=["use,acquire"]),
    ] = None,
    setting: Setting = None,
    on: Day = None,
    format: Format = "json",
) -> Response:
    """Places by activities: in each cell the verdict, and the rule, law and provision on which it rests.

    As CSV: a row for each place, and for each activity a column with the verdict and one with the clause.
    """
    day = day_or_today(on)
    asked = listed("places", required("places", places, "us-ca-san-francisco,fr"), MOST_PLACES)
    words = listed("activities", activities, _MOST_ACTIVITIES) if activities else []
    who = required("actor", actor, "police")
    found = compare(parts.lookup, asked, who, words, setting, on=day)
    version = parts.engine.data_version
    if one_of("format", format, ("json", "csv")) == "csv":
        return reply(request, version, _as_csv(found), CSV)
    first = found[0].answers[0].question
    content = {
        "actor": first.actor_asked,
        "activities": [one.question.activity for one in found[0].answers],
        "setting": first.setting,
        "on": day.isoformat(),
        "places": [_place(one) for one in found],
        "data_version": version,
        "not_legal_advice": NOT_LEGAL_ADVICE,
    }
    return reply(request, version, as_json(content), JSON)


def _place(found: Compared) -> dict[str, Any]:
    first = found.answers[0]
    place, through = found.place, found.place.researched_through
    return {
        "place": {"id": place.id, "name": place.name, "context": first.place_context},
        "actor_resolved": first.question.actor,
        "researched_through": through.isoformat() if through else None,
        "cells": {one.question.activity: _cell(one) for one in found.answers},
    }


def _cell(found: Answer) -> dict[str, Any]:
    clause = clause_of(found)
    rule = clause.rule if clause else None
    return {
        "verdict": found.verdict,
        "policy_verdict": found.policy_verdict,
        "rule": rule.id if rule else None,
        "effect": rule.effect if rule else None,
        "binds": ("full" if clause.in_full else "part") if clause else None,
        "law": rule.law.id if rule else None,
        "law_name": rule.law.name if rule else None,
        "citation": rule.law.citation if rule else None,
        "provision": rule.provision if rule else None,
        "jurisdiction": rule.jurisdiction if rule else None,
        "inherited": clause.inherited if clause else None,
        "other_rules": [bound.rule.id for bound in found.deciding[1:]],
        "link": link_to(found),
    }


def _as_csv(found: list[Compared]) -> bytes:
    words = [one.question.activity for one in found[0].answers]
    columns = ["place", "name", "actor_resolved", "on", "researched_through"]
    columns += [column for word in words for column in (word, f"{word}_clause")]
    columns.append("data_version")
    rows = [
        {
            "place": one.place.id,
            "name": one.place.name,
            "actor_resolved": one.answers[0].question.actor,
            "on": one.answers[0].question.day.isoformat(),
            "researched_through": one.place.researched_through,
            "data_version": one.answers[0].data_version,
            **{answer.question.activity: answer.verdict for answer in one.answers},
            **{f"{answer.question.activity}_clause": _clause_words(answer) for answer in one.answers},
        }
        for one in found
    ]
    return as_csv(rows, columns)


def _clause_words(found: Answer) -> str | None:
    """A clause in a cell of a spreadsheet: citation or name of the law, provision, and the rule's id."""
    clause = clause_of(found)
    if clause is None:
        return None
    rule = clause.rule
    return ", ".join(part for part in (rule.law.citation or rule.law.name, rule.provision, rule.id) if part)
