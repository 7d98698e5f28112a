"""An example of every problem, as an address would answer it, for /openapi.json."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextvars import Context
from typing import Any, Final

from api.problems import (
    MEDIA_TYPE,
    BadParameter,
    BadRequest,
    BodyTooLarge,
    MethodNotAllowed,
    NotAcceptable,
    RangeNotSatisfiable,
    RequestTimeout,
    TooManyRequests,
    Unauthorized,
    UnsupportedMediaType,
    WritesOff,
    describe,
    of_error,
)
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

_PORTLANDS: Final = (
    Candidate("jurisdiction/us-or-portland", "Portland", "city in Oregon, United States"),
    Candidate("jurisdiction/us-me-portland", "Portland", "city in Maine, United States"),
)

_SAMPLES: Final[Sequence[FacelexError]] = (
    UnknownPlace(
        "San Francsico",
        [Candidate("jurisdiction/us-ca-san-francisco", "San Francisco", "city in California")],
    ),
    AmbiguousPlace("Portland", _PORTLANDS),
    UnknownConcept("actor", "polcie", ("everyone", "government", "police"), ("police",)),
    BadDay("June 2024"),
    UnusableValue("there is no status 'live'; accepted: in-force, pending", ("in-force", "pending")),
    BadQuestion("the place is missing; give it, for example us-ca-san-francisco"),
    BadTable("this is no JSON: a value is missing", 3, 14),
    RecordError(
        "graph/records/record.yaml", 3, "has an anchor (&) or alias (*)", "write the value out in full"
    ),
    MissingColumns(("actor",), ("place", "actor", "activity", "setting", "on"), ("place",)),
    NotFound(
        "law", "us-il-bipa", [Candidate("law/us-il-bipa-2008", "Biometric Information Privacy Act", "law")]
    ),
    BadParameter("unknown parameter 'plcae'; accepted: activity, actor, place", ("place",)),
    BadRequest("a parameter is not UTF-8; encode it as UTF-8, then escape it with %"),
    NotAcceptable(("text/html", "text/turtle", "application/ld+json")),
    UnsupportedMediaType("the body is text/plain", ("application/json", "text/csv")),
    BodyTooLarge("the body is larger than 256 KiB; send it in several parts"),
    RequestTimeout("the body did not come within 30 s; send it faster"),
    MethodNotAllowed(("GET", "HEAD")),
    TooManyRequests(17),
    RangeNotSatisfiable(1_234_567),
    WritesOff(),
    Unauthorized(),
    QuerySyntaxError("not SPARQL at line 1, column 8: expected WHERE", 1, 8),
    QueryRefused("SERVICE is refused: this server asks no other", 1, 16),
    QueryError("the query cannot be run: there is no function <urn:f>"),
    NoSuchGraph("there is no graph <urn:mine> here, and nothing is fetched from elsewhere"),
    QueryTooLarge("the result is larger than 256 MiB; ask for fewer rows with LIMIT"),
    QueryTimeout(10),
    QueryBusy(1),
    StoreError("the dataset cannot be read"),
    FetchFailed("https://sparql.example/query did not answer in time"),
    EngineError("the engine of FACELEX_SPARQL_QUERY_URL does not answer"),
    EngineTimeout("the engine of FACELEX_SPARQL_QUERY_URL did not answer in time"),
    EngineNotReady("the engine holds another state of the data; run `facelex load`"),
)
SAMPLES: Final[Mapping[type[FacelexError], FacelexError]] = {type(one): one for one in _SAMPLES}


def problem_responses(errors: Iterable[type[FacelexError]]) -> dict[str, Any]:
    """How some errors are described: a response for each status, with an example of each problem."""
    found: dict[str, Any] = {}
    for kind in sorted(set(errors), key=lambda one: (*describe(SAMPLES[one])[:2], one.__name__)):
        status, slug, title = describe(SAMPLES[kind])
        response = found.setdefault(str(status), {"titles": [], "examples": {}})
        response["titles"].append(title)
        response["examples"][slug] = {"$ref": f"#/components/examples/{slug}"}
    return {status: _response(one["titles"], one["examples"]) for status, one in found.items()}


def problem_examples() -> dict[str, Any]:
    """An example of each problem, by its slug: what `problem_responses` refers to."""
    found: dict[str, Any] = {}
    for kind, sample in SAMPLES.items():
        _, slug, title = describe(sample)
        found.setdefault(slug, {"summary": title, "value": _body(kind)})
    return found


def _response(titles: list[str], examples: dict[str, Any]) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {MEDIA_TYPE: {"schema": schema, "examples": examples}}
    return {"description": "; ".join(dict.fromkeys(titles)), "content": content}


def _body(kind: type[FacelexError]) -> dict[str, Any]:
    error = SAMPLES[kind]
    if isinstance(error, StoreError):
        return {
            "type": "/docs#problem-internal",
            "title": "The server failed",
            "status": 500,
            "detail": "This is not your fault; report it with the id 0123456789ab.",
            "id": "0123456789ab",
        }
    found: dict[str, Any] = json.loads(bytes(Context().run(of_error, error).body))  # of no request
    return found
