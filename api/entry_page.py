"""The page about one thing: what it is, its dates, its parts, links both ways, sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from api.pages import render, web_address
from api.parts import Parts
from api.wording import GROUPS, KIND_WORDS, Words, field_words, sentence
from graph.catalogue import Entry
from graph.citation_styles import STYLES
from graph.full_record import full_record, record_of
from graph.kinds import BY_KEY, is_list
from graph.record_places import FilePlace
from graph.rows import LINKS
from graph.values import ADDRESSES
from schema.periods import PartialDate
from viz.kinds import KIND_BY_KEY

_ELSEWHERE: Final = frozenset(
    {"id", "name", "type", "summary", "doubts", "verification", "checked", "supports"}
    | {"rules", "exceptions", "outcomes", "amendments", "lat", "long", "title"}
)
"""Fields that the page tells in places of their own."""
_DAYS: Final = {
    "introduced": "Introduced",
    "enacted": "Enacted",
    "effective": "Takes effect",
    "repealed_on": "Repealed",
    "expires": "Expires",
    "founded": "Founded",
    "filed": "Begun",
    "date": "Dated",
    "ended": "Ended",
    "from": "Begins to bind",
    "until": "No longer binds from here on",
}
_LACKING: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("rules", "exceptions", "outcomes", "amendments", "doubts", "sources"), ()),
    **dict.fromkeys(("summary", "verification", "checked", "sources_of")),
}
"""Fields that not every kind has."""
_MOST_OF_A_GROUP: Final = 12
"""Links of a group that are shown at once; the others unfold."""


@dataclass(frozen=True)
class Cell:
    """A value on a page: its words, and where it leads ("" nowhere)."""

    words: str
    address: str = ""
    is_day: bool = False


@dataclass(frozen=True)
class DayLine:
    """A line of a timeline: the date as far as it is known, what happened, and where to read of it."""

    date: str
    words: str
    name: str = ""
    address: str = ""


def entry_page(parts: Parts, entry: Entry, structured: Markup | None) -> bytes:
    """The page of an entry as text."""
    record = full_record(parts.engine, parts.catalogue, entry)
    return render("entry.html", entry_values(parts, entry, record, structured))


def entry_values(
    parts: Parts, entry: Entry, record: Mapping[str, Any], structured: Markup | None
) -> dict[str, object]:
    """What the page of an entry shows."""
    words = Words(parts.lookup.concepts)
    kind = BY_KEY[entry.kind]
    return {
        "id": entry.id,
        "kind": entry.kind,
        "slug": entry.id.partition("/")[2],
        "title": entry.name,
        "kind_words": KIND_WORDS[entry.kind],
        "sentence": sentence(record, entry.kind, words),
        "record": {**_LACKING, **record},
        "rows": list(fact_rows(record, entry.kind, words)),
        "days": timeline_of(record, words),
        "words": words,
        "steps": steps_to(parts, entry),
        "groups": groups_of(record, words),
        "plural": kind.plural,
        "network": neighbours(parts, entry),
        "centre": centre_of(parts, entry),
        "place_of_file": place_of_file(parts, entry),
        "record_id": record_of(parts.catalogue, entry),
        "styles": tuple(STYLES),
        "structured": structured,
        "most": _MOST_OF_A_GROUP,
        "data_version": parts.engine.data_version,
    }


def place_of_file(parts: Parts, entry: Entry) -> FilePlace | None:
    """Where in the record files the entry stands, if they are those of this data."""
    record = record_of(parts.catalogue, entry)
    return parts.record_places.of(record, entry.id) if record else None


def steps_to(parts: Parts, entry: Entry) -> list[tuple[str, str]]:
    """The way to a page: its kind, and what it is a part of."""
    above = [entry.first(field) for field in ("law", "proceeding", "rule")]
    return [
        (f"/{BY_KEY[entry.kind].plural}", KIND_WORDS[entry.kind][1]),
        *((f"/{id}", parts.catalogue.name_of(id)) for id in above if id),
        ("", entry.name),
    ]


def fact_rows(record: Mapping[str, Any], kind: str, words: Words) -> Iterator[tuple[str, list[Cell]]]:
    """The fields of a record that have a value, each with its cells."""
    for field in BY_KEY[kind].fields:
        value = record.get(field)
        if field in _ELSEWHERE or field == "sources" or value is None or value == []:
            continue
        yield field_words(field), cells_of(field, kind, value, words)


def cells_of(field: str, kind: str, value: Any, words: Words) -> list[Cell]:  # noqa: ANN401  # JSON
    """The value or values of a field, as a page shows them."""
    if value is None:
        return []
    return [_cell(field, kind, one, words) for one in (value if is_list(field) else [value])]


def _cell(field: str, kind: str, value: Any, words: Words) -> Cell:  # noqa: ANN401  # JSON
    if field in LINKS:
        return Cell(value["name"], f"/{value['id']}")
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    if field in ADDRESSES | {"wikidata"}:
        return Cell(text, web_address(text))
    if field in _DAYS or field in ("verified_on", "researched_through"):
        return Cell(text, is_day=True)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(f"{value:,}")
    return Cell(words.of(field, kind, text))


def timeline_of(record: Mapping[str, Any], words: Words) -> list[DayLine]:
    """The dates of a thing, of its parts and of the events and cases about it, in their order."""
    found = [DayLine(record[field], said) for field, said in _DAYS.items() if record.get(field)]
    for rule in record.get("rules", ()):
        effect = words.of("effect", "rule", rule["effect"])
        for field, said in (("from", "begins to bind"), ("until", "no longer binds")):
            if rule[field]:
                found.append(
                    DayLine(
                        rule[field], f"{effect} {said}", rule["provision"] or "the rule", f"/{rule['id']}"
                    )
                )
    for outcome in record.get("outcomes", ()):
        if outcome["date"]:
            said = words.of("kind", "outcome", outcome["kind"])
            found.append(
                DayLine(outcome["date"], said, outcome["summary"] or outcome["id"], f"/{outcome['id']}")
            )
    for change in record.get("amendments", ()):
        if change["date"]:
            found.append(DayLine(change["date"], "Amended", change["summary"] or ""))
    for group in record["linked_from"].values():
        for one in group:
            if day := one.get("date") or one.get("filed"):
                said = words.of("kind", "event", one["kind"]) if one.get("date") else "Case begun"
                found.append(DayLine(day, said, one["name"], f"/{one['id']}"))
    unique = {(one.date, one.words, one.address): one for one in found}
    return sorted(unique.values(), key=lambda one: (PartialDate(one.date).first_day, len(one.date)))


def groups_of(record: Mapping[str, Any], words: Words) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """What points to a thing: a heading, and for each its address, its name and a few words."""
    return [
        (GROUPS.get(name, name), [(f"/{one['id']}", one["name"], _line(one, words)) for one in found])
        for name, found in record["linked_from"].items()
    ]


def _line(one: Mapping[str, Any], words: Words) -> str:
    kind = one["id"].partition("/")[0]
    return next(
        (words.of(name, kind, one[name]) for name in ("status", "kind", "effect") if one.get(name)), ""
    )


def centre_of(parts: Parts, entry: Entry) -> str | None:
    """The thing of the network that is the entry, or that holds it; None where nothing does.

    Exceptions, outcomes and sources are parts of other things there.
    """
    above = (entry.id, entry.first("rule"), entry.first("proceeding"))
    pointing = (other.id for _, other in parts.catalogue.pointing_to(entry.id))
    return next((id for id in (*above, *pointing) if id and id.partition("/")[0] in KIND_BY_KEY), None)


def neighbours(parts: Parts, entry: Entry) -> list[tuple[str, int]]:
    """How many things of each kind are one step away in the data, most first."""
    near = {other.id for _, other in parts.catalogue.pointing_to(entry.id)}
    near |= {value for field, values in entry.values.items() if field in LINKS for value in values}
    counted: dict[str, int] = {}
    for thing in near - {entry.id}:
        kind = thing.partition("/")[0]
        if kind in KIND_WORDS and kind not in ("source", "exception", "outcome"):
            counted[kind] = counted.get(kind, 0) + 1
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [(KIND_WORDS[kind][0 if count == 1 else 1].lower(), count) for kind, count in ranked]
