"""Lists and single records of every kind, from one table (`graph.kinds`)."""

from collections.abc import Callable, Mapping
from inspect import Parameter, Signature
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as PathParameter

from api.formats import as_csv, as_json
from api.parameters import number, one_of, truth
from api.parts import Parts, PartsOf
from api.replies import CSV, JSON, reply
from graph.filters import near_things
from graph.full_record import full_record
from graph.kinds import BY_KEY, TABLE, Kind, Match
from graph.lists import MOST_ROWS, Page, Wanted, page_of
from graph.rows import table_columns, table_row
from schema.errors import NotFound, UnknownPlace

router = APIRouter(tags=["records"])

ON_A_PAGE: Final = 50
"""Rows of a page, unless asked otherwise. A table is whole unless asked otherwise: it is saved and opened
elsewhere, where nothing tells that rows are missing."""
_CONTROLS: Final = ("direct", "sort", "fields", "limit", "cursor", "format")


def _list_handler(kind: Kind) -> Callable[..., Response]:
    """The handler of a kind's list, with a parameter for each of its filters."""

    def handler(request: Request, parts: Parts, **given: str | None) -> Response:
        as_table = one_of("format", given["format"] or "json", ("json", "csv")) == "csv"
        wanted = wanted_of(kind, given, None if as_table else ON_A_PAGE)
        version = parts.engine.data_version
        found = page_of(parts.world, kind, wanted, version)
        headers = {"Link": _next_link(request, found.next_cursor)} if found.next_cursor else {}
        if as_table:
            body = as_csv(map(table_row, found.rows), table_columns(found.fields))
            return reply(request, version, body, CSV, headers)
        return reply(request, version, as_json(_content(kind, wanted, found, version)), JSON, headers)

    handler.__doc__ = f"{kind.plural.capitalize()}, filtered, sorted and page by page, as JSON or CSV."
    handler.__name__ = f"list_{kind.plural}"
    parameters = [
        Parameter("request", Parameter.KEYWORD_ONLY, annotation=Request),
        Parameter("parts", Parameter.KEYWORD_ONLY, annotation=PartsOf),
        *(parameter_of(one.name, one.words, one.example) for one in kind.filters),
        *(parameter_of(name, words, example) for name, words, example in controls_of(kind)),
    ]
    handler.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # the framework reads it
    return handler


def wanted_of(kind: Kind, given: Mapping[str, str | None], rows: int | None = ON_A_PAGE) -> Wanted:
    """What the parameters of a kind's list ask for, so many rows (None: all) unless they say how many.

    BadParameter for a `direct` or `limit` that is none.
    """
    direct, limit = given.get("direct"), given["limit"]
    return Wanted(
        filters={
            one.name: text for one in kind.filters if (text := given[argument_of(one.name)]) is not None
        },
        direct=truth("direct", direct) if direct else False,
        sort=given["sort"],
        fields=given["fields"],
        limit=number("limit", limit, 1, MOST_ROWS) if limit else rows,
        cursor=given["cursor"],
    )


def _content(kind: Kind, wanted: Wanted, page: Page, version: str) -> dict[str, Any]:
    return {
        "kind": kind.key,
        "filters": dict(wanted.filters),
        "sort": wanted.sort or kind.sort,
        "total": page.total,
        "items": page.rows,
        "next_cursor": page.next_cursor,
        "data_version": version,
    }


def _next_link(request: Request, cursor: str) -> str:
    """The next page's address, relative: whatever host the client names is not repeated."""
    query = request.url.include_query_params(cursor=cursor).query
    return f'<{request.url.path}?{query}>; rel="next"'


def parameter_of(name: str, words: str, example: str) -> Parameter:
    """A parameter of the query, as the framework reads it from a handler."""
    described = Query(alias=name, description=words, examples=[example])
    annotation = Annotated[str | None, described]
    return Parameter(argument_of(name), Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def argument_of(name: str) -> str:
    """The name that a parameter has as an argument: `from` is a word of the language."""
    return f"{name}_" if name == "from" else name


def controls_of(kind: Kind) -> list[tuple[str, str, str]]:
    """The parameters of a kind's list that are no filters: name, words, example."""
    in_place = any(one.match is Match.PLACE for one in kind.filters)
    itself = (
        "those directly within it" if kind.key == "jurisdiction" else "of the place itself, nothing within it"
    )
    return [
        *([("direct", f"With `place`: true for {itself}", "true")] if in_place else []),
        (
            "sort",
            f"Fields by commas, `-` before one that descends: {', '.join(kind.sorts)}; "
            f"by {kind.sort} if absent",
            kind.sort,
        ),
        ("fields", f"Only these fields, by commas: {', '.join(kind.fields)}", ",".join(kind.columns[:3])),
        ("limit", f"Rows of a page, 1 to {MOST_ROWS}; if absent {ON_A_PAGE}, as CSV all", "20"),
        ("cursor", "Where the page begins: `next_cursor` of the page before", "IoUE1EmZh5V3d4R-sHfpwAAAAAI"),
        ("format", "json or csv; json if absent", "json"),
    ]


def _record_handler(kind: Kind) -> Callable[..., Response]:
    """The handler of a single record of a kind."""

    def handler(request: Request, parts: PartsOf, slug: str) -> Response:
        thing = f"{kind.key}/{slug}"
        entry = parts.catalogue.get(thing)
        if not entry:
            return _moved_or_missing(parts, kind, slug)
        content = full_record(parts.engine, parts.catalogue, entry)
        version = parts.engine.data_version
        return reply(request, version, as_json({**content, "data_version": version}), JSON, about=thing)

    handler.__doc__ = (
        f"One {kind.key}: its values, what it links to and what links to it by name, its sources, its doubts."
    )
    handler.__name__ = f"{kind.key}_record"
    handler.__annotations__["slug"] = Annotated[
        str, PathParameter(description=f"The slug: the id without {kind.key}/", examples=[kind.example])
    ]
    return handler


def _moved_or_missing(parts: Parts, kind: Kind, slug: str) -> Response:
    """A redirect to the record that the thing has now, or that the code or name of a place means; NotFound,
    with near ones, when there is none. AmbiguousPlace when several places are meant.
    """
    present = parts.catalogue.present_id(f"{kind.key}/{slug}")
    if not present and kind.key == "jurisdiction":
        present = _place_meant(parts, slug)
    if present:
        now_kind, _, now_slug = present.partition("/")
        where = f"/api/{BY_KEY[now_kind].plural}/{now_slug}"
        return Response(status_code=301, headers={"Location": where})
    raise NotFound(kind.key, slug, near_things(parts.catalogue, slug, (kind.key,)))


def _place_meant(parts: Parts, given: str) -> str | None:
    try:
        return parts.lookup.places.resolve(given).id
    except UnknownPlace:
        return None


for _kind in TABLE:
    router.add_api_route(f"/api/{_kind.plural}", _list_handler(_kind))
    router.add_api_route(f"/api/{_kind.plural}/{{slug}}", _record_handler(_kind))
