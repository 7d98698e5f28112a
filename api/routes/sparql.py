"""/sparql: the SPARQL 1.1 Protocol's query operation, for strangers."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Final
from urllib.parse import parse_qsl

from anyio import fail_after, to_thread
from fastapi import APIRouter, Query, Request, Response

from api.media import GRAPHS, TABLES, choose
from api.parts import Parts, PartsOf
from api.problems import (
    BadParameter,
    BadRequest,
    BodyTooLarge,
    BodyTooSlow,
    NotAcceptable,
    UnsupportedMediaType,
)
from api.replies import reply
from schema.errors import QueryError

router = APIRouter(tags=["SPARQL"])

MOST_BYTES: Final = 256 * 1024
"""Bytes of a POST body that are read."""

BODY_SECONDS: Final = 20.0
"""How long a POST body may take to arrive."""

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
EXAMPLE: Final = "SELECT ?law WHERE { ?law a <https://w3id.org/facelex/ns#Law> } LIMIT 5"
_DATASET: Final = ("default-graph-uri", "named-graph-uri")


@router.get("/sparql")
async def query_by_get(
    request: Request,
    parts: PartsOf,
    query: Annotated[
        str | None, Query(description="A SELECT, ASK, CONSTRUCT or DESCRIBE query", examples=[EXAMPLE])
    ] = None,
) -> Response:
    """Rows as JSON, XML, CSV or TSV, graphs as Turtle, N-Triples, JSON-LD or RDF/XML, by Accept."""
    return await _answer(request, parts, _query_of(_decoded(request.scope["query_string"])))


@router.post(
    "/sparql",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                QUERY: {"schema": {"type": "string"}, "example": EXAMPLE},
                FORM: {
                    "schema": {
                        "type": "object",
                        "required": ["query"],
                        "properties": {"query": {"type": "string", "example": EXAMPLE}},
                    }
                },
            },
        }
    },
)
async def query_by_post(request: Request, parts: PartsOf) -> Response:
    """The same, with the query as the body or as the field `query` of a form."""
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    if media not in (FORM, QUERY):
        raise UnsupportedMediaType(
            f"the body is {media or 'of no media type'}; send {QUERY} or {FORM}", (QUERY, FORM)
        )
    _check_charset(parameters)
    body = await _body(request)
    if media == FORM:
        if request.url.query:
            raise BadRequest("parameters stand in the address and in the form; put them all in the form")
        return await _answer(request, parts, _query_of(_decoded(body)))
    others = _decoded(request.scope["query_string"])
    _query_of([*others, ("query", _text(body))])
    return await _answer(request, parts, _text(body))


async def _answer(request: Request, parts: Parts, query: str) -> Response:
    accept = ", ".join(request.headers.getlist("accept"))
    formats = _formats(accept)
    # with its digest, which takes a while for a large result
    return await to_thread.run_sync(
        partial(_run, request, parts, query, formats), limiter=parts.query_threads
    )


def _run(request: Request, parts: Parts, query: str, formats: Sequence[str]) -> Response:
    try:
        result = parts.pool.run(query, formats)
    except QueryError as error:
        if type(error) is QueryError and "cannot be written as" in str(error):
            offered = GRAPHS if set(formats) & set(TABLES) else TABLES
            raise NotAcceptable(tuple(offered.values())) from error
        raise
    media = (GRAPHS if result.kind == "triples" else TABLES)[result.format]
    return reply(request, parts.engine.data_version, result.body, media, {"Vary": "Accept"})


def _formats(accept: str) -> Sequence[str]:
    """What the client takes, best first, whatever kind of result the query turns out to have."""
    formats: list[str] = []
    for offered in (TABLES, GRAPHS):
        try:
            formats += choose(accept, offered)
        except NotAcceptable:
            continue
    if not formats:
        raise NotAcceptable((*TABLES.values(), *GRAPHS.values()))
    return formats


def _query_of(fields: Sequence[tuple[str, str]]) -> str:
    names = [name for name, _ in fields]
    if refused := sorted(set(names) & set(_DATASET)):
        raise BadRequest(
            f"{', '.join(refused)}: this endpoint has one dataset; name graphs with GRAPH in the query"
        )
    if unknown := sorted(set(names) - {"query"}):
        raise BadParameter(f"unknown parameter {', '.join(map(repr, unknown))}; accepted: query", ("query",))
    if names.count("query") > 1:
        raise BadRequest("`query` is given more than once; send one query")
    text = dict(fields).get("query", "")
    if not text.strip():
        raise BadRequest(f"there is no query; give one, for example query={EXAMPLE}")
    return text


def _decoded(raw: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except UnicodeDecodeError as error:
        raise BadRequest("the query is not UTF-8; encode it as UTF-8, then escape it with %") from error
    except ValueError as error:
        raise BadRequest("there are too many fields; send one field, `query`") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("the body is not UTF-8; encode the query as UTF-8") from error


def _check_charset(parameters: str) -> None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8"):
            raise UnsupportedMediaType(f"charset {value.strip()!r} is not read; send utf-8", ("utf-8",))


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        with fail_after(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise BodyTooLarge(
                        f"the body is larger than {MOST_BYTES // 1024} KiB; ask in several queries"
                    )
    except TimeoutError as error:
        raise BodyTooSlow(f"the body was not complete after {BODY_SECONDS:g} s; send it at once") from error
    return bytes(body)
