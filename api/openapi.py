"""The HTTP interface described: what the framework reads from the handlers, completed by their contracts.

The framework knows paths, parameters and words. Here come in what an operation gives (`api.contract`), every
problem it may answer with, what a parameter of a name means everywhere, and the stable names of operations.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from api.contract import Contract, Follow, Model, contract_of
from api.live_examples import ASK
from api.media import plain
from api.parameters import FORMS, MOST_CHARACTERS, MOST_OF_LISTS, words_schema
from api.problem_samples import problem_examples, problem_responses
from api.problems import (
    CANDIDATE_SCHEMA,
    PROBLEM_SCHEMA,
    BadParameter,
    BadRequest,
    BodyTooLarge,
    RequestTimeout,
    TooManyRequests,
    UnsupportedMediaType,
)
from schema.errors import (
    AmbiguousPlace,
    BadDay,
    EngineError,
    EngineNotReady,
    EngineTimeout,
    FacelexError,
    NotFound,
    QueryBusy,
    StoreError,
    UnknownConcept,
    UnknownPlace,
)

Description = dict[str, Any]
Words = Callable[[str], list[str]]
"""The words of a concept scheme: of "actor", "activity" or "setting"."""

EVERYWHERE: Final[tuple[type[FacelexError], ...]] = (
    BadRequest,
    BadParameter,
    TooManyRequests,
    StoreError,
    QueryBusy,
)
"""What any address may answer."""

OF_DATA: Final[tuple[type[FacelexError], ...]] = (EngineError, EngineNotReady, EngineTimeout)
"""What any address that reads the data may answer where an engine elsewhere holds it."""

OF_BODIES: Final[tuple[type[FacelexError], ...]] = (BodyTooLarge, RequestTimeout, UnsupportedMediaType)
"""What any address that reads a body may answer."""

IMPLIED: Final[Mapping[str, tuple[type[FacelexError], ...]]] = {
    "place": (UnknownPlace, AmbiguousPlace),
    "places": (UnknownPlace, AmbiguousPlace),
    "jurisdiction": (UnknownPlace, AmbiguousPlace),
    "actor": (UnknownConcept,),
    "activity": (UnknownConcept,),
    "setting": (UnknownConcept,),
    "on": (BadDay,),
    "from": (BadDay,),
    "to": (BadDay,),
    "slug": (NotFound,),
    "kind": (NotFound,),
}
"""What a parameter of a name may be refused with."""

TEXT: Final = {
    "type": "string",
    "minLength": 1,
    "maxLength": MOST_CHARACTERS,
    "pattern": "^[^\\x00-\\x1f\\x7f-\\x9f]*[!-~\\xa1-\\xff][^\\x00-\\x1f\\x7f-\\x9f]*$",
}
"""A text of one line that is not empty."""

DAY: Final = {"type": "string", "format": "date"}

MEANINGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "on": DAY,
    "from": DAY,
    "to": DAY,
    "inherited": {"type": "boolean"},
    "format": {"type": "string", "enum": ["json", "csv"]},
}
"""What a parameter of a name takes, in whatever operation, unless its route says otherwise."""

TOKEN: Final = {"type": "http", "scheme": "bearer", "description": "The server's FACELEX_WRITE_TOKEN"}
WORDS: Final = ("actor", "activity", "setting", "effect")
"""Parameters that take the words of a scheme."""
SERVERS: Final = [{"url": "/", "description": "This server"}]
TAGS: Final = [
    {"name": "law", "description": "May this actor do this, there, on that day, and which law says so?"},
    {"name": "records", "description": "What is recorded, as lists and one by one"},
    {"name": "linked data", "description": "Things, records and the vocabulary under their IRIs, as RDF"},
    {"name": "network", "description": "How things hang together"},
    {"name": "reconciliation", "description": "Rows of a spreadsheet matched with things (OpenRefine)"},
    {"name": "files", "description": "Everything at once; subscriptions; citations"},
    {"name": "SPARQL", "description": "Every question that the data can answer; writing, with a token"},
    {"name": "pages", "description": "For people"},
    {"name": "operation", "description": "Whether the server lives, and its figures"},
]


def described(
    generated: Description,
    routes: Iterable[APIRoute],
    others: Mapping[str, Any],
    words: Words,
    others_contracts: Mapping[str, Contract],
) -> Description:
    """The description of an app: what the framework generated, with the contracts of its routes, and with
    operations that are no routes (`others`).
    """
    models: list[Model] = []
    routes = tuple(routes)
    names_of_operations = _names(routes)
    for path, method, route in _operations(routes):
        operation = generated["paths"][path][method]
        name = operation["operationId"] = names_of_operations[path, method]
        contract = contract_of(route.endpoint) or others_contracts.get(name) or _contract_in(operation)
        models += contract.models
        operation[ASK] = contract.example
        parameters = [
            _parameter(one, contract, words, is_form=path in FORMS) for one in operation.get("parameters", ())
        ]
        if parameters:
            operation["parameters"] = parameters
        names = [one["name"] for one in parameters]
        given = operation["responses"].get("200", {}).get("content", {})
        operation["responses"] = _responses(contract, names, operation["tags"], given)
        if contract.takes:
            operation["requestBody"] = _body(contract)
    generated["paths"].update(others)
    _, schemas = models_json_schema(
        [(model, "serialization") for model in dict.fromkeys(models)],
        ref_template="#/components/schemas/{model}",
    )
    generated["components"] = {
        "schemas": {"Problem": PROBLEM_SCHEMA, "Candidate": CANDIDATE_SCHEMA, **schemas.get("$defs", {})},
        "examples": problem_examples(),
        "securitySchemes": {"token": TOKEN},
    }
    return {**generated, "servers": SERVERS, "tags": TAGS}


def _operations(routes: Iterable[APIRoute]) -> Iterator[tuple[str, str, APIRoute]]:
    for route in routes:
        for method in sorted(route.methods or ()):
            yield route.path_format, method.lower(), route


def _names(routes: Iterable[APIRoute]) -> dict[tuple[str, str], str]:
    """The name of each operation: its handler's, with the end of its path where several have one handler."""
    names = {(path, method): route.name for path, method, route in _operations(routes)}
    several = Counter(names.values())
    return {
        (path, method): name if several[name] == 1 else re.sub(r"\W+", "_", path.strip("/")).strip("_")
        for (path, method), name in names.items()
    }


