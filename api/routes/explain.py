"""/api/explain: why a rule binds, or why not."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.clock import day_or_today
from api.formats import as_json
from api.parameters import Activity, Actor, Day, Place, Setting, required
from api.parts import PartsOf
from api.replies import JSON, reply
from graph.explain import explain, explanation_as_dict, find_rule
from graph.question import USE, understand

router = APIRouter(tags=["law"])


@router.get(
    "/api/explain",
)
def explain_rule(
    request: Request,
    parts: PartsOf,
    rule: Annotated[
        str | None,
        Query(description="A rule, by id, slug or IRI", examples=["rule/us-ca-san-francisco-19b-2019--ban"]),
    ] = None,
    place: Place = None,
    actor: Actor = None,
    activity: Activity = USE,
    setting: Setting = None,
    on: Day = None,
) -> Response:
    """Why a rule binds or does not: each condition, whether it holds (full, part, no), and a sentence.

    Any rule may be asked about, also one whose law is not law of the place at all.
    """
    lookup = parts.lookup
    asked = find_rule(lookup, required("rule", rule, "rule/us-ca-san-francisco-19b-2019--ban"))
    question = understand(
        lookup.places,
        lookup.concepts,
        place=required("place", place, "us-ca-san-francisco"),
        actor=required("actor", actor, "police"),
        activity=activity,
        setting=setting,
        on=day_or_today(on),
    )
    found = explanation_as_dict(explain(lookup, asked, question))
    return reply(request, lookup.engine.data_version, as_json(found), JSON)
