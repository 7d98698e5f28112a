"""/api/graph and /api/paths: the network as nodes and edges, and how two things hang together."""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from api.costly import in_thread
from api.encodings import LEVEL
from api.formats import as_json
from api.parameters import Day, number, one_of, required
from api.parts import Parts, PartsOf
from api.problems import BadParameter
from api.replies import HTML, JSON, reply
from graph.engine import iri_term
from graph.full_record import record_of, sources_of
from graph.queries import load_query
from graph.rows import link_to
from schema.errors import UnusableValue
from schema.periods import parse_day
from schema.vocabulary import ID, iri_of, record_iri, short_id
from viz.exchange import as_gexf, as_graphml
from viz.kinds import KIND_BY_KEY
from viz.network import Graph, cut_network, relations, things
from viz.page import heading, render_page, served_picture, times_of
from viz.paths import Link, Step, Ways, ways_between
from viz.things import Thing, local_name

router = APIRouter(tags=["network"])

_FAR: Final = 2
"""Steps from a thing, from which on its network may be large."""

_RECORDS: Final = load_query("link_records")
GRAPH_FORMATS: Final = {
    "json": (JSON, "json"),
    "graphml": ("application/graphml+xml; charset=utf-8", "graphml"),
    "gexf": ("application/gexf+xml; charset=utf-8", "gexf"),
    "html": (HTML, "html"),
    "picture": (JSON, "json"),
}
"""The media type of each format, and how the name of its file ends."""

Kinds = Annotated[
    str | None,
    Query(description=f"Only these kinds, by commas: {', '.join(KIND_BY_KEY)}", examples=["law,proceeding"]),
]
Around = Annotated[
    str | None, Query(description="A thing, `kind/slug`", examples=["organisation/clearview-ai"])
]


@router.get("/api/graph")
async def graph(
    request: Request,
    parts: PartsOf,
    around: Around = None,
    depth: Annotated[str, Query(description="Steps from it, 0 (the thing alone) to 6", examples=["2"])] = "1",
    place: Annotated[
        str | None,
        Query(description="A place, with the law that reaches it", examples=["us-ca-san-francisco"]),
    ] = None,
    on: Day = None,
    kinds: Kinds = None,
    cards: Annotated[
        str,
        Query(
            description="`true`: each node also with what its card on the page tells",
            examples=["true"],
        ),
    ] = "false",
    format: Annotated[
        str,
        Query(
            description=(
                "`json`, `graphml`, `gexf`, `html`: one page that works offline, or `picture`: what the "
                "page /network draws, with where each thing stands"
            ),
            examples=["graphml"],
        ),
    ] = "json",
) -> Response:
    """The network as nodes and edges, whole or cut to a thing, a place, a day or kinds."""
    day = parse_day(on) if on else None
    one_of("format", format, tuple(GRAPH_FORMATS))
    with_cards = one_of("cards", cards, ("true", "false")) == "true"
    cut = _Cut(around, number("depth", depth, 0, 6), place, day, _kinds(kinds))
    is_packed = ("accept-encoding", "gzip") in request.headers.items()
    make = partial(_graph, parts, cut, format, with_cards, is_packed)
    about, body = await in_thread(parts, make)
    media, ending = GRAPH_FORMATS[format]
    headers = {} if media == JSON else {"Content-Disposition": f'attachment; filename="network.{ending}"'}
    if is_packed:
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return reply(request, parts.engine.data_version, body, media, headers, about=about)


@router.get("/api/paths")
def paths(
    request: Request,
    parts: PartsOf,
    from_: Annotated[
        str | None,
        Query(alias="from", description="A thing, `kind/slug`", examples=["organisation/clearview-ai"]),
    ] = None,
    to: Annotated[str | None, Query(description="Another thing", examples=["law/us-il-bipa-2008"])] = None,
    kinds: Kinds = None,
    on: Day = None,
    limit: Annotated[str, Query(description="At most so many ways, 1 to 10", examples=["3"])] = "3",
) -> Response:
    """The shortest connections of two things, each step in words, with the record that says so."""
    start = _node(parts, "from", required("from", from_, "organisation/clearview-ai"))
    end = _node(parts, "to", required("to", to, "law/us-il-bipa-2008"))
    most = number("limit", limit, 1, 10)
    ways = ways_between(parts.network, start, end, most, _kinds(kinds), parse_day(on) if on else None)
    content = {
        "from": link_to(parts.catalogue, ways.start),
        "to": link_to(parts.catalogue, ways.end),
        "on": on,
        "paths": [_way(parts, way) for way in ways.found],
        "note": _note(ways),
        "data_version": parts.engine.data_version,
    }
    return reply(request, parts.engine.data_version, as_json(content), JSON)


@dataclass(frozen=True)
class _Cut:
    """What of the network is asked for."""

    around: str | None
    depth: int
    place: str | None
    day: date | None
    kinds: tuple[str, ...] | None


def _graph(parts: Parts, cut: _Cut, format: str, cards: bool, is_packed: bool) -> tuple[str | None, bytes]:
    """The thing that a network is about, and the network as bytes.

    A large one takes a while to make and to pack, so the last of those are kept; the nearest of a thing
    is not.
    """
    centre = _node(parts, "around", cut.around) if cut.around else None
    home = parts.lookup.places.resolve(cut.place).id if cut.place else None
    key = ("graph", parts.engine.data_version, centre, cut.depth, home, cut.day, cut.kinds, format, cards)

    def body() -> bytes:
        found = cut_network(parts.network, centre, cut.depth, home, cut.day, cut.kinds)
        return _written(parts, found, replace(cut, around=centre, place=home), format, cards)

    def packed() -> bytes:
        return gzip.compress(body(), LEVEL, mtime=0)

    make = packed if is_packed else body
    if centre and cut.depth < _FAR:
        return centre, make()
    return centre or home, parts.graphs.get((*key, is_packed), make)


