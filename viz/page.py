"""The interactive network as one self-contained HTML text: it asks no host for anything and works from a
file.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from markupsafe import Markup

from graph.any_engine import AnyEngine
from schema.periods import PartialDate
from schema.vocabulary import ID
from viz.assets import (
    csp_hash,
    environment,
    frame_style,
    inline_json,
    page_script,
    page_style,
    vis_network,
)
from viz.drawing import draw
from viz.kinds import NETWORK_KINDS
from viz.layout import Layout, lay_out
from viz.network import Graph, Whole, cut_network, network, relations, things
from viz.relations import RELATIONS
from viz.things import Source, Thing

_SERVED_ID: Final = "/"


def network_page(
    engine: AnyEngine,
    around: str | None = None,
    depth: int = 1,
    place: str | None = None,
    on: date | None = None,
    kinds: Collection[str] | None = None,
) -> str:
    """The page for a network (see `viz.network.network` for the cut, and for what is raised): one file that
    works anywhere, whose links lead to the things' IRIs.
    """
    graph = network(engine, around=around, depth=depth, place=place, on=on, kinds=kinds)
    return render_page(graph, *heading(graph, depth, around is None and place is not None, on))


@dataclass(frozen=True)
class PageParts:
    """A network for a page of a server, which has a head of its own: heading, sentence, and body."""

    title: str
    lead: str
    body: Markup


def network_parts(
    whole: Whole, picture: str, around: str | None = None, depth: int = 1, place: str | None = None
) -> PageParts:
    """The parts of a served page for a network, of every day and with every kind: the page itself cuts to
    those, so that they can be chosen anew. It asks for what it draws at the address `picture`: see
    `served_picture`. What is raised: see `viz.network.cut_network`.
    """
    graph = cut_network(whole, around=around, depth=depth, place=place)
    title, lead = heading(graph, depth, around is None and place is not None, None)
    return PageParts(title, lead, Markup(_body(graph, _SERVED_ID, picture)))


def served_picture(graph: Graph, title: str, is_whole: bool) -> dict[str, Any]:
    """What a served page draws and lists. What a card tells beside that is asked for when it is opened.

    `is_whole`: nothing is left that could join.
    """
    data = page_data(graph, lay_out(graph), title, _SERVED_ID)
    about = {
        node: {name: told[name] for name in _IN_TABLES if name in told}
        for node, told in data["about"].items()
    }
    return {**data, "whole": is_whole, "about": about, "sources": []}


_IN_TABLES: Final = ("category", "dates")


def render_page(graph: Graph, title: str, lead: str) -> str:
    """The page for a network that is already made, with its heading and one sentence on what it shows."""
    scripts = vis_network(), page_script()
    return (
        environment()
        .get_template("network.html")
        .render(
            title=title,
            lead=lead,
            body=Markup(_body(graph, ID)),
            scripts=[Markup(script) for script in scripts],
            script_hashes=" ".join(map(csp_hash, scripts)),
            style=Markup(frame_style() + page_style()),
            data=Markup(inline_json(page_data(graph, lay_out(graph), title, ID))),
        )
    )


def _body(graph: Graph, base: str, picture: str | None = None) -> str:
    """Controls, picture and table; the first rows of the table are there before any script runs."""
    return (
        environment()
        .get_template("network-body.html")
        .render(
            count=len(graph),
            first=list(islice(_in_order(graph), ROWS_AT_FIRST)),
            words={kind.key: kind.word for kind in NETWORK_KINDS},
            base=base,
            picture=picture,
        )
    )


ROWS_AT_FIRST: Final = 50
"""Rows of the table that the page has without its script; as many as the script shows at once."""


def _in_order(graph: Graph) -> Iterator[Thing]:
    """Things as the table begins with them: by kind, then by name."""
    rank = {kind.key: number for number, kind in enumerate(NETWORK_KINDS)}
    yield from sorted(things(graph).values(), key=lambda thing: (rank[thing.kind], thing.label, thing.id))


def page_data(graph: Graph, layout: Layout, title: str, base: str) -> dict[str, Any]:
    """Everything the page's script needs, as plain JSON values. `base` + id is a thing's address."""
    is_served = base == _SERVED_ID  # then things of other kinds may join
    drawing = draw(graph, layout)
    known = things(graph)
    sources = _SourceList()
    kinds = Counter(thing.kind for thing in known.values())
    used = Counter(relation.key for _, relation, _ in relations(graph))
    return {
        "title": title,
        "base": base,
        "served": is_served,
        "centre": graph.graph.get("centre"),
        "physics": layout.physics,
        "kinds": [
            {
                "key": kind.key,
                "word": kind.word,
                "plural": kind.plural,
                "shape": kind.shape,
                "light": kind.light,
                "dark": kind.dark,
                "count": kinds[kind.key],
            }
            for kind in NETWORK_KINDS
            if kinds[kind.key] or is_served
        ],
        "relations": [
            {
                "key": relation.key,
                "words": relation.words,
                "inverse": relation.inverse,
                "count": used[relation.key],
            }
            for relation in RELATIONS
            if used[relation.key] or is_served
        ],
        "regions": [
            {"id": region.node, "x": region.x, "y": region.y, "r": region.radius, "level": region.level}
            for region in layout.regions
        ],
        "nodes": drawing.nodes,
        "edges": drawing.edges,
        "options": drawing.options,
        "about": {node: _about(thing, sources) for node, thing in known.items()},
        "sources": sources.rows,
        "sizes": {kind.key: kind.size for kind in NETWORK_KINDS},
        "times": {node: times for node, thing in known.items() if (times := times_of(thing))},
    }


def times_of(thing: Thing) -> dict[str, Any] | None:
    """When a thing is there: its periods as first days (half-open), None at an end that is not set; whether
    that end is not known, and when the state was last confirmed. None for what is always there.
    """
    when = thing.validity
    if when.periods is None:
        return None
    return {
        "periods": [
            [one.first_day.isoformat() if one else None for one in (period.start, period.end)]
            for period in when.periods
        ],
        "end_unknown": when.end_unknown,
        "confirmed": PartialDate(when.confirmed).first_day.isoformat() if when.confirmed else None,
    }


class _SourceList:
    """Every source once, in order of first use; things refer to it by number."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._numbers: dict[Source, int] = {}

    def number(self, source: Source) -> int:
        if source not in self._numbers:
            self._numbers[source] = len(self.rows)
            self.rows.append([source.url, source.title, source.publisher, source.date])
        return self._numbers[source]


