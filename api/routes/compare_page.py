"""/compare: places side by side, as a page that needs no script."""

from collections.abc import Mapping
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.asked_often import MANY_ACTIVITIES, recorded
from api.choices import choices_among, places_meant
from api.clock import day_or_today, today
from api.contract import states
from api.pages import page, render
from api.parameters import Day, listed, several_places
from api.parts import Parts, PartsOf
from api.problems import BadParameter, describe
from api.replies import HTML, reply
from api.sheets import link_to
from graph.compare import Compared, clause_of, compare
from schema.errors import BadDay, QuestionError

router = APIRouter(tags=["pages"])

MOST_PLACES: Final = 12
EXAMPLES: Final = (
    ("Three cities with bans", "us-ca-san-francisco,us-ma-boston,us-or-portland", "police"),
    ("New Orleans, before and now", "us-la-new-orleans,us-la", "police"),
    ("Shops in Europe and the United States", "fr,de,gb,us-il,us-or-portland", "retailers"),
)


@router.get("/compare")
@states({HTML: None}, pages=True)
def compare_page(
    request: Request,
    parts: PartsOf,
    places: Annotated[str | None, several_places(MOST_PLACES)] = None,
    add: Annotated[
        str | None, Query(description="One more place, as people call it", examples=["Boston"])
    ] = None,
    actor: Annotated[str | None, Query(description="As at /api/compare", examples=["police"])] = None,
    on: Day = None,
) -> Response:
    """Places side by side: for each activity the verdict, and the clause on which it rests."""
    asked = {"places": places or "", "add": (add or "").strip(), "actor": actor or "police", "on": on or ""}
    error: QuestionError | None = None
    found: list[Compared] = []
    try:
        day = day_or_today(on)
        asked["on"] = day.isoformat()
        parts.lookup.concepts.word("actor", asked["actor"])
        slugs, error = _slugs(parts, asked)
        asked["places"] = ",".join(slugs)
        found = compare(parts.lookup, slugs, asked["actor"], _activities(parts), on=day) if slugs else []
    except QuestionError as wrong:
        error = wrong
        if isinstance(error, BadDay):
            asked["on"] = ""
    values = _values(parts, asked, found)
    if error:
        status, _, title = describe(error)
        known = {name: asked[name] for name in ("places", "actor", "on") if asked[name]}
        choices = choices_among(
            places_meant(error), lambda slug: "/compare?" + urlencode({**known, "add": slug})
        )
        more = {"error": error, "error_title": title, "choices": choices}
        return page("compare.html", {**values, **more}, status)
    return reply(request, parts.engine.data_version, render("compare.html", values), HTML)


def _slugs(parts: Parts, asked: Mapping[str, str]) -> tuple[list[str], QuestionError | None]:
    """The slugs of the places that are asked for, the added one too, and what is wrong with the first that
    is none. BadParameter for too many.
    """
    given = listed("places", asked["places"], MOST_PLACES) if asked["places"].strip(" ,") else []
    slugs: dict[str, None] = {}
    wrong: QuestionError | None = None
    for one in [*given, *filter(None, [asked["add"]])]:
        try:
            slugs[parts.lookup.places.resolve(one).slug] = None
        except QuestionError as error:
            wrong = wrong or error
    if len(slugs) > MOST_PLACES:
        raise BadParameter(f"places has {len(slugs)} members; give at most {MOST_PLACES}")
    return list(slugs), wrong


def _activities(parts: Parts) -> list[str]:
    return recorded(parts.lookup.concepts, "activity", MANY_ACTIVITIES)


def _values(parts: Parts, asked: Mapping[str, str], found: list[Compared]) -> dict[str, object]:
    concepts = parts.lookup.concepts
    slugs = [one.place.slug for one in found]
    rest = {"actor": asked["actor"], "on": asked["on"] or today().isoformat()}
    whole = {"places": ",".join(slugs), **rest, "activities": ",".join(_activities(parts))}
    return {
        "asked": {**asked, "places": ",".join(slugs) if found else asked["places"]},
        "day": rest["on"],
        "found": found,
        "activities": [concepts.labels[one.question.activity] for one in found[0].answers] if found else [],
        "clause_of": clause_of,
        "link_to": link_to,
        "without": {
            slug: "/compare?" + urlencode({"places": ",".join(one for one in slugs if one != slug), **rest})
            for slug in slugs
        },
        "said": concepts.labels.get(asked["actor"], asked["actor"]),
        "actors": concepts.among("actor"),
        "names": sorted({place.name for place in parts.lookup.places.by_id.values()}),
        "place_names": {place.id: place.name for place in parts.lookup.places.by_id.values()},
        "examples": [
            (words, "/compare?" + urlencode({"places": places, "actor": who}))
            for words, places, who in EXAMPLES
        ],
        "link": "/compare?" + urlencode({"places": ",".join(slugs), **rest}, safe=","),
        "csv": "/api/compare?" + urlencode({**whole, "format": "csv"}),
        "json": "/api/compare?" + urlencode(whole),
        "most": MOST_PLACES,
        "error": None,
        "error_title": "",
        "choices": [],
        "data_version": parts.engine.data_version,
    }
