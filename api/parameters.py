"""Parameters of the doors: their descriptions, and the rule that an unknown or repeated one is an error."""

from collections import Counter
from typing import Annotated

from fastapi import Query, Request
from fastapi.routing import APIRoute

from api.problems import BadParameter


def refuse_unknown(request: Request) -> None:
    """A dependency: BadParameter for a parameter that the door does not take, or that is given twice."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    accepted = sorted(field.alias for field in route.dependant.query_params)
    given = Counter(name for name, _ in request.query_params.multi_items())
    if unknown := sorted(set(given) - set(accepted)):
        listed = f"; accepted: {', '.join(accepted)}" if accepted else "; it takes none"
        raise BadParameter(f"unknown parameter {', '.join(map(repr, unknown))}{listed}", accepted)
    if twice := sorted(name for name, count in given.items() if count > 1):
        raise BadParameter(f"parameter {', '.join(map(repr, twice))} is given more than once")


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
