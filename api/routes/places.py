"""The law of a place as lists, and the search over all names."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as PathParameter

from api.clock import day_or_today
from api.contract import Follow, states
from api.formats import as_csv, as_json
from api.models import Bans, Hits, Rules
from api.parameters import Day, Format, number, one_of, required, truth, words_schema
from api.parts import Parts, PartsOf
from api.replies import CSV, JSON, reply
from graph.bans import COLUMNS, bans, rules
from schema.errors import AmbiguousPlace, UnknownPlace
from schema.periods import parse_day
from schema.vocabulary import KINDS

router = APIRouter(tags=["law"])

OF_PLACE: Final = (UnknownPlace, AmbiguousPlace)
AROUND: Final = Follow("network", {"around": "$response.body#/hits/0/id"}, "The picture around the best hit")

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


@router.get("/api/search")
@states({JSON: Hits}, required=("q",), follow=(AROUND,))
def search(
    request: Request,
    parts: PartsOf,
    q: Annotated[
        str | None,
        Query(description="Names, citations, words; typing errors are forgiven", examples=["bipa"]),
    ] = None,
    kinds: Annotated[
        str | None,
        Query(
            description=f"Only these kinds, by commas: {', '.join(KINDS)}",
            examples=["law,rule"],
            json_schema_extra=words_schema(KINDS),
        ),
    ] = None,
    limit: Annotated[
        str,
        Query(
            description="At most so many hits, 1 to 100",
            examples=["20"],
            json_schema_extra={"type": "integer", "minimum": 1, "maximum": 100},
        ),
    ] = "20",
) -> Response:
    """Things by name, best first, each with the text that matched."""
    asked = required("q", q, "bipa")
    wanted = [one_of("kinds", kind.strip(), KINDS) for kind in kinds.split(",")] if kinds else None
    hits = parts.index.search(asked, wanted, number("limit", limit, 1, 100))
    content = {"q": asked, "hits": [asdict(hit) for hit in hits], "data_version": parts.engine.data_version}
    return reply(request, parts.engine.data_version, as_json(content), JSON)


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
    if one_of("format", format, ("json", "csv")) == "csv":
        return reply(request, version, as_csv(rows, COLUMNS), CSV)
    return reply(request, version, as_json({**head, name: rows, "data_version": version}), JSON)
