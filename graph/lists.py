"""Lists of entries of a kind: filtered, sorted, and cut into pages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from graph.catalogue import Catalogue, Entry
from graph.cursors import cursor_at, offset_of
from graph.filters import World, claim
from graph.kinds import Kind
from graph.rows import LINKS, Row, row_of
from graph.words import fold
from schema.errors import UnusableValue
from schema.periods import parse_day

MOST_ROWS: Final = 1000
"""The longest page."""


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for: filters by name, `direct` (see `graph.filters.claim`), the fields to sort by
    ("-" before one that descends) and to show, how many rows (None: all that follow), and from where.
    """

    filters: Mapping[str, str] = field(default_factory=dict)
    direct: bool = False
    sort: str | None = None
    fields: str | None = None
    limit: int | None = 50
    cursor: str | None = None


@dataclass(frozen=True)
class Page:
    """Some rows, which fields they have, how many there are in all, and the cursor of the next page."""

    rows: list[Row]
    fields: tuple[str, ...]
    total: int
    next_cursor: str | None


def page_of(world: World, kind: Kind, wanted: Wanted, data_version: str) -> Page:
    """One page of a list.

    UnusableValue for a field, sort or cursor that cannot be used, with what can be; errors of filters as for
    `graph.filters.claim`.
    """
    fields = _fields(kind, wanted.fields)
    found = _sorted(world.catalogue, kind, wanted.sort or kind.sort, entries_of(world, kind, wanted))
    question = json.dumps([kind.key, sorted(wanted.filters.items()), wanted.direct, wanted.sort or kind.sort])
    start = offset_of(wanted.cursor, data_version, question) if wanted.cursor else 0
    end = len(found) if wanted.limit is None else start + wanted.limit
    return Page(
        [row_of(world.catalogue, entry, fields) for entry in found[start:end]],
        fields,
        len(found),
        cursor_at(end, data_version, question) if end < len(found) else None,
    )


def entries_of(world: World, kind: Kind, wanted: Wanted) -> list[Entry]:
    """All entries of a kind that the filters leave; errors as for `graph.filters.claim`."""
    _check_days(wanted.filters)
    if wanted.direct and "place" not in wanted.filters:
        raise UnusableValue("direct says how `place` is meant; give a place too, or leave it out")
    claims = [
        claim(world, kind, one, wanted.filters[one.name], wanted.direct)
        for one in kind.filters
        if one.name in wanted.filters
    ]
    return [entry for entry in world.catalogue.of(kind.key) if all(holds(entry) for holds in claims)]


def _check_days(filters: Mapping[str, str]) -> None:
    begin, end = (parse_day(filters[name]) if name in filters else None for name in ("from", "to"))
    if isinstance(begin, date) and isinstance(end, date) and end < begin:
        raise UnusableValue(f"to ({end}) is before from ({begin}); both days are included")


def _fields(kind: Kind, given: str | None) -> tuple[str, ...]:
    if given is None:
        return kind.columns
    names = tuple(dict.fromkeys(name.strip() for name in given.split(",")))
    return _accepted("fields", names, kind.fields)


def _accepted(what: str, names: tuple[str, ...], accepted: Sequence[str]) -> tuple[str, ...]:
    if foreign := [name for name in names if name not in accepted]:
        said = ", ".join(map(repr, foreign))
        raise UnusableValue(f"{what} names {said}; accepted: {', '.join(accepted)}", accepted)
    return names


def _sorted(catalogue: Catalogue, kind: Kind, sort: str, entries: list[Entry]) -> list[Entry]:
    """The entries by one field or several; those without a value come last, equal ones by id."""
    keys = [key.strip() for key in sort.split(",")]
    _accepted("sort", tuple(key.removeprefix("-") for key in keys), kind.sorts)
    for key in reversed(keys):
        name = key.removeprefix("-")
        known = [entry for entry in entries if entry.first(name) is not None]
        known.sort(key=lambda entry: _order(catalogue, entry, name), reverse=key.startswith("-"))
        entries = known + [entry for entry in entries if entry.first(name) is None]
    return entries


def _order(catalogue: Catalogue, entry: Entry, name: str) -> tuple[float, str]:
    text = entry.first(name) or ""
    if name == "amount":
        return float(text), ""
    if name in LINKS:
        text = catalogue.name_of(text)
    return 0, fold(text) if name == "name" or name in LINKS else text
