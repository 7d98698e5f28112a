"""What the reconciliation protocol asks, read strictly: version 0.2, and the draft of 1.0."""

import json
from collections.abc import Mapping
from typing import Any, Final

from api.problems import BadParameter, BadRequest
from graph.extension import fields_of
from graph.matching import KINDS, Condition, Row
from schema.vocabulary import NS

MOST_QUERIES: Final = 500
MOST_IDS: Final = 1000
_MOST_PROPERTIES: Final = 50
_MOST_VALUES: Final = 50
_MOST_CANDIDATES: Final = 50
_MOST_CHARACTERS: Final = 500
_CANDIDATES: Final = 5


def read_json(name: str, text: str) -> Any:  # noqa: ANN401  # JSON may be anything
    """A JSON text from a client; BadRequest, saying where, when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"{name} is not JSON ({str(error)[:100]}); see /docs") from error


def read_queries(content: object) -> dict[str, Row]:
    """A batch of queries of version 0.2, by their keys; BadParameter for what is none."""
    queries = _object("queries", content)
    _at_most("queries", queries, MOST_QUERIES)
    return {key: _row(f"queries.{key[:20]}", query) for key, query in queries.items()}


def read_draft_queries(content: object) -> list[Row]:
    """A batch of queries of the draft, in their order; BadParameter for what is none."""
    queries = _list("queries", _object("the body", content).get("queries"))
    _at_most("queries", queries, MOST_QUERIES)
    return [_draft_row(f"queries[{at}]", query) for at, query in enumerate(queries)]


def read_extension(content: object) -> tuple[list[str], list[str]]:
    """The ids and the properties of a question for columns; BadParameter for what is none."""
    asked = _object("extend", content)
    ids = [_text("extend.ids", one) for one in _list("extend.ids", asked.get("ids"))]
    listed = _list("extend.properties", asked.get("properties"))
    properties = [
        _text("extend.properties.id", _object("extend.properties", one).get("id")) for one in listed
    ]
    _at_most("extend.ids", ids, MOST_IDS)
    _at_most("extend.properties", properties, _MOST_PROPERTIES)
    known = fields_of(None)
    if foreign := [name for name in properties if name not in known]:
        raise BadParameter(f"no such property: {', '.join(foreign)}; accepted: {', '.join(known)}", known)
    return ids, properties


def kinds_of(name: str, given: object) -> tuple[str, ...]:
    """The kinds that types name; a type that is none of ours is BadParameter."""
    listed = given if isinstance(given, list) else [given] if given else []
    found = tuple(_text(name, one).removeprefix(NS).lower() for one in listed)
    if foreign := [kind for kind in found if kind not in KINDS]:
        raise BadParameter(f"{name}: no such type: {', '.join(foreign)}; accepted: {', '.join(KINDS)}", KINDS)
    return found


def _row(name: str, content: object) -> Row:
    query = _object(name, content)
    listed = _list(f"{name}.properties", query.get("properties", []))
    _at_most(f"{name}.properties", listed, _MOST_PROPERTIES)
    conditions = tuple(_condition(f"{name}.properties", one) for one in listed)
    text = _text(f"{name}.query", query.get("query", ""))
    if not text.strip() and not conditions:
        raise BadParameter(f'{name} asks nothing; give a text, as in {{"query": "Oakland"}}')
    return Row(text, kinds_of(f"{name}.type", query.get("type")), conditions, _limit(name, query))


def _draft_row(name: str, content: object) -> Row:
    query = _object(name, content)
    listed = [
        _object(f"{name}.conditions", one) for one in _list(f"{name}.conditions", query.get("conditions"))
    ]
    _at_most(f"{name}.conditions", listed, _MOST_PROPERTIES)
    names = [one for one in listed if one.get("matchType") == "name"]
    others = [one for one in listed if one.get("matchType") == "property"]
    if len(names) + len(others) != len(listed) or len(names) > 1 or not listed:
        raise BadParameter(f"{name}.conditions: give one of matchType name, any of matchType property")
    text = " ".join(_values(f"{name}.conditions", names[0].get("v"))) if names else ""
    conditions = tuple(_condition(f"{name}.conditions", one) for one in others)
    return Row(text, kinds_of(f"{name}.type", query.get("type")), conditions, _limit(name, query))


def _condition(name: str, content: object) -> Condition:
    given = _object(name, content)
    quantifier = given.get("matchQuantifier", "any")
    if quantifier not in ("any", "all", "none"):
        raise BadParameter(f"{name}: matchQuantifier is any, all or none", ("any", "all", "none"))
    return Condition(
        _text(f"{name}.pid", given.get("pid")),
        _values(f"{name}.v", given.get("v")),
        given.get("required") is True,
        quantifier,
    )


def _values(name: str, content: object) -> tuple[str, ...]:
    listed = content if isinstance(content, list) else [content]
    _at_most(name, listed, _MOST_VALUES)
    return tuple(_value(name, one) for one in listed)


def _value(name: str, content: object) -> str:
    if isinstance(content, dict):
        content = content.get("id")
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, int | float):
        return str(content)
    return _text(name, content)


def _limit(name: str, query: Mapping[str, Any]) -> int:
    given = query.get("limit", _CANDIDATES)
    if isinstance(given, bool) or not isinstance(given, int | float) or not given >= 1:
        raise BadParameter(f"{name}.limit is a whole number from 1 on")
    return int(min(given, _MOST_CANDIDATES))


def _object(name: str, content: object) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise BadParameter(f"{name} must be an object, as in {{...}}; see /docs")
    return content


def _list(name: str, content: object) -> list[Any]:
    if not isinstance(content, list):
        raise BadParameter(f"{name} must be a list, as in [...]; see /docs")
    return content


def _text(name: str, content: object) -> str:
    if not isinstance(content, str) or len(content) > _MOST_CHARACTERS:
        raise BadParameter(f"{name} must be a text of at most {_MOST_CHARACTERS} characters")
    return content


def _at_most(name: str, content: object, most: int) -> None:
    if isinstance(content, list | dict) and len(content) > most:
        raise BadParameter(f"{name} has {len(content)} entries; at most {most} are taken at once")
