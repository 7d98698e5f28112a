"""/laws, /jurisdictions, ...: the lists of /api as pages, with a form for their filters."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.contract import states
from api.entry_page import Cell, cells_of
from api.pages import render
from api.parts import Parts, PartsOf
from api.replies import HTML, reply
from api.routes.records import argument_of, controls_of, parameter_of, wanted_of
from api.wording import KIND_WORDS, Words, field_words
from graph.filters import World
from graph.kinds import TABLE, Filter, Kind, Match
from graph.lists import Page, Wanted, page_of
from schema.errors import NotFound

router = APIRouter(tags=["pages"])

_COLUMNS: Final = {
    "jurisdiction": ("name", "type", "within", "researched_through", "research_depth"),
    "law": ("name", "jurisdiction", "kind", "status", "effective", "citation"),
    "rule": ("name", "jurisdiction", "effect", "actors", "from", "until", "provision"),
    "exception": ("name", "law", "provision"),
    "regulator": ("name", "jurisdiction", "kind"),
    "organisation": ("name", "type", "country", "headquarters"),
    "technology": ("name", "kind", "vendor"),
    "proceeding": ("name", "jurisdiction", "kind", "status", "filed", "forum"),
    "outcome": ("name", "kind", "date", "amount", "currency"),
    "event": ("name", "kind", "date", "places", "organisations"),
    "source": ("name", "publisher", "date"),
}
"""The columns of each page: what a reader chooses by."""
_NOT_HERE: Final = ("fields", "format")


@dataclass(frozen=True)
class Field:
    """A field of the form: a choice of (value, words) where there are choices."""

    name: str
    words: str
    value: str
    example: str
    is_day: bool
    choices: tuple[tuple[str, str], ...]


def _handler(kind: Kind) -> Callable[..., Response]:
    """The handler of a kind's page, with a parameter for each of its filters."""

    def handler(request: Request, parts: Parts, **given: str | None) -> Response:
        asked = {name: text.strip() for name, text in given.items() if text and text.strip()}
        columns = _COLUMNS[kind.key]
        full = {one: asked.get(one) for one in (*map(argument_of, _names(kind)), "fields")}
        wanted = wanted_of(kind, {"direct": None, **full, "fields": ",".join(("id", *columns))})
        version = parts.engine.data_version
        found = page_of(parts.world, kind, wanted, version)
        body = render("listing.html", _values(parts, kind, wanted, found))
        return reply(request, version, body, HTML)

    handler.__doc__ = f"{kind.plural.capitalize()} as a page: filtered, sorted and page by page."
    handler.__name__ = f"page_of_{kind.plural}"
    parameters = [
        Parameter("request", Parameter.KEYWORD_ONLY, annotation=Request),
        Parameter("parts", Parameter.KEYWORD_ONLY, annotation=PartsOf),
        *(parameter_of(one.name, one.words, one.example) for one in kind.filters),
        *(parameter_of(*one) for one in controls_of(kind) if one[0] not in _NOT_HERE),
    ]
    handler.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # the framework reads it
    return handler


def _names(kind: Kind) -> list[str]:
    """All parameters of a kind's page."""
    controls = [name for name, _, _ in controls_of(kind) if name not in _NOT_HERE]
    return [*(one.name for one in kind.filters), *controls]


def _values(parts: Parts, kind: Kind, wanted: Wanted, found: Page) -> dict[str, object]:
    words = Words(parts.lookup.concepts)
    query = dict(wanted.filters)
    if wanted.direct:
        query["direct"] = "true"
    sort = wanted.sort or kind.sort
    return {
        "kind": kind.key,
        "plural": kind.plural,
        "title": KIND_WORDS[kind.key][1],
        "kinds": [(one.plural, KIND_WORDS[one.key][1]) for one in TABLE],
        "total": found.total,
        "is_filtered": bool(query),
        "fields": [_field(parts.world, kind, one, wanted, words) for one in kind.filters],
        "has_direct": any(one.match is Match.PLACE for one in kind.filters),
        "direct": wanted.direct,
        "sorts": [(one, field_words(one)) for one in kind.sorts],
        "sort": sort,
        "columns": [_column(kind, name, sort, query) for name in found.fields if name != "id"],
        "rows": [_row(kind, row, words) for row in found.rows],
        "is_first": wanted.cursor is None,
        "first": f"/{kind.plural}?" + urlencode({**query, "sort": sort}),
        "next": f"/{kind.plural}?"
        + urlencode({**query, "sort": sort, "limit": wanted.limit, "cursor": found.next_cursor})
        if found.next_cursor
        else "",
        "csv": f"/api/{kind.plural}?" + urlencode({**query, "sort": sort, "format": "csv"}),
        "json": f"/api/{kind.plural}?" + urlencode({**query, "sort": sort}),
        "data_version": parts.engine.data_version,
    }


def _row(kind: Kind, row: dict[str, Any], words: Words) -> tuple[str, list[list[Cell]]]:
    """A row: the address of its thing, and the cells of each column."""
    return f"/{row['id']}", [
        cells_of(field, kind.key, value, words) for field, value in row.items() if field != "id"
    ]


def _column(kind: Kind, name: str, sort: str, query: dict[str, str]) -> dict[str, str]:
    """A column's heading: its words, and the address that sorts by it, the other way when it does already."""
    address = ""
    if name in kind.sorts:
        order = f"-{name}" if sort == name else name
        address = f"/{kind.plural}?" + urlencode({**query, "sort": order})
    state = "ascending" if sort == name else "descending" if sort == f"-{name}" else "none"
    return {"words": field_words(name), "address": address, "state": state}


def _field(world: World, kind: Kind, one: Filter, wanted: Wanted, words: Words) -> Field:
    is_day = one.match in (Match.IN_FORCE, Match.FROM, Match.TO)
    choices: tuple[tuple[str, str], ...] = ()
    if one.match in (Match.WORD, Match.SCOPE):
        choices = tuple((concept.word, concept.label) for concept in world.concepts.schemes[one.accepts[0]])
    elif one.match is Match.TRUTH:
        choices = tuple(
            (word, {"true": "yes", "false": "no"}.get(word, word)) for word in ("true", "false", "unknown")
        )
    elif one.match is Match.TYPE:
        types = sorted({entry.first("type") or "" for entry in world.catalogue.of(kind.key)} - {""})
        choices = tuple((name, name) for name in types)
    return Field(
        one.name,
        field_words(_LABELS.get(one.name, one.name)),
        wanted.filters.get(one.name, ""),
        "California" if one.match is Match.PLACE else one.example,
        is_day,
        choices,
    )


_LABELS: Final = {"on": "in force on", "from": "on or after", "to": "on or before"}

for _kind in TABLE:
    _page = _handler(_kind)
    router.add_api_route(f"/{_kind.plural}", states({HTML: None}, errors=(NotFound,))(_page))
