"""/network: the interactive picture of the graph."""

import secrets
from datetime import date
from functools import partial
from typing import Annotated, Final

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response

from api.contract import states
from api.parameters import THING_PATTERN, Day, number, words_schema
from api.parts import PLACEHOLDER, Parts, PartsOf
from api.problems import BadParameter
from api.replies import HTML
from schema.errors import NotFound, QueryBusy
from schema.periods import parse_day
from viz.kinds import KIND_BY_KEY
from viz.page import network_page

router = APIRouter(tags=["pages"])


MOST_WAITING: Final = 16
"""Pages that may wait to be made, a second or so each; the next is told to come later."""


@router.get("/network")
@states({HTML: None}, errors=(NotFound,))
async def network(
    request: Request,
    parts: PartsOf,
    around: Annotated[
        str | None,
        Query(
            description="A thing, `kind/slug`",
            examples=["organisation/clearview-ai"],
            json_schema_extra={"pattern": THING_PATTERN},
        ),
    ] = None,
    depth: Annotated[
        str,
        Query(
            description="Steps from it, 1 to 6",
            examples=["2"],
            json_schema_extra={"type": "integer", "minimum": 1, "maximum": 6},
        ),
    ] = "1",
    place: Annotated[
        str | None,
        Query(description="A place, with the law that reaches it", examples=["us-ca-san-francisco"]),
    ] = None,
    on: Day = None,
    kinds: Annotated[
        str | None,
        Query(
            description=f"Only these, by commas: {', '.join(KIND_BY_KEY)}",
            examples=["law,rule"],
            json_schema_extra=words_schema(tuple(KIND_BY_KEY)),
        ),
    ] = None,
) -> Response:
    """The network as a page, whole or cut to a thing, a place, a day or kinds."""
    steps = number("depth", depth, 1, 6)
    day = parse_day(on) if on else None
    wanted = tuple(sorted({kind.strip() for kind in kinds.split(",")})) if kinds else None
    if wanted and (foreign := [kind for kind in wanted if kind not in KIND_BY_KEY]):
        accepted = tuple(KIND_BY_KEY)
        raise BadParameter(
            f"no such kind: {', '.join(map(repr, foreign))}; accepted: {', '.join(accepted)}", accepted
        )
    make = partial(_page, parts, around or None, steps, place, day, wanted)
    if parts.page_threads.statistics().tasks_waiting >= MOST_WAITING:
        raise QueryBusy(5)
    html = await to_thread.run_sync(make, limiter=parts.page_threads)
    nonce = secrets.token_urlsafe(18)
    policy = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return Response(html.replace(PLACEHOLDER, nonce), headers=headers, media_type="text/html")


def _page(
    parts: Parts,
    around: str | None,
    depth: int,
    place: str | None,
    on: date | None,
    kinds: tuple[str, ...] | None,
) -> str:
    where = parts.lookup.places.resolve(place).id if place else None
    key = (parts.engine.data_version, around, depth, where, on, kinds)
    make = partial(
        network_page, parts.engine, around, depth, where, on, kinds, nonce=PLACEHOLDER, served=True
    )
    return parts.pages.get(key, make)
