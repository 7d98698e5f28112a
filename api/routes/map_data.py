"""/api/map and /api/tide: the verdicts of all places over time, and what they come to year by year."""

from dataclasses import asdict
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from api.contract import states
from api.costly import in_thread
from api.formats import as_csv, as_json
from api.maps import kept_map, map_of
from api.parameters import Activity, Actor, Format, Setting, one_of, required
from api.parts import Parts, PartsOf
from api.replies import CSV, JSON, reply
from graph.day_choice import places_in
from graph.question import USE
from graph.tide import COLUMNS, tide
from graph.verdict_map import map_as_dict

router = APIRouter(tags=["law"])

MAP_COLUMNS: Final = (
    *("place", "name", "kind", "iso_code", "researched_through", "actor_resolved", "from", "verdict"),
    *("direction", "own_law", "rule", "law", "law_name", "citation", "provision", "jurisdiction"),
)


@router.get("/api/map")
@states({JSON: None, CSV: None}, required=("actor",))
async def verdicts(
    request: Request,
    parts: PartsOf,
    actor: Actor = None,
    activity: Activity = USE,
    setting: Setting = None,
    format: Format = "json",
) -> Response:
    """One question in every place: from which day on which verdict holds, and the rule on which it rests.

    The first step of a place is what held on the first day; each later one is a day on which the verdict or
    the rule changes. As CSV: a row for each step.
    """
    kind = one_of("format", format, ("json", "csv"))
    asked = (required("actor", actor, "police"), activity, setting)
    return await in_thread(parts, partial(_verdicts, request, parts, asked, kind))


def _verdicts(request: Request, parts: Parts, asked: tuple[str, str, str | None], kind: str) -> Response:
    found = map_as_dict(parts.lookup, kept_map(parts, *asked))
    version = parts.engine.data_version
    if kind == "json":
        return reply(request, version, as_json(found), JSON)
    rules = found["rules"]
    rows = [
        {**rules.get(step["rule"], {}), **place, **step, "place": place["id"]}
        for place in found["places"]
        for step in place["steps"]
    ]
    return reply(request, version, as_csv(rows, MAP_COLUMNS), CSV)


@router.get("/api/tide")
@states({JSON: None, CSV: None}, required=("actor",))
async def tide_by_year(
    request: Request,
    parts: PartsOf,
    actor: Actor = None,
    activity: Activity = USE,
    place: Annotated[
        str | None,
        Query(description="Only the law of this place and of what lies in it", examples=["us-ca"]),
    ] = None,
    format: Format = "json",
) -> Response:
    """Prohibitions in force at the end of each year, and how many verdicts became stricter or looser in it.

    `prohibitions` are rules with the force of law, whomever they bind; `places` have one in their own law.
    Changes are those of the question's verdict, each counted once, in the place whose own law changed.
    """
    kind = one_of("format", format, ("json", "csv"))
    where = parts.lookup.places.resolve(place) if place else None
    within = places_in(where, parts.lookup.places, inherited=False) if where else None
    found = await map_of(parts, required("actor", actor, "police"), activity)
    years = [asdict(year) for year in tide(parts.lookup, found, within)]
    version = parts.engine.data_version
    if kind == "csv":
        return reply(request, version, as_csv(years, COLUMNS), CSV)
    content = {
        "actor": found.actor,
        "activity": found.activity,
        "place": {"id": where.id, "name": where.name} if where else None,
        "years": years,
        "data_version": version,
    }
    return reply(request, version, as_json(content), JSON)
