"""The page about one thing: what it is, its dates, its parts, links both ways, sources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from markupsafe import Markup

from api.pages import render, web_address
from api.parts import Parts
from api.wording import GROUPS, KIND_WORDS, STYLE_WORDS, Words, clause, field_words, heading, sentence
from graph.catalogue import Catalogue, Entry
from graph.citation_styles import STYLES
from graph.full_record import full_record, record_of
from graph.kinds import BY_KEY, is_list
from graph.record_places import FilePlace
from graph.rows import LINKS
from graph.values import ADDRESSES
from schema.periods import PartialDate
from viz.date_line import date_line
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
_FEWEST_TO_DRAW: Final = 6
"""Dates that are worth a picture."""


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
    days = timeline_of(record, words, parts.catalogue)
    lifted = lifted_rule(parts, entry, words)
    in_short = {"rule": {**record["rule"], "name": lifted.name}} if lifted else {}
    return {
        "id": entry.id,
        "kind": entry.kind,
        "slug": entry.id.partition("/")[2],
        "title": entry.name,
        "heading": heading(record, entry.kind, words),
        "kind_words": KIND_WORDS[entry.kind],
        "sentence": sentence(record, entry.kind, words),
        "record": {**_LACKING, **record},
        "rows": list(fact_rows({**record, **in_short}, entry.kind, words)),
        "days": days,
        "line": line_of(days, parts.day_of_data),
        "words": words,
        "lifted": lifted,
        "steps": steps_to(parts, record, entry, words),
        "groups": [one for one in groups_of(record, words) if not _is_told(one, days)],
        "plural": kind.plural,
        "network": neighbours(parts, entry),
        "drawn": drawn_with(parts, entry),
        "place_of_file": place_of_file(parts, entry),
        "record_id": record_of(parts.catalogue, entry),
        "styles": [(style, STYLE_WORDS[style]) for style in STYLES],
        "structured": structured,
        "most": _MOST_OF_A_GROUP,
        "data_version": parts.engine.data_version,
    }


def place_of_file(parts: Parts, entry: Entry) -> FilePlace | None:
    """Where in the record files the entry stands, if they are those of this data."""
    record = record_of(parts.catalogue, entry)
    return parts.record_places.of(record, entry.id) if record else None


def steps_to(parts: Parts, record: Mapping[str, Any], entry: Entry, words: Words) -> list[tuple[str, str]]:
    """The way to a page: its kind, and what it is a part of."""
    above = (entry.first(field) for field in ("law", "proceeding"))
    steps = [(f"/{id}", parts.catalogue.name_of(id)) for id in above if id]
    if rule := parts.catalogue.get(entry.first("rule") or ""):
        steps.append((f"/{rule.id}", clause(words, rule.first("effect"), rule.first("provision"))))
    kind = (f"/{BY_KEY[entry.kind].plural}", KIND_WORDS[entry.kind][1])
    return [kind, *steps, ("", heading(record, entry.kind, words))]


def lifted_rule(parts: Parts, entry: Entry, words: Words) -> DayLine | None:
    """The rule that an exception lifts: its clause and what it says; None for what is no exception."""
    rule = parts.catalogue.get(entry.first("rule") or "") if entry.kind == "exception" else None
    if rule is None:
        return None
    name = clause(words, rule.first("effect"), rule.first("provision"))
    return DayLine("", rule.first("summary") or "", name, f"/{rule.id}")


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


def timeline_of(record: Mapping[str, Any], words: Words, catalogue: Catalogue) -> list[DayLine]:
    """The dates of a thing, of its parts, of the events and cases about it and their outcomes, in order."""
    said_of = {**_DAYS, "date": "Begun"} if record.get("ended") else _DAYS
    found = [DayLine(record[field], said) for field, said in said_of.items() if record.get(field)]
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
            said = words.of("kind", "outcome", outcome["kind"] or "") or "outcome"
            found.append(DayLine(outcome["date"], "", f"{said[:1].upper()}{said[1:]}", f"/{outcome['id']}"))
    for change in record.get("amendments", ()):
        if change["date"]:
            found.append(DayLine(change["date"], "Amended", change["summary"] or ""))
    for group in record["linked_from"].values():
        for one in group:
            if day := one.get("date") or one.get("filed"):
                said = words.of("kind", "event", one["kind"]) if one.get("date") else "case begun"
                found.append(DayLine(day, said, one["name"], f"/{one['id']}"))
            if one["id"].startswith("proceeding/"):
                found += _outcomes(catalogue.by_id[one["id"]], words, catalogue)
    found = [replace(one, words=one.words[:1].upper() + one.words[1:]) for one in found]
    unique = {(one.date, one.words, one.address): one for one in found}
    return sorted(unique.values(), key=lambda one: (PartialDate(one.date).first_day, len(one.date)))


def _outcomes(case: Entry, words: Words, catalogue: Catalogue) -> Iterator[DayLine]:
    """What came of a case, as far as its day is known."""
    for outcome in (catalogue.by_id[id] for id in case.values.get("outcomes", ())):
        if day := outcome.first("date"):
            said = words.of("kind", "outcome", outcome.first("kind") or "") or "outcome"
            yield DayLine(day, said, case.name, f"/{outcome.id}")


def line_of(days: Sequence[DayLine], known_on: date | None) -> Markup | None:
    """The dates as a picture, where they are so many that it shows more than the list."""
    if len(days) < _FEWEST_TO_DRAW:
        return None
    dates = [PartialDate(one.date) for one in days]
    return Markup(date_line(dates, known_on or date.max))  # written as XML from dates alone


def groups_of(record: Mapping[str, Any], words: Words) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """What points to a thing: a heading, and for each its address, its name and a few words."""
    return [
        (GROUPS.get(name, name), [(f"/{one['id']}", one["name"], _line(one, words)) for one in found])
        for name, found in record["linked_from"].items()
    ]


def _is_told(group: tuple[str, list[tuple[str, str, str]]], days: Sequence[DayLine]) -> bool:
    """Whether the dates name all events of a group already, with what kind of event each is."""
    name, links = group
    named = {one.address for one in days}
    return name == GROUPS["events"] and len(days) > 1 and all(link[0] in named for link in links)


def _line(one: Mapping[str, Any], words: Words) -> str:
    kind = one["id"].partition("/")[0]
    return next(
        (words.of(name, kind, one[name]) for name in ("status", "kind", "effect") if one.get(name)), ""
    )


def drawn_with(parts: Parts, entry: Entry) -> Cell | None:
    """What the network draws of an entry: itself, else what it is a part of, else the first that cites it."""
    citing = (other for field, other in parts.catalogue.pointing_to(entry.id) if field == "sources")
    for one in (entry, *citing):
        id = one.id if one.kind in KIND_BY_KEY else record_of(parts.catalogue, one)
        if id and id.partition("/")[0] in KIND_BY_KEY:
            return Cell(parts.catalogue.name_of(id), "/network?" + urlencode({"around": id}, safe="/"))
    return None


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
