"""Columns for somebody's table: the values of properties of things that its rows were matched with."""

import re
from collections.abc import Sequence
from typing import Any, Final

from graph.catalogue import Catalogue, Entry
from graph.kinds import BY_KEY, TABLE
from graph.matching import KINDS
from graph.rows import LINKS, value_of

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATES: Final = frozenset(
    {
        *("introduced", "enacted", "effective", "repealed_on", "expires", "from", "until", "date", "ended"),
        *("filed", "checked", "verified_on", "researched_through"),
    }
)
_NOT_OFFERED: Final = frozenset({"id", "name", "sources"})


def name_of_property(field: str) -> str:
    """A field's name in words."""
    return field.replace("_", " ")


def fields_of(kind: str | None) -> tuple[str, ...]:
    """The properties that things of a kind (None: of any kind that rows are matched with) may have."""
    kinds = [BY_KEY[kind]] if kind else [one for one in TABLE if one.key in KINDS]
    return tuple(dict.fromkeys(field for one in kinds for field in one.fields if field not in _NOT_OFFERED))


def kind_of_values(field: str) -> str | None:
    """The kind of things that a property points to, if it points to one kind alone."""
    return _KINDS.get(field)


_KINDS: Final = {
    "jurisdiction": "jurisdiction",
    "within": "jurisdiction",
    "places": "jurisdiction",
    "country": "jurisdiction",
    "headquarters": "jurisdiction",
    "law": "law",
    "under": "law",
    "amends": "law",
    "made_under": "law",
    "interprets": "law",
    "part_of": "law",
    "rules": "rule",
    "concerns": "technology",
    "technologies": "technology",
}


def cells(catalogue: Catalogue, entry: Entry, field: str) -> list[dict[str, Any]]:
    """The values of a property, as the reconciliation protocol writes them. A day is written as its first
    moment in UTC, because the protocol has no days; a date that is less precise stays a text.
    """
    value = value_of(catalogue, entry, field)
    values: Sequence[Any] = value if isinstance(value, list) else [] if value is None else [value]
    return [_cell(field, one) for one in values]


def _cell(field: str, value: Any) -> dict[str, Any]:  # noqa: ANN401  # a value as JSON has them
    if field in LINKS and isinstance(value, dict):
        return {"id": value["id"], "name": value["name"]}
    if isinstance(value, bool):
        return {"str": "true" if value else "false"}
    if isinstance(value, int):
        return {"int": value}
    if isinstance(value, float):
        return {"float": value}
    if field in _DATES and _DAY.fullmatch(value):
        return {"date": f"{value}T00:00:00Z"}
    return {"str": value}
