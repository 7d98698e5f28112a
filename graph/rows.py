"""Entries as rows of lists: plain values, with the names of what they link to."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

from graph.catalogue import Catalogue, Entry
from graph.context import KEYS, XSD
from graph.forms import PARTS
from graph.kinds import DERIVED, is_list
from graph.values import ADDRESSES

Row: TypeAlias = dict[str, Any]

_NOT_LINKS: Final = ADDRESSES | {"wikidata", "former_ids"}
LINKS: Final = (
    frozenset({key.name for key in KEYS.values() if key.type == "@id"} - _NOT_LINKS)
    | frozenset(PARTS)
    | {field for fields in DERIVED.values() for field in fields}
)
"""The fields whose values are things: a row has each as its id and name."""


def row_of(catalogue: Catalogue, entry: Entry, fields: Iterable[str]) -> Row:
    """Some fields of an entry. What is not recorded is None, or an empty list where there may be several."""
    return {field: value_of(catalogue, entry, field) for field in fields}


def value_of(catalogue: Catalogue, entry: Entry, field: str) -> object:
    """The value of a field, or the list of its values, as JSON has them."""
    found = [_plain(catalogue, field, text) for text in entry.values.get(field, ())]
    return found if is_list(field) else next(iter(found), None)


def link_to(catalogue: Catalogue, thing: str) -> dict[str, str]:
    """A thing by its id and name."""
    return {"id": thing, "name": catalogue.name_of(thing)}


def _plain(catalogue: Catalogue, field: str, text: str) -> object:
    if field in LINKS:
        return link_to(catalogue, text)
    datatype = KEYS[field].type if field in KEYS else ""
    if datatype == XSD + "boolean":
        return text == "true"
    if datatype == XSD + "decimal":
        number = float(text)
        return int(number) if number.is_integer() else number
    return text


def table_columns(fields: Iterable[str]) -> list[str]:
    """The columns of a table of rows: a link has two, for its id and its name."""
    return [column for field in fields for column in _columns(field)]


def table_row(row: Row) -> Row:
    """A row as a table has it."""
    cells: Row = {}
    for field, value in row.items():
        if field not in LINKS:
            cells[field] = value
            continue
        for column, part in zip(_columns(field), ("id", "name"), strict=True):
            cells[column] = [one[part] for one in value] if isinstance(value, list) else value and value[part]
    return cells


def _columns(field: str) -> Iterator[str]:
    yield field
    if field in LINKS:
        yield f"{field}_name"
