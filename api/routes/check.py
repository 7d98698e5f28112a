"""GET /api/check: may this actor do this, there, on that day?"""

from typing import cast

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from api.clock import day_or_today
from api.contract import states
from api.formats import as_json
from api.models import Answer
from api.parameters import Activity, Actor, Day, Place, Setting, required
from api.parts import Parts, PartsOf
from api.replies import JSON, reply
from graph.answer import Answer as Answered
from graph.answer import ask

router = APIRouter(tags=["law"])


@router.get("/api/check")
@states({JSON: Answer}, required=("place", "actor"))
def check(
    request: Request,
    parts: PartsOf,
    place: Place = None,
    actor: Actor = None,
    activity: Activity = "use",
    setting: Setting = None,
    on: Day = None,
) -> Response:
    """The answer with its proof: verdict, rules that bind, rules left out and why, what was researched."""
    answer = answer_to(parts, place, actor, activity, setting, on)
    return reply(request, answer.data_version, as_json(answer.as_dict()), JSON)


def answer_to(
    parts: Parts, place: str | None, actor: str | None, activity: str, setting: str | None, on: str | None
) -> Answered:
    """The answer to what an address asks. MissingParameter without a place or an actor, QuestionError."""
    return ask(
        parts.lookup,
        required("place", place, "us-ca-san-francisco"),
        required("actor", actor, "police"),
        activity,
        setting,
        on=day_or_today(on),
    )


route = cast(APIRoute, router.routes[-1])
"""What `api.quick` answers before the framework."""
