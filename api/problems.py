"""Every failure as one shape, application/problem+json (RFC 9457), from one table.

`type` is a relative reference (/docs#problem-<slug>), `detail` says what to do next, and errors that know
more bring it along: `candidates`, `near`, `accepted`, `line`, `column`.
"""

import json
import logging
import uuid
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.request_id import CURRENT
from schema.errors import (
    AmbiguousPlace,
    BadDay,
    BadQuestion,
    BadTable,
    Candidate,
    EngineError,
    EngineNotReady,
    EngineTimeout,
    FacelexError,
    FetchFailed,
    MissingColumns,
    NoSuchGraph,
    NotFound,
    QueryBusy,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    RecordError,
    StoreError,
    UnknownConcept,
    UnknownPlace,
    UnusableValue,
)

MEDIA_TYPE: Final = "application/problem+json"
_LOG: Final = logging.getLogger("facelex.api")


class BadParameter(FacelexError):
    """A parameter that is unknown, missing, given twice or has no usable value."""

    def __init__(self, message: str, accepted: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.accepted = tuple(accepted)


class BadRequest(FacelexError):
    """A request that breaks the protocol: no query, two queries, text that is not UTF-8."""


class RangeNotSatisfiable(FacelexError):
    """A range of bytes that a file of `size` bytes does not have."""

    def __init__(self, size: int) -> None:
        super().__init__(
            f"the file has {size} bytes, and none in that range; ask without Range for all of it"
        )
        self.size = size


class NotAcceptable(FacelexError):
    """None of the media types that the client accepts is offered."""

    def __init__(self, offered: Sequence[str]) -> None:
        super().__init__(f"none of the media types in Accept is offered; offered: {', '.join(offered)}")
        self.accepted = tuple(offered)


class UnsupportedMediaType(FacelexError):
    """A body of a media type or charset that is not read."""

    def __init__(self, message: str, accepted: Sequence[str]) -> None:
        super().__init__(message)
        self.accepted = tuple(accepted)


class BodyTooLarge(FacelexError):
    """A body beyond the bound."""


class RequestTimeout(FacelexError):
    """A body that did not come in time."""


class TooManyRequests(FacelexError):
    """More requests from one address than FACELEX_RATE_LIMIT allows; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"too many requests came from your address; ask again in {retry_after} s, or ask less often: the "
            "RateLimit headers say how much is left, and /dump has everything at once"
        )
        self.retry_after = retry_after


class MethodNotAllowed(FacelexError):
    """A method that an address does not take."""

    def __init__(self, methods: Sequence[str]) -> None:
        super().__init__(_ADVICE[405])
        self.methods = tuple(methods)


class WritesOff(FacelexError):
    """A write to a server that takes none."""

    def __init__(self) -> None:
        super().__init__("this server takes no writes; whoever runs it can set FACELEX_WRITE_TOKEN")


class Unauthorized(FacelexError):
    """A write without the server's token."""

    def __init__(self) -> None:
        super().__init__("send the server's token in the header, as in: Authorization: Bearer <token>")


PROBLEM_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A failure, as RFC 9457 says it. `detail` is for people, `type` for programs.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "/docs#problem-..."},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What is wrong, and what to do next"},
        "candidates": {
            "type": "array",
            "description": "What may have been meant: all of them",
            "items": {"$ref": "#/components/schemas/Candidate"},
        },
        "near": {
            "type": "array",
            "description": "What may have been meant: what looks like it",
            "items": {"anyOf": [{"$ref": "#/components/schemas/Candidate"}, {"type": "string"}]},
        },
        "accepted": {"type": "array", "description": "What is taken", "items": {"type": "string"}},
        "missing": {"type": "array", "description": "Columns that are lacking", "items": {"type": "string"}},
        "line": {"type": "integer", "description": "Where, from 1"},
        "column": {"type": "integer", "description": "Where, from 1"},
        "id": {"type": "string", "description": "The number of a failure of the server, to report"},
        "request_id": {"type": "string", "description": "As in the header X-Request-Id"},
    },
}
"""How a problem is described in /openapi.json."""

CANDIDATE_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A thing that may have been meant.",
    "required": ["id", "name", "context"],
    "properties": {
        "id": {"type": "string", "examples": ["jurisdiction/us-or-portland"]},
        "name": {"type": "string", "examples": ["Portland"]},
        "context": {"type": "string", "description": "What tells it from others"},
    },
}

PROBLEMS: Final[dict[type[FacelexError], tuple[int, str, str]]] = {
    UnknownPlace: (404, "unknown-place", "No such place is recorded"),
    AmbiguousPlace: (422, "ambiguous-place", "Several places have that name"),
    UnknownConcept: (422, "unknown-concept", "No such word"),
    BadDay: (422, "bad-day", "Not a day"),
    BadQuestion: (422, "bad-question", "Not a question"),
    BadTable: (400, "bad-table", "The list of questions cannot be read"),
    RecordError: (422, "unreadable-record", "The record cannot be read"),
    MissingColumns: (422, "missing-columns", "The header lacks columns"),
    BadParameter: (422, "bad-parameter", "A parameter cannot be used"),
    UnusableValue: (422, "bad-parameter", "A parameter cannot be used"),
    NotFound: (404, "not-found", "No such thing"),
    BadRequest: (400, "bad-request", "The request cannot be read"),
    RangeNotSatisfiable: (416, "range-not-satisfiable", "No such range"),
    NotAcceptable: (406, "not-acceptable", "No accepted media type is offered"),
    UnsupportedMediaType: (415, "unsupported-media-type", "The body cannot be read"),
    MethodNotAllowed: (405, "method-not-allowed", "Method Not Allowed"),
    RequestTimeout: (408, "request-timeout", "The request took too long"),
    TooManyRequests: (429, "too-many-requests", "Too many requests"),
    WritesOff: (403, "writes-off", "No writes"),
    Unauthorized: (401, "unauthorized", "Who are you?"),
    NoSuchGraph: (404, "no-such-graph", "No such graph"),
    BodyTooLarge: (413, "body-too-large", "The body is too large"),
    QuerySyntaxError: (400, "query-syntax", "Not SPARQL"),
    QueryRefused: (400, "query-refused", "The query is refused"),
    QueryTooLarge: (413, "query-too-large", "The query asks for too much"),
    QueryTimeout: (503, "query-timeout", "The query took too long"),
    QueryBusy: (503, "query-busy", "Too many queries"),
    QueryError: (400, "query-error", "The query cannot be answered"),
    FetchFailed: (502, "fetch-failed", "Nothing usable came from elsewhere"),
    EngineError: (502, "engine-failed", "The SPARQL engine failed"),
    EngineTimeout: (504, "engine-timeout", "The SPARQL engine did not answer in time"),
    EngineNotReady: (503, "not-ready", "Not ready"),
    StoreError: (500, "internal", "The server failed"),
}
"""Error class -> status, slug of the problem's type, title. The nearest class of an error's tree counts."""


