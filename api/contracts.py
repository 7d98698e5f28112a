"""The contracts of routes that do not state their own beside their handler, by the name of the operation.

Kept apart so that one table shows how far parameters and answers of many alike routes are described.
"""

from collections.abc import Mapping
from typing import Any, Final

from api.contract import Contract, Follow
from api.models import Hits, RecordPage, SingleRecord
from api.parameters import THING_PATTERN, words_schema
from api.problems import BodyTooLarge, RangeNotSatisfiable, RequestTimeout, UnsupportedMediaType
from api.replies import CSV, HTML, JSON
from api.routes.cite import EVERY
from api.routes.connections import GRAPH_FORMATS
from graph.dumps import NAMES
from graph.kinds import TABLE
from graph.labels import FOUND_KINDS
from graph.legal_days import KINDS as DAY_KINDS
from graph.lists import MOST_ROWS
from schema.errors import NotFound
from schema.vocabulary import KINDS
from viz.kinds import KIND_BY_KEY

_ATOM: Final = "application/atom+xml; charset=utf-8"
_FEED: Final = "application/feed+json; charset=utf-8"
_MOVED: Final = {301: "The thing has another id now: Location"}
_THING: Final = {"pattern": THING_PATTERN}
_BODIES: Final = (BodyTooLarge, RequestTimeout, UnsupportedMediaType, NotFound)

Schemas = Mapping[str, Mapping[str, Any]]