def _about(thing: Thing, sources: _SourceList) -> dict[str, Any]:
    about: dict[str, Any] = {
        "category": thing.category,
        "summary": thing.summary,
        "dates": thing.dates,
        "details": thing.details,
        "parts": thing.parts,
        "doubts": thing.doubts,
        "verification": thing.verification,
        "sources": [sources.number(source) for source in thing.sources],
        "sourcesOf": thing.sources_of,
        "names": thing.other_names,
        "links": thing.links,
    }
    return {key: value for key, value in about.items() if value}


def heading(graph: Graph, depth: int, place: bool, on: date | None) -> tuple[str, str]:
    """The heading of a page, and one sentence on what it shows; `place`: the network is cut to a place."""
    day = f" on {on.day} {on:%B %Y}" if on else ""
    of_the_day = f"Law in force{day}, and what had happened by then." if on else ""
    centre = things(graph).get(graph.graph.get("centre", ""))
    if centre is None:
        all_of_it = (
            "Places, laws, rules, public bodies, companies, technologies, cases, events and their ties."
        )
        return f"Face recognition law: the whole network{day}", of_the_day or all_of_it
    if place:
        lead = "The place, what it lies within, and the law that reaches it."
        return f"{centre.label} and its law{day}", f"{lead} {of_the_day}".strip()
    lead = f"Everything within {'1 step' if depth == 1 else f'{depth} steps'} of it in the graph."
    return f"Around {centre.label}{day}", f"{lead} {of_the_day}".strip()
