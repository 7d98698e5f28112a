"""The three addresses as /openapi.json describes them: they are no routes of the framework."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from api.live_examples import ASK
from api.media import DATASETS, GRAPHS, NAMED, TABLES, plain
from api.openapi import EVERYWHERE, OF_DATA
from api.problem_samples import problem_responses
from api.problems import (
    BodyTooLarge,
    NotAcceptable,
    RequestTimeout,
    Unauthorized,
    UnsupportedMediaType,
    WritesOff,
)
from api.sparql.asked import FORM, QUERY, QUERY_EXAMPLE, UPDATE, UPDATE_EXAMPLE
from schema.errors import (
    FacelexError,
    NoSuchGraph,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
)
from schema.vocabulary import RECORD

_Errors = tuple[type[FacelexError], ...]

_TEXT: Final = {"schema": {"type": "string"}}
_ALWAYS: Final[_Errors] = (*EVERYWHERE, *OF_DATA)
_WORK: Final[_Errors] = (QueryError, QueryTooLarge, QueryTimeout)
_TEXTS: Final[_Errors] = (QuerySyntaxError, QueryRefused)
_BODIES: Final[_Errors] = (BodyTooLarge, RequestTimeout, UnsupportedMediaType)
_WRITES: Final[_Errors] = (Unauthorized, WritesOff)
_RDF_XML: Final = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:">'
    '<rdf:Description rdf:about="urn:a"><x:b>1</x:b></rdf:Description></rdf:RDF>'
)
_TURTLE: Final = '<urn:a> <urn:b> "1" .'


def _gives(
    offered: Sequence[dict[str, str]],
    description: str,
    errors: _Errors,
    whole: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    media = dict.fromkeys(plain(one) for formats in offered for one in formats.values())
    content: dict[str, Any] = {one: {"schema": {}} if one.endswith("json") else dict(_TEXT) for one in media}
    for one, example in (whole or {}).items():
        content[one]["example"] = example
    return {"200": {"description": description, "content": content}, **problem_responses(errors)}


def _done(errors: _Errors, *, makes: bool = False) -> dict[str, Any]:
    said = "The disk has it, and every answer from now on knows it"
    made = {"201": {"description": "A graph that was not there before: likewise"}} if makes else {}
    return {"204": {"description": said}, **made, **problem_responses((*_ALWAYS, *errors))}


def _parameter(name: str, description: str, example: str, **schema: object) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": "string", "examples": [example], **schema},
    }


def _body(field: str, media: str, example: str) -> dict[str, Any]:
    text = {"type": "string", "format": f"sparql-{field}"}
    form = {"type": "object", "required": [field], "properties": {field: text}}
    return {
        "required": True,
        "content": {
            media: {"schema": text, "example": example},
            FORM: {"schema": form, "example": {field: example}},
        },
    }


_UPLOAD: Final = {
    "required": True,
    "content": {
        "text/turtle": {"schema": {"type": "string", "format": "turtle"}, "example": _TURTLE},
        "application/trig": {"schema": {"type": "string", "format": "trig"}, "example": _TURTLE},
        "application/n-triples": {"schema": {"type": "string", "format": "n-triples"}, "example": _TURTLE},
        "text/plain": {"schema": {"type": "string", "format": "n-triples"}, "example": _TURTLE},
        "application/n-quads": {"schema": {"type": "string", "format": "n-quads"}, "example": _TURTLE},
        "application/rdf+xml": {"schema": {"type": "string", "format": "rdf-xml"}, "example": _RDF_XML},
        "application/ld+json": {"schema": {"type": "object"}, "example": {"@id": "urn:a", "urn:b": "1"}},
    },
}
_TIMEOUT: Final = {
    **_parameter("timeout", "Seconds, at most those of the server", ""),
    "schema": {"type": "number", "minimum": 0.001, "maximum": 3600, "examples": [2.5]},
}
_DATASET: Final = [
    _parameter("default-graph-uri", "Graphs whose merge is the default graph", "urn:mine", format="iri"),
    _parameter("named-graph-uri", "Graphs that GRAPH may name", "urn:mine", format="iri"),
    _TIMEOUT,
]
_FORMAT: Final = _parameter(
    "format",
    f"Instead of Accept: {', '.join(NAMED)}; other words are nothing here",
    "csv",
    anyOf=[{"enum": list(NAMED)}, {"type": "string"}],
)
_GRAPH: Final = [
    _parameter("graph", "IRI of a graph", "urn:mine", format="iri"),
    _parameter("default", "The default graph, without a value", "", enum=[""]),
]


def _operation(
    name: str, summary: str, description: str, responses: dict[str, Any], **more: object
) -> dict[str, Any]:
    return {
        "tags": ["SPARQL"],
        "operationId": name,
        "summary": summary,
        "description": description,
        "responses": responses,
        **more,
    }


def _write(
    name: str, summary: str, description: str, responses: dict[str, Any], **more: object
) -> dict[str, Any]:
    return _operation(name, summary, description, responses, security=[{"token": []}], **more)


_GRAPH_QUERY: Final = (
    "CONSTRUCT { ?law a ?class } WHERE { ?law a <https://w3id.org/facelex/ns#Law>, ?class } LIMIT 2"
)
_ASKED: Final = {
    **{plain(media): {"query": QUERY_EXAMPLE} for media in TABLES.values()},
    **{plain(media): {"query": _GRAPH_QUERY} for media in (*DATASETS.values(), *GRAPHS.values())},
}
_NAMED: Final = {plain(media): {"graph": f"{RECORD}law/us-il-bipa-2008"} for media in GRAPHS.values()}
_WHOLE: Final = {"application/trig": "<urn:g> { <urn:s> <urn:p> 1 . }", "application/n-quads": "<urn:s> ..."}
_PROTOCOL: Final = "The query operation of the SPARQL 1.1 Protocol; the answer's form is chosen by Accept."
_STORE: Final = "The SPARQL 1.1 Graph Store HTTP Protocol."
_QUERYING: Final[_Errors] = (*_ALWAYS, *_WORK, *_TEXTS, NoSuchGraph, NotAcceptable)
_WRITING: Final[_Errors] = (*_WORK, *_TEXTS, *_WRITES, *_BODIES)

OPERATIONS: Final[dict[str, Any]] = {
    "/sparql": {
        "get": _operation(
            "sparql",
            "Answer a query",
            f"{_PROTOCOL} Without a query: the service described.",
            _gives((TABLES, GRAPHS, DATASETS), "Rows or yes/no, or a graph", _QUERYING),
            parameters=[
                _parameter(
                    "query",
                    "A SELECT, ASK, CONSTRUCT or DESCRIBE query",
                    QUERY_EXAMPLE,
                    format="sparql-query",
                ),
                *_DATASET,
                _FORMAT,
            ],
            **{ASK: _ASKED},
        ),
        "post": _operation(
            "sparql_post",
            "Answer a query from a body",
            f"{_PROTOCOL} The query comes as itself or as a form.",
            _gives((TABLES, GRAPHS, DATASETS), "Rows or yes/no, or a graph", (*_QUERYING, *_BODIES)),
            parameters=[*_DATASET, _FORMAT],
            requestBody=_body("query", QUERY, QUERY_EXAMPLE),
            **{ASK: _ASKED},
        ),
    },
    "/update": {
        "post": _write(
            "update",
            "Carry out an update",
            "The update operation of the SPARQL 1.1 Protocol, with the bearer token. Whole or not at all.",
            _done((*_WRITING, NoSuchGraph)),
            parameters=[
                _parameter("using-graph-uri", "Graphs whose merge WHERE sees", "urn:mine", format="iri"),
                _parameter(
                    "using-named-graph-uri", "Graphs that GRAPH in WHERE may name", "urn:mine", format="iri"
                ),
                _TIMEOUT,
            ],
            requestBody=_body("update", UPDATE, UPDATE_EXAMPLE),
        )
    },
    "/store": {
        "get": _operation(
            "store_get",
            "Read a graph",
            f"{_STORE} Without a parameter: the whole dataset.",
            _gives(
                (GRAPHS, DATASETS),
                "The graph",
                (*_ALWAYS, NoSuchGraph, NotAcceptable, QueryError, QueryTimeout, QueryTooLarge),
                _WHOLE,
            ),
            parameters=_GRAPH,
            **{ASK: _NAMED},
        ),
        "put": _write(
            "store_put",
            "Put a graph in place of what is there",
            f"{_STORE} With the bearer token.",
            _done((*_WRITING, NoSuchGraph), makes=True),
            parameters=_GRAPH,
            requestBody=_UPLOAD,
        ),
        "post": _write(
            "store_post",
            "Add to a graph",
            f"{_STORE} With the bearer token; without a parameter a new graph begins, named by Location.",
            _done((*_WRITING, NoSuchGraph), makes=True),
            parameters=_GRAPH,
            requestBody=_UPLOAD,
        ),
        "delete": _write(
            "store_delete",
            "Remove a graph",
            f"{_STORE} With the bearer token.",
            _done((*_WRITING, NoSuchGraph)),
            parameters=_GRAPH,
        ),
    },
}
