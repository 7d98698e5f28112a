"""/timeline: all that happened, year by year, and whether the tide turns."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.charts import HEIGHT, WIDTH, bar_chart, line_chart
from api.clock import today
from api.contract import states
from api.costly import in_thread
from api.maps import kept_map
from api.pages import page, render
from api.parameters import Place, number, one_of
from api.parts import Parts, PartsOf
from api.problems import BadParameter, describe
from api.replies import HTML, reply
from graph.chronicle import GROUPS, Happening, Wanted, wanted_of
from graph.day_choice import places_in
from graph.places import Place as Known
from graph.tide import tide
from schema.errors import QuestionError

router = APIRouter(tags=["pages"])

EARLIEST: Final = 1900
LATEST: Final = 2100
FIRST: Final = 2008
"""The year from which the page tells, unless another is asked for."""
ON_A_PAGE: Final = 100

GROUP_WORDS: Final = {
    "laws": "Laws and rules that come",
    "changes": "Changes and ends of law",
    "cases": "Cases",
    "companies": "Company decisions",
    "events": "Other events",
}


@router.get("/timeline")
@states({HTML: None}, pages=True)
async def timeline_page(
    request: Request,
    parts: PartsOf,
    place: Place = None,
    actor: Annotated[
        str | None, Query(description="Only rules that bind such actors", examples=["police"])
    ] = None,
    kind: Annotated[
        str | None, Query(description=f"Only one of: {', '.join(GROUPS)}", examples=["companies"])
    ] = None,
    first: Annotated[
        str | None, Query(alias="from", description=f"First year; {FIRST} if absent", examples=["2019"])
    ] = None,
    last: Annotated[
        str | None,
        Query(alias="to", description="Last year; three from now if absent", examples=["2023"]),
    ] = None,
    page_number: Annotated[
        str | None, Query(alias="page", description="Which page; 1 has the newest", examples=["1"])
    ] = None,
) -> Response:
    """What happened to the law of face recognition, newest first, by place, actor, kind and years."""
    asked = {"place": (place or "").strip(), "actor": actor or "", "kind": kind or ""}
    group = one_of("kind", kind, tuple(GROUPS)) if kind else None
    at = number("page", page_number or "1", 1, 10_000)
    years = _years(first, last)
    return await in_thread(parts, partial(_page, request, parts, asked, group, years, at))


def _page(
    request: Request,
    parts: Parts,
    asked: dict[str, str],
    group: str | None,
    years: tuple[int, int],
    at: int,
) -> Response:
    actor = asked["actor"]
    try:
        where = parts.lookup.places.resolve(asked["place"]) if asked["place"] else None
        who = parts.lookup.concepts.word("actor", actor) if actor else None
        found = kept_map(parts, who or "police", "use")
    except QuestionError as error:
        status, _, title = describe(error)
        values = {"error": error, "title": title, "data_version": parts.engine.data_version}
        return page("timeline_trouble.html", values, status)
    wanted = Wanted(where, who, group, date(years[0], 1, 1), date(years[1], 12, 31))
    happened = wanted_of(parts.chronicle, wanted, parts.lookup)
    within = places_in(where, parts.lookup.places, inherited=False) if where else None
    figures = tide(parts.lookup, found, within)
    now = today().year
    values = {
        **_said(parts, asked, who or "police"),
        **_listed(parts, happened, at),
        "bars": _bars(happened, years),
        "years": years,
        "zoomed": _addresses(asked, years),
        "pages": _pages(asked, years, sum(one.on.first_day <= today() for one in happened), at),
        "place": where,
        "tide": figures,
        "lines": line_chart(figures, now),
        "turns": bar_chart(figures, now),
        "width": WIDTH,
        "height": HEIGHT,
        "now": now,
        "csv": _csv(where.slug if where else None, who or "police"),
    }
    return reply(request, parts.engine.data_version, render("timeline.html", values), HTML)


def _years(first: str | None, last: str | None) -> tuple[int, int]:
    start = number("from", first, EARLIEST, LATEST) if first else FIRST
    end = number("to", last, EARLIEST, LATEST) if last else max(start, today().year + 3)
    if end < start:
        raise BadParameter(f"from ({start}) is after to ({end}); give the earlier year as from")
    return start, end


def _said(parts: Parts, asked: dict[str, str], actor: str) -> dict[str, object]:
    concepts = parts.lookup.concepts
    return {
        "asked": asked,
        "actors": concepts.among("actor"),
        "actor": concepts.labels[actor],
        "groups": GROUP_WORDS,
        "names": sorted({place.name for place in parts.lookup.places.by_id.values()}),
        "data_version": parts.engine.data_version,
    }


def _listed(parts: Parts, happened: Sequence[Happening], at: int) -> dict[str, object]:
    """One page of what happened, newest first, and on the first page what is to come; with their places."""
    now, by_id = today(), parts.lookup.places.by_id

    def with_places(some: Sequence[Happening]) -> list[tuple[Happening, list[Known]]]:
        return [(one, [by_id[id] for id in sorted(one.places) if id in by_id]) for one in some]

    coming = [one for one in happened if one.on.first_day > now]
    past = [one for one in reversed(happened) if one.on.first_day <= now]
    shown = past[(at - 1) * ON_A_PAGE : at * ON_A_PAGE]
    return {
        "rows": with_places(shown),
        "coming": with_places(coming[:ON_A_PAGE]) if at == 1 else [],
        "count": len(past),
    }


def _bars(happened: Sequence[Happening], years: tuple[int, int]) -> list[dict[str, Any]]:
    """For each kind a row of counts by year, all on one scale."""
    counts = Counter((one.group, one.on.first_day.year) for one in happened)
    most = max(counts.values(), default=1)
    span = range(years[0], years[1] + 1)
    return [
        {
            "group": group,
            "words": GROUP_WORDS[group],
            "total": sum(counts[group, year] for year in span),
            "years": [
                (year, counts[group, year], round(40 * counts[group, year] / most, 1)) for year in span
            ],
        }
        for group in GROUPS
    ]


def _addresses(asked: dict[str, str], years: tuple[int, int]) -> dict[str, str]:
    """The addresses that show another span of years: each year alone, half as much, twice as much, all."""
    start, end = years
    middle, half = (start + end) // 2, max(0, (end - start) // 4)
    span = end - start + 1
    wide = (max(EARLIEST, start - span // 2 - 1), min(LATEST, end + span // 2 + 1))
    spans = {str(year): (year, year) for year in range(start, end + 1)}
    spans |= {"nearer": (middle - half, middle + half), "farther": wide}
    return {name: _address(asked, *one) for name, one in spans.items()} | {"all": _address(asked)}


def _address(asked: dict[str, str], start: int | None = None, end: int | None = None, at: int = 1) -> str:
    given = {name: value for name, value in asked.items() if value}
    bounds = {"from": start, "to": end, "page": at if at > 1 else None}
    query = {**given, **{name: value for name, value in bounds.items() if value is not None}}
    return "/timeline?" + urlencode(query) if query else "/timeline"


def _pages(asked: dict[str, str], years: tuple[int, int], count: int, at: int) -> dict[str, str | None]:
    return {
        "newer": _address(asked, *years, at - 1) + "#happened" if at > 1 else None,
        "older": _address(asked, *years, at + 1) + "#happened" if at * ON_A_PAGE < count else None,
    }


def _csv(place: str | None, actor: str) -> str:
    query = {"actor": actor, **({"place": place} if place else {}), "format": "csv"}
    return "/api/tide?" + urlencode(query)
