"""What is known of one thing, or stated by one named graph: as rows for people, as RDF for programs."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.any_engine import AnyEngine
from graph.engine import Row, iri_term
from graph.queries import load_query
from graph.rdf import written
from schema.vocabulary import PREFIXES, short_id

DESCRIPTIONS: Final = Path(__file__).parent / "descriptions"
_THING_RDF, _GRAPH_RDF = (load_query(name, DESCRIPTIONS) for name in ("thing", "graph"))
_FACTS, _MENTIONS, _GRAPH, _FORMER, _SAID = (
    load_query(name)
    for name in ("thing_facts", "thing_mentions", "graph_facts", "thing_of_former_id", "is_said")
)
_SAFE: Final = re.compile(r"[A-Za-z0-9:/#.~_-]+")


@dataclass(frozen=True)
class Fact:
    """One statement about a subject: the property's and the value's short forms, and the value's own name."""

    subject: str
    property: str
    value: str
    is_thing: bool
    """Whether the value is an IRI rather than a text, number or date."""
    label: str | None
    """The name of the thing that the value is."""


def facts_of(engine: AnyEngine, thing: str) -> list[Fact]:
    """All facts about a thing (an IRI) and its parts; none when it is unknown."""
    return _facts(engine.select(_FACTS, thing=iri_term(thing))) if _SAFE.fullmatch(thing) else []


def has_facts(engine: AnyEngine, iri: str) -> bool:
    """Whether anything is said of an IRI."""
    return bool(_SAFE.fullmatch(iri) and engine.select(_SAID, thing=iri_term(iri)))


def facts_in(engine: AnyEngine, graph: str) -> list[Fact]:
    """All facts that a named graph states; none when there is no such graph."""
    return _facts(engine.select(_GRAPH, graph=iri_term(graph))) if _SAFE.fullmatch(graph) else []


def mentions_of(engine: AnyEngine, thing: str) -> list[Fact]:
    """All other things that point to a thing: `subject` is the other one, `label` its name."""
    rows = engine.select(_MENTIONS, thing=iri_term(thing)) if _SAFE.fullmatch(thing) else []
    return [
        Fact(short_id(row["other"]), short_id(row["property"]), short_id(thing), True, row.get("label"))
        for row in rows
    ]


def current_id(engine: AnyEngine, former: str) -> str | None:
    """The short id of the thing that once had this IRI; None when none had."""
    rows = engine.select(_FORMER, former=iri_term(former)) if _SAFE.fullmatch(former) else []
    return short_id(rows[0]["thing"]) if rows else None


def rdf_of(engine: AnyEngine, thing: str, format: str) -> bytes:
    """The description of a thing in a format of `graph.rdf.GRAPH_FORMATS`, with what points to it."""
    return written(engine.write(_THING_RDF, "nt", thing=iri_term(thing)), format, PREFIXES)


def rdf_in(engine: AnyEngine, graph: str, format: str) -> bytes:
    """A named graph in a format of `graph.rdf.GRAPH_FORMATS`, or with its name as TriG."""
    triples = engine.write(_GRAPH_RDF, "nt", graph=iri_term(graph))
    return written(triples, format, PREFIXES, graph if format == "trig" else None)


def _facts(rows: list[Row]) -> list[Fact]:
    found = {
        (row["subject"], row["property"], row["value"]): Fact(
            short_id(row["subject"]),
            short_id(row["property"]),
            short_id(row["value"]) if row["isThing"] == "true" else row["value"],
            row["isThing"] == "true",
            row.get("label"),
        )
        for row in rows
    }
    return list(found.values())
