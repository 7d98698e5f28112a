"""One thing with all that is known of it: values, parts, what points to it, sources, and where it stands."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from graph.any_engine import AnyEngine
from graph.catalogue import Catalogue, Entry
from graph.engine import Row, iri_term
from graph.kinds import BY_KEY
from graph.queries import load_query
from graph.rows import link_to, row_of
from schema.vocabulary import iri_of, record_iri, short_id

_SOURCES: Final = load_query("thing_sources")

_AMENDMENT: Final = ("id", "date", "by", "summary")
_PARTS: Final = {
    "rules": BY_KEY["rule"].columns,
    "exceptions": BY_KEY["exception"].columns,
    "outcomes": BY_KEY["outcome"].columns,
    "amendments": _AMENDMENT,
}
"""The fields that hold parts, and what a record shows of each part."""

INVERSE: Final[Mapping[tuple[str, str], str]] = {
    ("jurisdiction", "within"): "contains",
    ("law", "jurisdiction"): "laws",
    ("regulator", "jurisdiction"): "regulators",
    ("organisation", "jurisdiction"): "organisations",
    ("proceeding", "jurisdiction"): "proceedings",
    ("organisation", "headquarters"): "seat_of",
    ("regulator", "headquarters"): "seat_of",
    ("organisation", "country"): "home_of",
    ("regulator", "country"): "home_of",
    ("law", "enacted_by"): "enacted",
    ("law", "enforced_by"): "enforces",
    ("law", "part_of"): "parts",
    ("law", "amends"): "amended_by",
    ("law", "made_under"): "basis_of",
    ("law", "interprets"): "interpreted_by",
    ("rule", "opens"): "opened_by",
    ("rule", "preempts"): "preempted_by",
    ("exception", "overrides"): "overridden_by",
    ("technology", "vendor"): "technologies",
    ("proceeding", "plaintiffs"): "plaintiff_in",
    ("proceeding", "defendants"): "defendant_in",
    ("proceeding", "under"): "proceedings",
    ("proceeding", "concerns"): "proceedings",
    ("event", "organisations"): "events",
    ("event", "places"): "events",
    ("event", "technologies"): "events",
    ("event", "changes"): "changed_by",
}
"""What it is called, from the other side, that a thing of a kind points here by a field."""
_ALWAYS: Final = {"related": "related_from", "sources": "cited_by"}
_HOLDERS: Final = ("law", "proceeding", "rule")
_LINE: Final = {
    "law": ("status", "effective"),
    "proceeding": ("status", "filed"),
    "event": ("kind", "date"),
    "rule": ("effect", "from", "until"),
}
"""What a reverse link tells beside id and name, by kind."""


def full_record(engine: AnyEngine, catalogue: Catalogue, entry: Entry) -> dict[str, Any]:
    """All that is known of an entry, as JSON has it. EngineError and its kin when the engine fails."""
    fields = [field for field in BY_KEY[entry.kind].fields if field != "sources" and field not in _PARTS]
    whole: dict[str, Any] = row_of(catalogue, entry, fields)
    for field, columns in _PARTS.items():
        if field in BY_KEY[entry.kind].fields:
            parts = (catalogue.by_id[part] for part in entry.values.get(field, ()))
            whole[field] = [row_of(catalogue, part, columns) for part in parts]
    whole["linked_from"] = linked_from(catalogue, entry)
    if entry.kind != "source":
        whole |= sources_of(engine, catalogue, entry)
    return {**whole, **_addresses(catalogue, entry)}


def linked_from(catalogue: Catalogue, entry: Entry) -> dict[str, list[dict[str, Any]]]:
    """What points to an entry, grouped by what it is to it: `proceedings`, `enforces`, `events` ..."""
    groups: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for field, other in catalogue.pointing_to(entry.id):
        group = INVERSE.get((other.kind, field)) or _ALWAYS.get(field)
        if group:
            more = row_of(catalogue, other, _LINE.get(other.kind, ()))
            groups[group][other.id] = {**link_to(catalogue, other.id), **more}
    return {name: list(found.values()) for name, found in sorted(groups.items())}


def record_of(catalogue: Catalogue, entry: Entry) -> str | None:
    """The id of the thing whose record says what is known of this entry; None for a source, which many cite.

    Rules, exceptions and outcomes stand in the record of their law or case.
    """
    if entry.kind == "source":
        return None
    return entry.first("law") or entry.first("proceeding") or entry.id


def sources_of(engine: AnyEngine, catalogue: Catalogue, entry: Entry) -> dict[str, Any]:
    """The sources of an entry, or of the nearest thing that holds it: `sources_of` says whose they are."""
    for thing in (entry.id, *filter(None, map(entry.first, reversed(_HOLDERS)))):
        rows = engine.select(_SOURCES, thing=iri_term(iri_of(thing)))
        if rows:
            return {"sources": sources_from(rows), "sources_of": link_to(catalogue, thing)}
    return {"sources": [], "sources_of": None}


def sources_from(rows: list[Row]) -> list[dict[str, Any]]:
    """The sources that rows of `thing_sources` name, each once, with all that it supports."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        source = found.setdefault(
            row["source"],
            {
                "id": short_id(row["source"]),
                "url": row["url"],
                "title": row.get("title"),
                "publisher": row.get("publisher"),
                "date": row.get("date"),
                "supports": [],
            },
        )
        if (text := row.get("supports")) and text not in source["supports"]:
            source["supports"].append(text)
    return list(found.values())


def _addresses(catalogue: Catalogue, entry: Entry) -> dict[str, Any]:
    record = record_of(catalogue, entry)
    at = f"/id/{entry.id}"
    return {
        "iri": iri_of(entry.id),
        "record": {"iri": record_iri(record), "address": f"/record/{record}"} if record else None,
        "addresses": {"page": at, "turtle": f"{at}.ttl", "json_ld": f"{at}.jsonld", "rdf_xml": f"{at}.rdf"},
    }