def _written(parts: Parts, found: Graph, cut: _Cut, format: str, cards: bool) -> bytes:
    if format == "graphml":
        return as_graphml(found)
    if format == "gexf":
        return as_gexf(found)
    if format == "json":
        head = {"centre": found.graph.get("centre"), "on": cut.day.isoformat() if cut.day else None}
        return as_json({**head, **_as_dict(found, cards), "data_version": parts.engine.data_version})
    title, lead = heading(found, cut.depth, cut.around is None and cut.place is not None, cut.day)
    if format == "html":
        return render_page(found, title, lead).encode()
    return as_json(served_picture(found, title, is_whole=cut.around is None and cut.place is None))


def _kinds(given: str | None) -> tuple[str, ...] | None:
    wanted = tuple(sorted({kind.strip() for kind in given.split(",")})) if given else None
    if wanted and (foreign := [kind for kind in wanted if kind not in KIND_BY_KEY]):
        accepted = tuple(KIND_BY_KEY)
        said = ", ".join(map(repr, foreign))
        raise BadParameter(f"no such kind: {said}; accepted: {', '.join(accepted)}", accepted)
    return wanted


def _node(parts: Parts, name: str, given: str) -> str:
    """The id of a node. What is recorded without being a node (an exception, an outcome, a source) is told as
    such; whatever else is unknown is left to the network to refuse.
    """
    short = given.strip().removeprefix(ID)
    entry = parts.catalogue.get(parts.catalogue.present_id(short) or short)
    if not entry or entry.kind in KIND_BY_KEY:
        return entry.id if entry else short
    holder = entry.first("rule") or entry.first("law") or entry.first("proceeding")
    instead = f"; it belongs to {holder}: ask for that" if holder else ""
    kinds = ", ".join(KIND_BY_KEY)
    raise UnusableValue(f"{name} is {given!r}, which is no node of the network ({kinds}){instead}")


def _card(thing: Thing) -> dict[str, Any]:
    return {
        "summary": thing.summary or None,
        "details": [{"what": what, "text": text} for what, text in thing.details],
        "parts": [{"what": what, "text": text} for what, text in thing.parts],
        "doubts": thing.doubts,
        "sources": [
            {"url": one.url, "title": one.title, "publisher": one.publisher, "date": one.date}
            for one in thing.sources
        ],
        "sources_of": thing.sources_of,
        "other_names": thing.other_names,
        "links": thing.links,
    }


def _as_dict(found: Graph, cards: bool) -> dict[str, Any]:
    return {
        "nodes": [
            {
                "id": node,
                "kind": thing.kind,
                "name": thing.label,
                "category": thing.category or None,
                "dates": [{"what": what, "date": when} for what, when in thing.dates],
                "verification": thing.verification or None,
                "times": times_of(thing),
                **(_card(thing) if cards else {}),
            }
            for node, thing in things(found).items()
        ],
        "edges": [
            {
                "from": start,
                "to": end,
                "property": relation.predicate,
                "relation": relation.key,
                "words": relation.words,
                "words_back": relation.inverse,
            }
            for start, relation, end in relations(found)
        ],
    }


def _way(parts: Parts, steps: Sequence[Step]) -> dict[str, Any]:
    shown = [_step(parts, step) for step in steps]
    return {"length": len(shown), "text": ". ".join(step["text"] for step in shown), "steps": shown}


def _step(parts: Parts, step: Step) -> dict[str, Any]:
    links = [_link(parts, step, link) for link in step.links]
    return {
        "from": link_to(parts.catalogue, step.start),
        "to": link_to(parts.catalogue, step.end),
        "text": links[0]["text"],
        "statements": links,
    }


def _link(parts: Parts, step: Step, link: Link) -> dict[str, Any]:
    """One statement: in words along the step, as the record has it, and on what it rests."""
    is_forward = link.start == step.start
    words = link.relation.words if is_forward else link.relation.inverse
    names = [parts.catalogue.name_of(one) for one in (step.start, step.end)]
    entry = parts.catalogue.by_id[link.start]
    return {
        "text": f"{names[0]}: {words} {names[1]}",
        "subject": link.start,
        "property": link.relation.predicate,
        "object": link.end,
        "direction": "forward" if is_forward else "backward",
        "record": _record(parts, link) or record_of(parts.catalogue, entry),
        **sources_of(parts.engine, parts.catalogue, entry),
    }


def _record(parts: Parts, link: Link) -> str | None:
    """The id of the record that states a link."""
    rows = parts.engine.select(_RECORDS, start=iri_term(iri_of(link.start)), end=iri_term(iri_of(link.end)))
    records = [row["record"] for row in rows if local_name(row["property"]) == link.relation.predicate]
    beginning = record_iri("")
    return next((short_id(one.removeprefix(beginning)) for one in records if one.startswith(beginning)), None)


def _note(ways: Ways) -> str | None:
    if ways.start == ways.end:
        return "Both are the same thing."
    if not ways.found:
        return "Nothing recorded here connects them so; other kinds of things, or another day, may."
    if ways.only_by_places:
        return "Nothing recorded here connects them but the places that they have in common."
    return None