def _contract_in(operation: Description) -> Contract:
    """What a route without a contract says by itself of its answer and its errors."""
    gives = dict.fromkeys(operation["responses"].get("200", {}).get("content", {"application/json": {}}))
    has_body = "requestBody" in operation
    return Contract(gives, (NotFound, *(OF_BODIES if has_body else ())))


def errors_of(names: Iterable[str], contract: Contract, tags: Iterable[str]) -> list[type[FacelexError]]:
    """Every error that an operation with these parameters may answer with."""
    implied = [error for name in names for error in IMPLIED.get(name, ())]
    of_data = () if "operation" in tags else OF_DATA
    return [*EVERYWHERE, *of_data, *implied, *contract.errors]


def _parameter(given: Mapping[str, Any], contract: Contract, words: Words, is_form: bool) -> Description:
    name = given["name"]
    own = dict(given["schema"])
    for choice in own.pop("anyOf", ()):  # a text or nothing: what is not given is not there
        own |= choice if choice.get("type") != "null" else {}
    own.pop("title", None)
    own |= contract.parameters.get(name, {})
    if name in WORDS and not is_form:
        schema: Description = {**own, "type": "string", "enum": words(name)}
    elif name == "activities":
        schema = {"type": "string", **own, **words_schema(words("activity"))}
    elif name in contract.parameters:
        schema = {"type": "string", **own}
    elif own.get("type") == "string" and own.keys() <= {"type", "examples", "default", "description"}:
        schema = {**own, **MEANINGS.get(name, TEXT)}
    else:
        schema = own
    if name in MOST_OF_LISTS:
        schema["maxLength"] = MOST_OF_LISTS[name]
    if is_form:  # a browser sends the empty fields of a form
        schema = _or_nothing(name, schema, words)
    schema.pop("description", None)
    if schema.get("type") in ("integer", "number", "boolean"):
        schema = _typed(schema)
    is_required = given.get("required") or name in contract.required
    return {**given, "required": bool(is_required), "schema": schema}


def _or_nothing(name: str, schema: Description, words: Words) -> Description:
    rest: Description = {key: schema[key] for key in ("examples", "default", "maxLength") if key in schema}
    if name in WORDS:
        return {**rest, "type": "string", "enum": ["", *words(name)]}
    if name in MEANINGS:
        return {**rest, "type": "string", "anyOf": [MEANINGS[name], {"const": ""}]}
    return {**rest, "type": "string", "pattern": "^[^\\x00-\\x1f\\x7f-\\x9f]*$"}


def _typed(schema: Description) -> Description:
    """Defaults and examples, which handlers hold as texts, as values of the schema's type."""
    found = dict(schema)
    if "default" in found:
        found["default"] = _value(found["default"], found["type"])
    if "examples" in found:
        found["examples"] = [_value(one, found["type"]) for one in found["examples"]]
    return found


def _value(text: object, type: str) -> object:
    if not isinstance(text, str):
        return text
    if type == "boolean":
        return text == "true"
    return int(text) if type == "integer" else float(text)


def _responses(
    contract: Contract, names: list[str], tags: Iterable[str], given: Mapping[str, Any]
) -> Description:
    said = "The answer" if contract.status == 200 else "Done"
    fine: Description = {"description": said}
    if contract.gives:
        fine["content"] = {
            plain(media): _content(media, model, given.get(plain(media), {}), contract.shown)
            for media, model in contract.gives.items()
        }
    if contract.follow:
        fine["links"] = {_link_name(one): _link(one) for one in contract.follow}
    moves = {str(status): {"description": words} for status, words in contract.moves.items()}
    problems = problem_responses(errors_of(names, contract, tags))
    if contract.pages:
        for problem in problems.values():
            problem["content"]["text/html"] = {"schema": {"type": "string"}}
    return {str(contract.status): fine, **moves, **problems}


def _content(media: str, model: Model | None, given: Mapping[str, Any], shown: str) -> Description:
    """A media type's schema, and the example that the route gives itself, if it does."""
    own = given.get("schema") or ({} if "json" in media else _schema(None))
    schema = _schema(model) if model else own
    example = shown or given.get("example")
    return {"schema": schema, **({"example": example} if example else {})}


def _schema(model: Model | None) -> Description:
    return {"$ref": f"#/components/schemas/{model.__name__}"} if model else {"type": "string"}


def _link_name(follow: Follow) -> str:
    return f"{follow.operation}_by_{'_'.join(follow.parameters)}"


def _link(follow: Follow) -> Description:
    return {
        "operationId": follow.operation,
        "parameters": dict(follow.parameters),
        "description": follow.description,
    }


def _body(contract: Contract) -> Description:
    content = {
        media: {
            "schema": contract.takes_schemas.get(media) or _schema(contract.takes_models.get(media)),
            "example": example,
        }
        for media, example in contract.takes.items()
    }
    return {"required": True, "content": content}
