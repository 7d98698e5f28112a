"""/query: the page on which people write SPARQL, with examples, completion and pictures of what comes."""

import json
import secrets
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from api.contract import states
from api.formats import as_json
from api.pages import page
from api.parameters import one_of, words_schema
from api.parts import PartsOf
from api.problems import BadParameter
from api.replies import HTML, JSON, reply
from graph.query_text import GRAPHS, form_of
from graph.workbench import examples, sample_values, words_of
from schema.vocabulary import ID, PREFIXES
from viz.world_lines import world_lines

router = APIRouter(tags=["pages"])

EDITOR: Final = "6.43.15"
"""The version of the vendored editor."""
VIEWS: Final = ("table", "map", "chart", "network", "raw")
_BEGINNING: Final = "places-with-bans"
_SVG: Final = "image/svg+xml"


@router.get("/query")
@states({HTML: None}, errors=())
def query(
    request: Request,
    parts: PartsOf,
    example: Annotated[
        str | None, Query(description="An example to begin with, by name", examples=["rules-by-effect"])
    ] = None,
    view: Annotated[
        str | None,
        Query(description="How to show what comes", examples=["map"], json_schema_extra=words_schema(VIEWS)),
    ] = None,
) -> Response:
    """The page for queries: the part of its address after "#" holds the query, which no log sees."""
    shown = examples()
    known = {one.name: one for group in shown.values() for one in group}
    if example is not None and example not in known:
        raise BadParameter(f"there is no example {example!r}", tuple(known))
    if view is not None:
        one_of("view", view, VIEWS)
    nonce = secrets.token_urlsafe(18)
    chosen = known[example or _BEGINNING]
    values = {
        "text": chosen.text,
        "chosen": chosen.name,
        "is_graph": form_of(chosen.text) in GRAPHS,
        "groups": shown,
        "samples": {name: json.dumps(sample_values(one)) for name, one in known.items()},
        "editor": EDITOR,
        "nonce": nonce,
        "id_base": ID,
        "prefixes": PREFIXES,
        "data_version": parts.engine.data_version,
    }
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
        "img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return page("query.html", values, headers=headers)


@router.get("/query/words.json")
def words(request: Request, parts: PartsOf) -> Response:
    """The words of the data for completion: prefixes, classes, properties, concepts."""

    def make() -> str:
        found = [{"name": one.name, "kind": one.kind, "label": one.label} for one in words_of(parts.engine)]
        content = {"prefixes": dict(PREFIXES), "words": found, "data_version": parts.engine.data_version}
        return as_json(content).decode()

    text = parts.pages.get(("query words", parts.engine.data_version), make)
    return reply(request, parts.engine.data_version, text.encode(), JSON)


@router.get("/query/examples.json")
def texts(request: Request, parts: PartsOf) -> Response:
    """The texts of the examples by name, which the page fetches when the first is wanted."""
    found = {one.name: one.text for group in examples().values() for one in group}
    body = as_json({"examples": found, "data_version": parts.engine.data_version})
    return reply(request, parts.engine.data_version, body, JSON, from_records=False)


@router.get("/query/world.svg")
@states({_SVG: None}, errors=())
def world(request: Request, parts: PartsOf) -> Response:
    """Coasts and borders, for maps behind points: degrees, north at the top."""

    def make() -> str:
        opening = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-180 -85 360 145">'
        return f'{opening}<path fill="none" stroke="#888" stroke-width="0.2" d="{world_lines()}"/></svg>'

    text = parts.pages.get(("world",), make)
    return reply(request, parts.engine.data_version, text.encode(), _SVG, from_records=False)
