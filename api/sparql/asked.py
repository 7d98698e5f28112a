"""What a request asks, by the SPARQL 1.1 Protocol: its text, its dataset, and how long it may take."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from api.media import NAMED
from api.problems import BadParameter, BadRequest, BodyTooLarge, RequestTimeout, UnsupportedMediaType
from graph.datasets import Dataset

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
QUERY_EXAMPLE: Final = "SELECT ?law WHERE { ?law a <https://w3id.org/facelex/ns#Law> } LIMIT 5"
UPDATE_EXAMPLE: Final = "INSERT DATA { GRAPH <urn:mine> { <urn:a> <urn:b> 1 } }"
BODY_SECONDS: Final = 30.0
"""Seconds that a client may take to send a body."""

_MOST_FIELDS: Final = 100

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Operation:
    """An operation of the protocol: its kind, the names of its fields, and an example."""

    name: str
    media: str
    default_graph: str
    named_graph: str
    example: str


QUERYING: Final = Operation("query", QUERY, "default-graph-uri", "named-graph-uri", QUERY_EXAMPLE)
UPDATING: Final = Operation("update", UPDATE, "using-graph-uri", "using-named-graph-uri", UPDATE_EXAMPLE)


@dataclass(frozen=True)
class Asked:
    """A query or an update as asked for. `seconds`: the client's own bound, if it gave one; `media`: the type
    of the answer, if it named that among the fields, which counts before Accept.
    """

    text: str
    dataset: Dataset
    seconds: float | None = None
    media: str | None = None


def asked_in_address(request: Request, operation: Operation) -> Asked:
    """What a GET asks in its address."""
    return _asked(operation, fields_of(request.scope["query_string"]))


async def asked_in_body(request: Request, operation: Operation, most: int) -> Asked:
    """What a POST asks in its body (of at most so many bytes): as a form, or as the text itself."""
    media = media_of(request)
    if media not in (FORM, operation.media):
        raise UnsupportedMediaType(
            f"the body is {media or 'of no media type'}; send {operation.media} or {FORM}",
            (operation.media, FORM),
        )
    body = await body_of(request, most)
    in_address = fields_of(request.scope["query_string"])
    if media == FORM:
        if in_address:
            raise BadRequest("parameters stand in the address and in the form; put them all in the form")
        return _asked(operation, fields_of(body))
    return _asked(operation, [*in_address, (operation.name, text_of(body))])


def _asked(operation: Operation, fields: Fields) -> Asked:
    given = {name for name, _ in fields}
    other = "update" if operation is QUERYING else "query"
    if other in given:
        raise BadRequest(f"`{other}` is not taken here; send one {operation.name}, and nothing else")
    known = (operation.name, operation.default_graph, operation.named_graph, "timeout")
    # Clients send what other servers know (output, infer, words of their own for format): it is nothing here.
    # But a dataset that was not heeded would give wrong answers.
    if unknown := sorted(name for name in given - set(known) if "graph" in name.lower()):
        listed = ", ".join(known)
        raise BadParameter(f"unknown parameter {', '.join(map(repr, unknown))}; accepted: {listed}", known)
    texts = [value for name, value in fields if name == operation.name]
    if len(texts) > 1:
        raise BadRequest(f"`{operation.name}` is given more than once; send one")
    if not texts or not texts[0].strip():
        raise BadRequest(
            f"there is no {operation.name}; give one, for example {operation.name}={operation.example}"
        )
    dataset = Dataset(
        tuple(value for name, value in fields if name == operation.default_graph),
        tuple(value for name, value in fields if name == operation.named_graph),
    )
    seconds = _seconds([value for name, value in fields if name == "timeout"])
    wanted = [NAMED[value] for name, value in fields if name == "format" and value in NAMED]
    return Asked(texts[0], dataset, seconds, wanted[0] if wanted else None)


def _seconds(given: Sequence[str]) -> float | None:
    if not given:
        return None
    try:
        seconds = float(given[0])
    except ValueError:
        seconds = -1
    if len(given) > 1 or not 0.001 <= seconds <= 3600:
        raise BadParameter(f"timeout is {given[0]!r}; give seconds, for example timeout=2.5")
    return seconds


def fields_of(raw: bytes) -> Fields:
    """The fields of a query string or a form: UTF-8, escaped with %."""
    try:
        return parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except UnicodeDecodeError as error:
        raise BadRequest("a field is not UTF-8; encode it as UTF-8, then escape it with %") from error
    except ValueError as error:
        raise BadRequest(f"there are more than {_MOST_FIELDS} fields") from error


def text_of(body: bytes) -> str:
    """A body as text."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("the body is not UTF-8; encode it as UTF-8") from error


def media_of(request: Request) -> str:
    """The media type of a body, without parameters; UnsupportedMediaType for another charset than UTF-8."""
    media, *parameters = request.headers.get("content-type", "").split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8"):
            raise UnsupportedMediaType(f"charset {value.strip()!r} is not read; send utf-8", ("utf-8",))
    return media.strip().lower()


def _uncounted(_: int) -> None:
    pass


async def body_of(request: Request, most: int, count: Callable[[int], None] = _uncounted) -> bytes:
    """A body of at most so many bytes, as it is: it may not be compressed, and must come in time.

    `count` is told of the bytes as they come, and may refuse more by an error.
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("a compressed body is not read; send it as it is", ("identity",))
    length = request.headers.get("content-length", "0")
    too_large = BodyTooLarge(f"the body is larger than {most // 1024} KiB; send it in several parts")
    if length.isascii() and length.isdigit() and int(length[:19]) > most:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                count(len(chunk))
                body += chunk
                if len(body) > most:
                    raise too_large
    except TimeoutError as error:
        raise RequestTimeout(f"the body did not come within {BODY_SECONDS:g} s; send it faster") from error
    return bytes(body)
