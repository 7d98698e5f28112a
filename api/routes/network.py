"""/network: the interactive picture of the graph."""

import re
import secrets
from functools import partial
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.contract import states
from api.costly import in_thread
from api.pages import render
from api.parameters import THING_PATTERN, Day, number, words_schema
from api.parts import PLACEHOLDER, Parts, PartsOf
from api.problems import BadParameter
from api.replies import HTML
from schema.errors import NotFound
from schema.periods import parse_day
from viz.kinds import KIND_BY_KEY
from viz.page import network_parts
from viz.relations import RELATIONS

router = APIRouter(tags=["pages"])


_RELATIONS: Final = tuple(relation.key for relation in RELATIONS)
_CLEARVIEW: Final = "organisation/clearview-ai"
_SEEN: Final = r"^-?[0-9]{1,6},-?[0-9]{1,6},[1-9][0-9]{0,5}$"
MOST_EXPANDED: Final = 30
"""Things whose connections a link may add; each costs the page a request."""


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
    relations: Annotated[
        str | None,
        Query(
            description=f"Only these, by commas: {', '.join(_RELATIONS)}",
            examples=["rule-of,law-of"],
            json_schema_extra=words_schema(_RELATIONS),
        ),
    ] = None,
    expanded: Annotated[
        str | None,
        Query(description="Things whose connections were added, by commas", examples=[_CLEARVIEW]),
    ] = None,
    picked: Annotated[
        str | None,
        Query(
            description="Two things whose shortest connections are shown, by commas",
            examples=[f"{_CLEARVIEW},law/us-il-bipa-2008"],
        ),
    ] = None,
    seen: Annotated[
        str | None,
        Query(
            description="What of the picture is looked at: the middle (x, y), and how much of its plane the"
            " shorter side of the screen shows, by commas",
            examples=["120,-40,800"],
            json_schema_extra={"pattern": _SEEN},
        ),
    ] = None,
) -> Response:
    """The network as a page, whole or cut to a thing, a place, a day or kinds.

    Day, kinds and relations are chosen in the page, which holds all of them; the address says how it begins.
    """
    steps = number("depth", depth, 1, 6)
    if on:
        parse_day(on)
    _words("kinds", kinds, tuple(KIND_BY_KEY))
    _words("relations", relations, _RELATIONS)
    _things("expanded", expanded, MOST_EXPANDED)
    _things("picked", picked, 2)
    if seen and not re.fullmatch(_SEEN, seen):
        raise BadParameter(f"seen is {seen!r}; give the middle and the size of the view, such as 120,-40,800")
    make = partial(_page, parts, around or None, steps, place)
    html = await in_thread(parts, make)
    nonce = secrets.token_urlsafe(18)
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return Response(html.replace(PLACEHOLDER, nonce), headers=headers, media_type="text/html")


def _words(name: str, given: str | None, accepted: tuple[str, ...]) -> None:
    words = [one.strip() for one in given.split(",")] if given else []
    if foreign := sorted(set(words) - set(accepted)):
        said = ", ".join(map(repr, foreign))
        raise BadParameter(f"no such word in {name}: {said}; accepted: {', '.join(accepted)}", accepted)


def _things(name: str, given: str | None, most: int) -> None:
    ids = given.split(",") if given else []
    if len(ids) > most:
        raise BadParameter(f"{name} names {len(ids)} things; at most {most} are taken")
    for one in ids:
        if not re.fullmatch(THING_PATTERN, one):
            raise BadParameter(f"{name} names {one!r}, which is no kind/slug, such as {_CLEARVIEW}")


def _page(parts: Parts, around: str | None, depth: int, place: str | None) -> str:
    where = parts.lookup.places.resolve(place).id if place else None
    key = ("network", parts.engine.data_version, around, depth, where)

    def make() -> str:
        cut = {"around": around, "depth": str(depth) if around else None, "place": where}
        given = {name: value for name, value in cut.items() if value}
        picture = "/api/graph?" + urlencode({**given, "format": "picture"}, safe="/")
        said = {
            "made": network_parts(parts.network, picture, around, depth, where),
            "picture": picture,
            "is_whole": not given,
            "nonce": PLACEHOLDER,
            "data_version": parts.engine.data_version,
        }
        return render("network.html", said).decode()

    return parts.pages.get(key, make)
