"""/reconcile: the reconciliation protocol, by which a spreadsheet's rows are matched with things of ours.

Version 0.2, which OpenRefine speaks, at /reconcile; the draft of version 1.0 at /reconcile/draft.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response

from api.formats import as_json
from api.pages import render
from api.parameters import MOST_CHARACTERS, number
from api.parts import Parts, PartsOf
from api.problems import BadParameter, UnsupportedMediaType
from api.reconcile.reading import (
    kinds_of,
    read_draft_queries,
    read_extension,
    read_json,
    read_queries,
)
from api.reconcile.writing import (
    candidate,
    columns,
    draft_rows,
    manifest,
    manifest_of_draft,
    meta_of,
    properties,
    type_of,
    types,
)
from api.replies import HTML, JSON, reply
from api.sparql.asked import FORM, body_of, fields_of, media_of, text_of
from graph.catalogue import Entry
from graph.matching import KINDS, Row, description_of, match_row, properties_of
from graph.words import words_of
from schema.errors import NotFound
from schema.periods import day_words
from schema.vocabulary import ID

router = APIRouter(tags=["reconciliation"])

MOST_BYTES: Final = 1024 * 1024
"""Bytes of a batch."""
_SUGGESTED: Final = 10
_MOST_SKIPPED: Final = 1000
_FRAMED: Final = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
)
"""A preview is there to be shown within the pages of others; it has no script and no form."""
_HERE: Final = ("/reconcile", "/reconcile/draft")

_BATCH_EXAMPLE: Final = '{"q0": {"query": "Oakland", "type": "jurisdiction"}}'
_EXTEND_EXAMPLE: Final = '{"ids": ["law/us-il-bipa-2008"], "properties": [{"id": "status"}]}'
_DRAFT_EXAMPLE: Final = {"queries": [{"conditions": [{"matchType": "name", "v": "Oakland"}]}]}
_DRAFT_EXTEND_EXAMPLE: Final = {"ids": ["law/us-il-bipa-2008"], "properties": [{"id": "status"}]}


def _body(media: str, fields: Mapping[str, str], example: Mapping[str, object]) -> dict[str, Any]:
    """How a body is described in /openapi.json: the fields of an object, by the type of each."""
    schema = {"type": "object", "properties": {name: {"type": kind} for name, kind in fields.items()}}
    return {"requestBody": {"required": True, "content": {media: {"schema": schema, "example": example}}}}


Queries = Annotated[
    str | None,
    Query(
        description="A batch as JSON: queries by keys of your own; without it, what the service can do",
        examples=[_BATCH_EXAMPLE],
    ),
]
Extend = Annotated[
    str | None,
    Query(
        description="Columns as JSON: ids and properties",
        examples=[_EXTEND_EXAMPLE],
    ),
]
Prefix = Annotated[str, Query(description="What was typed so far", examples=["san fr"])]
Cursor = Annotated[str, Query(description="How many to skip", examples=["10"])]
Type = Annotated[str | None, Query(description=f"A type: {', '.join(KINDS)}", examples=["jurisdiction"])]


@router.get("/reconcile")
async def service(
    request: Request, parts: PartsOf, queries: Queries = None, extend: Extend = None
) -> Response:
    """What the service can do, or the answer to a batch."""
    if queries is None and extend is None:
        return _reply(request, parts, manifest(_base(request)))
    return await _answer(request, parts, {"queries": queries, "extend": extend})


@router.post(
    "/reconcile",
    openapi_extra=_body(FORM, {"queries": "string", "extend": "string"}, {"queries": _BATCH_EXAMPLE}),
)
async def batch(request: Request, parts: PartsOf) -> Response:
    """The answer to a batch that comes as a form with `queries` or `extend`."""
    if media_of(request) != FORM:
        raise UnsupportedMediaType(f"send a form ({FORM}) with `queries` or `extend`", (FORM,))
    return await _answer(request, parts, dict(fields_of(await body_of(request, MOST_BYTES))))


@router.get("/reconcile/draft")
async def draft_service(request: Request, parts: PartsOf) -> Response:
    """What the service can do, in the draft of version 1.0."""
    return _reply(request, parts, manifest_of_draft(_base(request)))


@router.post("/reconcile/draft/reconcile", openapi_extra=_body(JSON, {"queries": "array"}, _DRAFT_EXAMPLE))
@router.post("/reconcile/draft/match", openapi_extra=_body(JSON, {"queries": "array"}, _DRAFT_EXAMPLE))
async def draft_batch(request: Request, parts: PartsOf) -> Response:
    """The answer to a batch of the draft: JSON with `queries`."""
    rows = read_draft_queries(await _json_of(request))
    found = await to_thread.run_sync(_matched, parts, rows)
    return _reply(request, parts, {"results": [{"candidates": one} for one in found]})


@router.post(
    "/reconcile/draft/extend",
    openapi_extra=_body(JSON, {"ids": "array", "properties": "array"}, _DRAFT_EXTEND_EXAMPLE),
)
async def draft_extend(request: Request, parts: PartsOf) -> Response:
    """The values of properties, in the draft of version 1.0: JSON with `ids` and `properties`."""
    ids, names = read_extension(await _json_of(request))
    found = await to_thread.run_sync(_columns, parts, ids, names)
    return _reply(request, parts, {"meta": meta_of(names), "rows": draft_rows(found)})


def suggest_entity(
    request: Request, parts: PartsOf, prefix: Prefix = "", cursor: Cursor = "0", type: Type = None
) -> Response:
    """Things whose name begins so, or is near."""
    skipped = _skipped(cursor)
    hits = parts.index.search(_short(prefix), kinds_of("type", type) or KINDS, skipped + _SUGGESTED)
    entries = [parts.catalogue.by_id[hit.id] for hit in hits[skipped:]]
    found = [
        {
            "id": entry.id,
            "name": entry.name,
            "description": description_of(parts.world, entry),
            "notable": [type_of(entry.kind)],
        }
        for entry in entries
    ]
    return _reply(request, parts, {"result": found})


def suggest_type(request: Request, parts: PartsOf, prefix: Prefix = "", cursor: Cursor = "0") -> Response:
    """Types whose name begins so."""
    return _reply(request, parts, {"result": _begun(types(), prefix, cursor)})


def suggest_property(
    request: Request, parts: PartsOf, prefix: Prefix = "", cursor: Cursor = "0", type: Type = None
) -> Response:
    """Properties whose name begins so; those of a type, if one is given."""
    kinds = kinds_of("type", type) or KINDS
    names = dict.fromkeys(name for kind in kinds for name in properties_of(kind))
    return _reply(request, parts, {"result": _begun(properties(None, names), prefix, cursor)})


def propose_properties(
    request: Request,
    parts: PartsOf,
    type: Type = None,
    limit: Annotated[str, Query(description="At most so many", examples=["20"])] = "100",
) -> Response:
    """Properties that columns can be made of, of things of a type."""
    kinds = kinds_of("type", type)
    found = properties(kinds[0] if kinds else None)
    most = number("limit", limit, 1, 1000)
    content = {"limit": most, "properties": found[:most], **({"type": kinds[0]} if kinds else {})}
    return _reply(request, parts, content)


def preview(
    request: Request,
    parts: PartsOf,
    id: Annotated[str, Query(description="A thing", examples=["law/us-il-bipa-2008"])] = "",
) -> Response:
    """A thing in a few lines, to be shown within another page."""
    short = id.removeprefix(ID)
    entry = parts.catalogue.get(parts.catalogue.present_id(short) or short)
    if not entry:
        kind, _, slug = short[:100].partition("/")
        raise NotFound(kind or "thing", slug)
    values = {
        "entry": entry,
        "description": description_of(parts.world, entry),
        "summary": entry.first("summary") or _research(entry),
        "verification": entry.first("verification"),
        "data_version": parts.engine.data_version,
    }
    body = render("preview.html", values)
    headers = {"Content-Security-Policy": _FRAMED}
    return reply(request, parts.engine.data_version, body, HTML, headers, about=entry.id)


def _research(entry: Entry) -> str | None:
    """How far the law of a place was researched."""
    if entry.kind != "jurisdiction":
        return None
    if through := entry.first("researched_through"):
        note = entry.first("research_note")
        return f"Researched through {day_words(through)}{f': {note}' if note else ''}."
    return "Its own law was not researched, which is not the same as not regulated."


for _at in _HERE:
    for _path, _handler in (
        ("/suggest/entity", suggest_entity),
        ("/suggest/type", suggest_type),
        ("/suggest/property", suggest_property),
        ("/extend/propose", propose_properties),
        ("/preview", preview),
    ):
        router.add_api_route(_at + _path, _handler)


async def _answer(request: Request, parts: Parts, given: Mapping[str, str | None]) -> Response:
    queries, extend = given.get("queries"), given.get("extend")
    if (queries is None) == (extend is None):
        raise BadParameter("give one of `queries` and `extend`", ("queries", "extend"))
    if queries is not None:
        asked = read_queries(read_json("queries", queries))
        found = await to_thread.run_sync(_matched, parts, list(asked.values()))
        results = {key: {"result": one} for key, one in zip(asked, found, strict=True)}
        return _reply(request, parts, results)
    ids, names = read_extension(read_json("extend", extend or ""))
    rows = await to_thread.run_sync(_columns, parts, ids, names)
    return _reply(request, parts, {"meta": meta_of(names), "rows": rows})


def _matched(parts: Parts, rows: Sequence[Row]) -> list[list[dict[str, Any]]]:
    world, index = parts.world, parts.index
    return [[candidate(world, found) for found in match_row(world, index, row)] for row in rows]


def _columns(parts: Parts, ids: list[str], names: list[str]) -> dict[str, dict[str, Any]]:
    return columns(parts.catalogue, ids, names)


async def _json_of(request: Request) -> Any:  # noqa: ANN401  # JSON may be anything
    if media_of(request) != JSON:
        raise UnsupportedMediaType(f"send {JSON}", (JSON,))
    return read_json("the body", text_of(await body_of(request, MOST_BYTES)))


def _begun(offered: list[dict[str, str]], prefix: str, cursor: str) -> list[dict[str, str]]:
    typed = " ".join(words_of(_short(prefix)))
    fitting = [
        one for one in offered if re.search(rf"\b{re.escape(typed)}", f"{one['id']} {one['name']}".lower())
    ]
    return fitting[_skipped(cursor) :]


def _skipped(cursor: str) -> int:
    return number("cursor", cursor, 0, _MOST_SKIPPED)


def _short(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise BadParameter(f"prefix is longer than {MOST_CHARACTERS} characters")
    return text


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _reply(request: Request, parts: Parts, content: object) -> Response:
    return reply(request, parts.engine.data_version, as_json(content), JSON)
