"""The law of a place as lists."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as PathParameter

from api.clock import day_or_today
from api.contract import states
from api.formats import as_csv, as_json
from api.models import Bans, Rules
from api.parameters import Day, Format, one_of, truth
from api.parts import Parts, PartsOf
from api.replies import CSV, JSON, reply
from graph.bans import COLUMNS, bans, rules
from schema.errors import AmbiguousPlace, UnknownPlace
from schema.periods import parse_day

router = APIRouter(tags=["law"])

OF_PLACE: Final = (UnknownPlace, AmbiguousPlace)

Slug = Annotated[
    str, PathParameter(description="Slug, ISO code or name of a place", examples=["us-ca-san-francisco"])
]


@router.get("/api/jurisdictions/{slug}/bans")
@states({JSON: Bans, CSV: None}, errors=OF_PLACE)
def bans_of_place(
    request: Request,
    parts: PartsOf,
    slug: Slug,
    on: Day = None,
    inherited: Annotated[
        str, Query(description="Whether to list those of places above too: true or false", examples=["true"])
    ] = "true",
    format: Format = "json",
) -> Response:
    """Prohibitions in force at a place on a day, its own first."""
    day = day_or_today(on)
    found = bans(parts.lookup, slug, on=day, inherited=truth("inherited", inherited))
    head = {"place": _named(parts, slug), "on": day.isoformat()}
    return _listed(request, parts.engine.data_version, head, "bans", found, format)


@router.get("/api/jurisdictions/{slug}/rules")
@states({JSON: Rules, CSV: None}, errors=OF_PLACE)
def rules_of_place(
    request: Request, parts: PartsOf, slug: Slug, on: Day = None, format: Format = "json"
) -> Response:
    """The whole stack of law of a place; with a day, each rule says whether it is in force then."""
    day = parse_day(on) if on else None
    found = rules(parts.lookup, slug, on=day)
    head = {"place": _named(parts, slug), "on": day.isoformat() if day else None}
    return _listed(request, parts.engine.data_version, head, "rules", found, format)


def _named(parts: Parts, given: str) -> dict[str, str]:
    """The place that was understood, as in the question of an answer."""
    place = parts.lookup.places.resolve(given)
    return {"id": place.id, "name": place.name}


def _listed(
    request: Request,
    version: str,
    head: Mapping[str, Any],
    name: str,
    rows: list[dict[str, Any]],
    format: str,
) -> Response:
    about = head["place"]["id"]
    if one_of("format", format, ("json", "csv")) == "csv":
        return reply(request, version, as_csv(rows, COLUMNS), CSV, about=about)
    content = {**head, name: rows, "data_version": version}
    return reply(request, version, as_json(content), JSON, about=about)
