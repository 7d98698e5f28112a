"""Parameters of the doors: their descriptions, and the rule that one which is unknown, repeated, empty or
unreadable is an error.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Final
from urllib.parse import unquote_to_bytes

from fastapi import Query, Request
from fastapi.routing import APIRoute
from pydantic import JsonValue
from pydantic.fields import FieldInfo

from api.problems import BadParameter, BadRequest
from graph.kinds import TABLE
from schema.errors import NotFound
from schema.vocabulary import KINDS

MOST_CHARACTERS: Final = 500
"""Characters of a value. The longest names and addresses in the records have fewer."""
MOST_OF_LISTS: Final = {"places": 4000, "activities": 1000}
"""The same of values that are lists."""
_SHOWN: Final = 40
FORMS: Final = (
    *("/", "/check", "/compare", "/jurisdiction/{slug}", "/contribute", "/search", "/map", "/timeline"),
    *(f"/{kind.plural}" for kind in TABLE),
)
"""Addresses of a form: a browser sends its empty fields too."""

_PROTOCOL: Final = "/reconcile"
"""Addresses of a protocol whose clients send what other servers know (callback, spell ...): it is nothing
here. What they send of it is read by these doors themselves.
"""


def refuse_unknown(request: Request) -> None:
    """A dependency: refuse what the route does not take, as `refuse_query` does; NotFound for an address of
    endless length.
    """
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    for value in map(str, request.path_params.values()):
        if len(value) > MOST_CHARACTERS:
            raise NotFound("thing", value[:_SHOWN] + "...")
    items = request.query_params.multi_items()
    if route.path.startswith(_PROTOCOL):
        return
    refuse_query(request.scope["query_string"], items, examples_of(route), route.path in FORMS)


def examples_of(route: APIRoute) -> dict[str, str]:
    """The parameters of a route's query, each with an example."""
    wanted = (route.dependant, *route.dependant.dependencies)  # parameters that several routes share
    fields = (field for one in wanted for field in one.query_params)
    return {field.alias: (field.field_info.examples or [""])[0] for field in fields}


def refuse_query(
    query: bytes, read: Sequence[tuple[str, str]], examples: Mapping[str, str], may_be_empty: bool = False
) -> None:
    """BadParameter for a parameter that the door does not take, that is given twice, or whose value is empty,
    too long or not text; BadRequest for an address that is not UTF-8. `read` are the parameters of `query`.
    """
    try:
        unquote_to_bytes(query).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("a parameter is not UTF-8; encode it as UTF-8, then escape it with %") from error
    accepted = sorted(examples)
    items = [(_clipped(name), value) for name, value in read]
    given = Counter(name for name, _ in items)
    if unknown := sorted(set(given) - set(accepted)):
        listed = f"; accepted: {', '.join(accepted)}" if accepted else "; it takes none"
        raise BadParameter(f"unknown parameter {', '.join(map(repr, unknown))}{listed}", accepted)
    if twice := sorted(name for name, count in given.items() if count > 1):
        raise BadParameter(f"parameter {', '.join(map(repr, twice))} is given more than once")
    for name, value in items:
        if len(value) > (most := MOST_OF_LISTS.get(name, MOST_CHARACTERS)):
            raise BadParameter(f"{name} is longer than {most} characters; {_for_example(name, examples)}")
        if any(unicodedata.category(character) == "Cc" for character in value):
            raise BadParameter(f"{name} has a control character in it; {_for_example(name, examples)}")
        if not value.strip() and not may_be_empty:
            raise BadParameter(f"{name} is empty; {_for_example(name, examples)}, or leave it out")


def _for_example(name: str, examples: Mapping[str, str]) -> str:
    return f"give a value, for example {name}={examples[name]}"


def _clipped(name: str) -> str:
    return name if len(name) <= _SHOWN else name[:_SHOWN] + "..."


def truth(name: str, text: str) -> bool:
    """A yes/no parameter; BadParameter unless it is true or false."""
    if text.lower() not in ("true", "false"):
        raise BadParameter(f"{name} is {text!r}; accepted: true, false", ("true", "false"))
    return text.lower() == "true"


def one_of(name: str, text: str, accepted: tuple[str, ...]) -> str:
    """A parameter with a few accepted words; BadParameter for another."""
    if text not in accepted:
        raise BadParameter(f"{name} is {text!r}; accepted: {', '.join(accepted)}", accepted)
    return text


def several_places(most: int) -> FieldInfo:
    """How a parameter is described that takes places by commas."""
    described: FieldInfo = Query(
        description=f"Up to {most} places by commas: slugs, ISO codes, or names without commas",
        examples=["us-ca-san-francisco,us-or-portland,fr"],
    )
    return described


def listed(name: str, text: str, most: int) -> list[str]:
    """A parameter that is a list parted by commas; BadParameter for one without members, or with too many."""
    found = [one.strip() for one in text.split(",") if one.strip()]
    if not found:
        raise BadParameter(f"{name} is empty; give a list parted by commas")
    if len(found) > most:
        raise BadParameter(f"{name} has {len(found)} members; give at most {most}")
    return found


def number(name: str, text: str, least: int, most: int) -> int:
    """A whole number within bounds; BadParameter for anything else."""
    if not text.isascii() or not text.isdigit() or not least <= int(text[:9]) <= most:
        raise BadParameter(f"{name} is {text!r}; give a whole number from {least} to {most}")
    return int(text)


def required(name: str, text: str | None, example: str) -> str:
    """A parameter that must be there; BadParameter with an example when it is missing or empty."""
    if not text or not text.strip():
        raise BadParameter(f"{name} is missing; give it, for example {name}={example}")
    return text


THING_PATTERN: Final = f"^({'|'.join(KINDS)})/[A-Za-z0-9][A-Za-z0-9._~-]{{0,400}}$"
"""The short id of a thing, as /openapi.json describes it."""


def words_schema(words: Sequence[str]) -> dict[str, JsonValue]:
    """How /openapi.json describes some of these words, joined by commas."""
    one = "|".join(map(re.escape, words))
    return {"pattern": f"^({one})(,({one}))*$", "maxLength": MOST_CHARACTERS}


Place = Annotated[
    str | None,
    Query(
        description="Slug, IRI, ISO code or name, also as `Portland, Oregon`",
        examples=["us-ca-san-francisco"],
    ),
]
Actor = Annotated[
    str | None, Query(description="Who acts: a word of the scheme of actors", examples=["police"])
]
Activity = Annotated[
    str, Query(description="What is done: a word of the scheme of activities", examples=["use"])
]
Setting = Annotated[
    str | None,
    Query(description="Where: a word of the scheme of settings; any if absent", examples=["retail"]),
]
Day = Annotated[str | None, Query(description="YYYY-MM-DD; today (UTC) if absent", examples=["2024-06-01"])]
Format = Annotated[str, Query(description="json or csv", examples=["json"])]