def problem(
    status: int, slug: str, title: str, detail: str, headers: dict[str, str] | None = None, **more: object
) -> Response:
    """A problem response; `more` are extension members."""
    content = {"type": f"/docs#problem-{slug}", "title": title, "status": status, "detail": detail, **more}
    if request_id := CURRENT.get():
        content["request_id"] = request_id
    body = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, {"Cache-Control": "no-store", **(headers or {})}, MEDIA_TYPE)


def describe(error: FacelexError) -> tuple[int, str, str]:
    """Status, slug and title of an error."""
    return next((PROBLEMS[kind] for kind in type(error).__mro__ if kind in PROBLEMS), _UNFORESEEN)


NOT_READY: Final = (503, "not-ready", "Not ready")
_UNFORESEEN: Final = (500, "internal", "The server failed")


def every_problem() -> list[tuple[int, str, str]]:
    """Status, slug and title of every problem there is, by status."""
    others = [_UNFORESEEN, *((status, _slug(status), HTTPStatus(status).phrase) for status in _ADVICE)]
    return sorted({entry[1]: entry for entry in [*others, NOT_READY, *PROBLEMS.values()]}.values())


def of_error(error: FacelexError) -> Response:
    """The problem of a foreseen error; one that is the server's fault goes to the log and gets a number."""
    status, slug, title = describe(error)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return internal(error)
    headers = {}
    if isinstance(error, QueryTimeout | QueryBusy | EngineNotReady | TooManyRequests):
        headers["Retry-After"] = str(getattr(error, "retry_after", 5))
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = ", ".join(error.methods)
    if isinstance(error, RangeNotSatisfiable):
        headers["Content-Range"] = f"bytes */{error.size}"
    if isinstance(error, NotAcceptable):
        headers["Vary"] = "Accept"
    if isinstance(error, Unauthorized):
        headers["WWW-Authenticate"] = 'Bearer realm="facelex"'
    return problem(status, slug, title, error.message, headers, **_members(error))


def internal(error: BaseException) -> Response:
    """A failure that is the server's fault: a number to report, and nothing of what went wrong."""
    number = CURRENT.get() or uuid.uuid4().hex[:12]
    _LOG.error("failure %s", number, exc_info=error)
    status, slug, title = _UNFORESEEN
    return problem(status, slug, title, f"This is not your fault; report it with the id {number}.", id=number)


def _members(error: FacelexError) -> dict[str, Any]:
    more: dict[str, Any] = {}
    for name in ("candidates", "near", "accepted", "missing", "line", "column"):
        value = getattr(error, name, None)
        if isinstance(value, tuple):
            if value:
                more[name] = [
                    {"id": one.id, "name": one.name, "context": one.context}
                    if isinstance(one, Candidate)
                    else one
                    for one in value
                ]
        elif value is not None:
            more[name] = value
    return more


def _slug(status: int) -> str:
    return HTTPStatus(status).phrase.lower().replace(" ", "-")


def install(app: FastAPI, shape: Callable[[Request, Response], Response] = lambda _, found: found) -> None:
    """Make every foreseen failure of an app a problem, in the given shape.

    `api.headers` makes the others problems.
    """

    async def foreseen(request: Request, error: Exception) -> Response:
        return shape(request, of_error(error) if isinstance(error, FacelexError) else internal(error))

    async def http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return internal(error)
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers = {"Allow": ", ".join(_methods(app, request))}
            if request.method == "OPTIONS":
                return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
        title = HTTPStatus(error.status_code).phrase
        slug = _slug(error.status_code)
        detail = _ADVICE.get(error.status_code, title)
        return shape(request, problem(error.status_code, slug, title, detail, headers))

    async def invalid(request: Request, error: Exception) -> Response:
        found = error.errors() if isinstance(error, RequestValidationError) else []
        said = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in found)
        return shape(request, of_error(BadParameter(f"{said or 'a parameter cannot be used'}; see /docs")))

    app.add_exception_handler(FacelexError, foreseen)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)


def _methods(app: FastAPI, request: Request) -> list[str]:
    """The methods that an address takes."""
    taken = {
        method
        for method in ("GET", "POST")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in app.routes)
    } or {"GET"}  # a folder of files has no routes
    taken |= {"HEAD", "OPTIONS"} if "GET" in taken else {"OPTIONS"}
    return sorted(taken)


_ADVICE: Final = {
    404: "There is nothing at this address; /docs lists what there is.",
    405: "This address does not take that method; the Allow header lists those it takes.",
}
