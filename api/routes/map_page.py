"""/map: the verdicts of all places on a day as maps and as a table; scripts add the slider."""

from datetime import date
from functools import partial
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.clock import day_or_today, today
from api.contract import states
from api.costly import in_thread
from api.map_view import SORTS, map_view
from api.maps import kept_map
from api.pages import page, render
from api.parameters import Activity, Day, one_of
from api.parts import Parts, PartsOf
from api.problems import describe
from api.replies import HTML, reply
from graph.question import USE
from schema.errors import QuestionError
from schema.periods import day_words

SVG: Final = "image/svg+xml"
POLICE: Final = "police"
_OF_PICTURES: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""A picture has its style within, and nothing else."""

router = APIRouter(tags=["pages"])


@router.get("/map")
@states({HTML: None}, pages=True)
async def map_page(
    request: Request,
    parts: PartsOf,
    actor: Annotated[str | None, Query(description="Who acts; police if absent", examples=["police"])] = None,
    activity: Annotated[
        str | None, Query(description="What is done; use if absent", examples=["use"])
    ] = None,
    on: Day = None,
    sort: Annotated[
        str | None,
        Query(description=f"How the table is sorted: {', '.join(SORTS)}", examples=["verdict"]),
    ] = None,
) -> Response:
    """The map of a question; without one, of police that use face recognition, as of today."""
    asked = {"actor": actor or "police", "activity": activity or "use", "on": on or today().isoformat()}
    by = one_of("sort", sort or "place", SORTS)
    return await in_thread(parts, partial(_page, request, parts, asked, by))


def _page(request: Request, parts: Parts, asked: dict[str, str], by: str) -> Response:
    try:
        wished = day_or_today(asked["on"])
        found = kept_map(parts, asked["actor"], asked["activity"])
    except QuestionError as error:
        status, _, title = describe(error)
        values = {"error": error, "title": title, "data_version": parts.engine.data_version}
        return page("map_trouble.html", values, status)
    day = min(max(wished, found.start), found.until)
    view = map_view(parts.lookup, parts.shapes, found, day, by)
    values = {
        **_said(parts, found.actor, found.activity),
        "asked": {**asked, "on": day.isoformat()},
        "wished": None if wished == day else wished.isoformat(),
        "view": view,
        "found": found,
        "sort": by,
        "sorts": {word: "/map?" + urlencode({**asked, "sort": word}) for word in SORTS},
        "data_address": "/api/map?" + urlencode({"actor": found.actor, "activity": found.activity}),
        "today": today().isoformat(),
    }
    return reply(request, parts.engine.data_version, render("map.html", values), HTML)


def _said(parts: Parts, actor: str, activity: str) -> dict[str, object]:
    concepts = parts.lookup.concepts
    return {
        "actors": concepts.among("actor"),
        "activities": concepts.among("activity"),
        "actor": concepts.labels[actor],
        "activity": concepts.labels[activity],
        "data_version": parts.engine.data_version,
    }


@router.get("/map.svg", response_class=Response)
async def map_picture(
    request: Request,
    parts: PartsOf,
    actor: Annotated[str | None, Query(description="Who acts; police if absent", examples=["police"])] = None,
    activity: Activity = USE,
    on: Day = None,
) -> Response:
    """The world on a day as a picture: police that use face recognition, today, unless asked otherwise."""
    day = day_or_today(on)
    return await in_thread(parts, partial(_picture, request, parts, (actor or POLICE, activity), day))


def _picture(request: Request, parts: Parts, asked: tuple[str, str], day: date) -> Response:
    found = kept_map(parts, *asked)
    panel = map_view(parts.lookup, parts.shapes, found, min(max(day, found.start), found.until)).panels[0]
    labels = parts.lookup.concepts.labels
    title = f"{labels[found.actor]}, {labels[found.activity]}, as of {day_words(day)}"
    body = render("map.svg", {"panel": panel, "title": title})
    return reply(request, parts.engine.data_version, body, SVG, {"Content-Security-Policy": _OF_PICTURES})