def _whole(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


_OF_FEEDS: Final[Schemas] = {
    "kinds": words_schema(DAY_KINDS),
    "limit": _whole(1, 500),
    "page": _whole(1, 999_999),
}
_OF_LISTS: Final[Schemas] = {
    "direct": {"type": "boolean"},
    "limit": _whole(1, MOST_ROWS),
    "cursor": {"pattern": "^[A-Za-z0-9_-]{20,200}$"},
    "private_right_of_action": {"type": "string", "enum": ["true", "false", "unknown"]},
}
_OF_RECONCILING: Final[Schemas] = {
    "prefix": {"type": "string", "maxLength": 500},
    "type": {"type": "string", "maxLength": 500},
    "queries": {"type": "string", "pattern": r"^\s*\{"},
    "extend": {"type": "string", "pattern": r"^\s*\{"},
    "cursor": _whole(0, 1000),
    "limit": _whole(1, 1000),
    "id": _THING,
}

CONTRACTS: Final[Mapping[str, Contract]] = {
    **{
        f"list_{kind.plural}": Contract({JSON: RecordPage, CSV: None}, (NotFound,), parameters=_OF_LISTS)
        for kind in TABLE
    },
    **{f"{kind.key}_record": Contract({JSON: SingleRecord}, (NotFound,), moves=_MOVED) for kind in TABLE},
    "check_many": Contract(
        {JSON: None, CSV: None},
        _BODIES,
        takes={
            JSON: [{"place": "us-ca-san-francisco", "actor": "police", "on": "2024-06-01"}],
            "text/csv": "place,actor,on\r\nus-ca-san-francisco,police,2024-06-01\r\n",
        },
        takes_schemas={
            JSON: {"type": "array"},
            "text/csv": {"type": "string", "format": "questions"},
        },
    ),
    "compare_places": Contract({JSON: None, CSV: None}, required=("places", "actor")),
    "explain_rule": Contract(
        {JSON: None}, (NotFound,), required=("rule", "place", "actor"), parameters={"rule": _THING}
    ),
    "transitions": Contract(
        {JSON: None, CSV: None},
        required=("place", "actor"),
        parameters={"changes": {"type": "string", "enum": ["all", "verdict"]}},
    ),
    "timeline_of_place": Contract({JSON: None, CSV: None}, required=("place",)),
    "near": Contract(
        {JSON: None},
        required=("lat", "lon"),
        example={"actor": "police"},
        parameters={
            "lat": {"type": "number", "minimum": -90, "maximum": 90},
            "lon": {"type": "number", "minimum": -180, "maximum": 180},
            "km": _whole(1, 500),
        },
    ),
    "search": Contract(
        {JSON: Hits},
        required=("q",),
        parameters={"kinds": words_schema(FOUND_KINDS), "limit": _whole(1, 100)},
        follow=(
            Follow("network", {"around": "$response.body#/hits/0/id"}, "The picture around the best hit"),
            Follow("reconcile_preview", {"id": "$response.body#/hits/0/id"}, "The best hit on a small card"),
        ),
    ),
    "stats": Contract({JSON: None}),
    "graph": Contract(
        {JSON: None, "application/graphml+xml": None, "application/gexf+xml": None, HTML: None},
        (NotFound,),
        parameters={
            "around": _THING,
            "depth": _whole(0, 6),
            "kinds": words_schema(tuple(KIND_BY_KEY)),
            "cards": {"type": "boolean"},
            "format": {"type": "string", "enum": list(GRAPH_FORMATS)},
        },
        example={
            JSON: {},
            **{
                media: {"format": name, "around": "law/us-il-bipa-2008"}
                for name, media in (("graphml", "application/graphml+xml"), ("gexf", "application/gexf+xml"))
            },
        },
    ),
    "paths": Contract(
        {JSON: None},
        (NotFound,),
        required=("from", "to"),
        parameters={
            "from": _THING,
            "to": _THING,
            "limit": _whole(1, 10),
            "kinds": words_schema(tuple(KIND_BY_KEY)),
        },
    ),
    "calendar": Contract({"text/calendar; charset=utf-8": None}, parameters=_OF_FEEDS),
    "api_changes_atom": Contract({_ATOM: None}, parameters=_OF_FEEDS),
    "api_changes_json": Contract({_FEED: None}, parameters=_OF_FEEDS),
    "api_corrections_atom": Contract({_ATOM: None}, parameters=_OF_FEEDS),
    "api_corrections_json": Contract({_FEED: None}, parameters=_OF_FEEDS),
    "badge": Contract({"image/svg+xml": None}),
    "map_picture": Contract({"image/svg+xml": None}),
    "cite": Contract(
        {
            JSON: None,
            "text/plain": None,
            "application/x-bibtex": None,
            "application/vnd.citationstyles.csl+json": None,
            "application/x-research-info-systems": None,
        },
        (NotFound,),
        moves=_MOVED,
        parameters={
            "kind": {"type": "string", "enum": list(KINDS)},
            "style": {"type": "string", "enum": list(EVERY)},
            "format": {"type": "string", "enum": ["json", "text"]},
        },
        example={
            JSON: {"format": "json"},
            "text/plain": {"style": "bluebook"},
            "application/x-bibtex": {"style": "bibtex"},
            "application/vnd.citationstyles.csl+json": {"style": "csl-json"},
            "application/x-research-info-systems": {"style": "ris"},
        },
    ),
    "dump": Contract(
        {
            "application/gzip": None,
            "application/n-quads": None,
            "application/trig": None,
            "application/ld+json": None,
            "text/turtle": None,
            "application/n-triples": None,
            "text/plain": None,
        },
        (NotFound, RangeNotSatisfiable),
        moves={206: "The asked range of bytes"},
        parameters={
            "ending": {
                "type": "string",
                "enum": [*(name.removeprefix("dump.") for name in NAMES), "sha256"],
            }
        },
        shown="(a file)",
    ),
    **{
        name: Contract({JSON: None}, (NotFound,), parameters=_OF_RECONCILING)
        for stem in ("suggest_entity", "suggest_type", "suggest_property")
        for name in (f"reconcile_{stem}", f"reconcile_draft_{stem}")
    },
    **{
        name: Contract({JSON: None}, (NotFound,), required=("type",), parameters=_OF_RECONCILING)
        for name in ("reconcile_extend_propose", "reconcile_draft_extend_propose")
    },
    **{
        name: Contract({HTML: None}, (NotFound,), required=("id",), parameters=_OF_RECONCILING)
        for name in ("preview", "reconcile_preview", "reconcile_draft_preview")
    },
    "service": Contract({JSON: None}, parameters=_OF_RECONCILING),
    "draft_service": Contract({JSON: None}),
}
