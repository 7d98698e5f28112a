"""The three addresses as /openapi.json describes them."""

from typing import Any, Final

from api.media import GRAPHS, TABLES, plain
from api.problems import RESPONSES
from api.sparql.asked import FORM, QUERY, QUERY_EXAMPLE, UPDATE, UPDATE_EXAMPLE

_TEXT: Final = {"schema": {"type": "string"}}
_ANSWER: Final = {
    "200": {
        "description": "Rows or yes/no, or a graph",
        "content": {plain(media): _TEXT for media in (*TABLES.values(), *GRAPHS.values())},
    },
    **RESPONSES,
}
_DONE: Final = {"204": {"description": "The disk has it, and every answer from now on knows it"}, **RESPONSES}


def _parameter(name: str, description: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": "string", "examples": [example]},
    }


def _body(field: str, media: str, example: str) -> dict[str, Any]:
    form = {"type": "object", "required": [field], "properties": {field: {"type": "string"}}}
    return {
        "required": True,
        "content": {
            media: {**_TEXT, "example": example},
            FORM: {"schema": form, "example": {field: example}},
        },
    }


_TIMEOUT: Final = _parameter("timeout", "Seconds, at most those of the server", "2.5")
_DATASET: Final = [
    _parameter("default-graph-uri", "Graphs whose merge is the default graph", "urn:mine"),
    _parameter("named-graph-uri", "Graphs that GRAPH may name", "urn:mine"),
    _TIMEOUT,
]
_GRAPH: Final = [
    _parameter("graph", "IRI of a graph", "urn:mine"),
    _parameter("default", "The default graph, without a value", ""),
]


def _operation(summary: str, responses: dict[Any, Any], **more: object) -> dict[str, Any]:
    return {"tags": ["SPARQL"], "summary": summary, "responses": responses, **more}


OPERATIONS: Final[dict[str, Any]] = {
    "/sparql": {
        "get": _operation(
            "Answer a query; without one, describe the service",
            _ANSWER,
            parameters=[
                _parameter("query", "A SELECT, ASK, CONSTRUCT or DESCRIBE query", QUERY_EXAMPLE),
                *_DATASET,
            ],
        ),
        "post": _operation(
            "Answer a query", _ANSWER, parameters=_DATASET, requestBody=_body("query", QUERY, QUERY_EXAMPLE)
        ),
    },
    "/update": {
        "post": _operation(
            "Carry out an update (with the bearer token)",
            _DONE,
            parameters=[
                _parameter("using-graph-uri", "Graphs whose merge WHERE sees", "urn:mine"),
                _parameter("using-named-graph-uri", "Graphs that GRAPH in WHERE may name", "urn:mine"),
                _TIMEOUT,
            ],
            requestBody=_body("update", UPDATE, UPDATE_EXAMPLE),
        )
    },
    "/store": {
        "get": _operation("Read a graph", _ANSWER, parameters=_GRAPH),
        "put": _operation(
            "Put a graph in place of what is there (with the bearer token)", _DONE, parameters=_GRAPH
        ),
        "post": _operation(
            "Add to a graph, or begin a new one (with the bearer token)", _DONE, parameters=_GRAPH
        ),
        "delete": _operation("Remove a graph (with the bearer token)", _DONE, parameters=_GRAPH),
    },
}
