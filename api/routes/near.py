"""/api/near: the jurisdictions of a point, and the answer of each."""

import re
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from api.clock import day_or_today
from api.formats import as_json
from api.parameters import Day, Setting, number, required
from api.parts import PartsOf
from api.problems import BadParameter
from api.replies import JSON, reply
from api.sheets import link_to
from graph.answer import NOT_LEGAL_ADVICE, Lookup, ask
from graph.many import summary_of
from graph.near import FOUND_BY, Found
from graph.outlines import SOURCES, Point
from graph.question import USE

router = APIRouter(tags=["law"])

_DEGREES: Final = re.compile(r"[+-]?\d{1,3}(\.\d{1,15})?", re.ASCII)
_OF_PLACE: Final = ("place_id", "place_name", "researched_through", "data_version")


@router.get(
    "/api/near",
)
def near(
    request: Request,
    parts: PartsOf,
    lat: Annotated[
        str | None, Query(description="Latitude in degrees, -90 to 90 (WGS 84)", examples=["37.7793"])
    ] = None,
    lon: Annotated[
        str | None, Query(description="Longitude in degrees, -180 to 180 (WGS 84)", examples=["-122.4193"])
    ] = None,
    actor: Annotated[
        str | None,
        Query(description="Who acts; without it, only the places are told", examples=["police"]),
    ] = None,
    activity: Annotated[
        str | None,
        Query(
            description="With an actor: a word of the scheme of activities; use if absent", examples=["use"]
        ),
    ] = None,
    setting: Setting = None,
    on: Day = None,
    km: Annotated[
        str, Query(description="Cities as far as so many kilometres, 1 to 500", examples=["50"])
    ] = "50",
) -> Response:
    """The jurisdictions of a point, nearest first, each with the answer if an actor is named.

    Countries, US states and US counties by their outlines, and what lies above them; cities near the point by
    the distance of their centre, which does not say that the point lies in them.
    """
    point = Point(_degrees("lat", lat, 90, "37.7793"), _degrees("lon", lon, 180, "-122.4193"))
    within = number("km", km, 1, 500)
    head: dict[str, Any] = {"point": {"lat": point.lat, "lon": point.lon}}
    lookup, day = parts.lookup, day_or_today(on)
    if actor:
        word = lookup.concepts.word
        head |= {
            "actor": word("actor", actor),
            "activity": word("activity", activity or USE),
            "setting": word("setting", setting) if setting else None,
            "on": day.isoformat(),
        }
    elif activity or setting or on:
        raise BadParameter("activity, setting and on need an actor; give one, for example actor=police")
    found = parts.surveyor.around(point, within)
    content = {
        **head,
        "jurisdictions": [_place(lookup, one, head, day) for one in found.jurisdictions],
        "cities": [_place(lookup, one, head, day) for one in found.cities],
        "found_by": FOUND_BY,
        "remarks": found.remarks,
        "outlines": SOURCES,
        "data_version": lookup.engine.data_version,
        "not_legal_advice": NOT_LEGAL_ADVICE,
    }
    return reply(request, lookup.engine.data_version, as_json(content), JSON)


def _place(lookup: Lookup, found: Found, asked: dict[str, Any], day: date) -> dict[str, Any]:
    place, through = found.place, found.place.researched_through
    told = {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "found_by": found.found_by,
        "km": found.km,
        "researched_through": through.isoformat() if through else None,
    }
    if "actor" not in asked:
        return told
    answer = ask(lookup, place.id, asked["actor"], asked["activity"], asked["setting"], on=day)
    summary = {name: value for name, value in summary_of(answer).items() if name not in _OF_PLACE}
    return {**told, "answer": {**summary, "link": link_to(answer)}}


def _degrees(name: str, text: str | None, most: int, example: str) -> float:
    """An angle; BadParameter unless it is a decimal number within its bounds."""
    given = required(name, text, example).strip()
    if not _DEGREES.fullmatch(given) or abs(float(given)) > most:
        raise BadParameter(
            f"{name} is {given[:40]!r}; give degrees from -{most} to {most}, for example {name}={example}"
        )
    return float(given)
