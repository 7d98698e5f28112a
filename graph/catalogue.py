"""Every thing of the data with its values, and what points to it: what lists and single records are made of.

Read once for a state of the data, by `queries/entries.rq`, a class at a time.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Final

from graph.any_engine import AnyEngine
from graph.concepts import Concepts
from graph.context import KEYS
from graph.engine import Row, iri_term
from graph.forms import SAME_PROPERTY
from graph.kinds import BY_KEY, DERIVED, TABLE
from graph.queries import load_query
from schema.vocabulary import ID, NS, TYPE, short_id

_ENTRIES: Final = load_query("entries")
_MOST_OF_A_NAME: Final = 90
_AMENDMENT: Final = "Amendment"


@dataclass(frozen=True)
class Entry:
    """A thing: its id (`law/us-il-bipa-2008`), kind, name, and the values of each field, in a fixed order.

    Values are texts: ids of things, words of concepts, dates and numbers as recorded, addresses.
    """

    id: str
    kind: str
    name: str
    values: Mapping[str, tuple[str, ...]]

    def first(self, field: str) -> str | None:
        """The first value of a field, if it has any."""
        return next(iter(self.values.get(field, ())), None)


class Catalogue:
    """All entries by kind and id."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.by_id: Final = entries
        self._by_kind: Final[dict[str, list[Entry]]] = defaultdict(list)
        self._pointing: Final[dict[str, list[tuple[str, str]]]] = defaultdict(list)
        self._former: Final[dict[str, str]] = {}
        for entry in entries.values():
            self._by_kind[entry.kind].append(entry)
            for former in entry.values.get("former_ids", ()):
                self._former[former] = entry.id
            for field, values in entry.values.items():
                for value in values:
                    if value in entries and value != entry.id and field not in ("id", "former_ids"):
                        self._pointing[value].append((field, entry.id))

    @classmethod
    def read(cls, engine: AnyEngine, concepts: Concepts) -> "Catalogue":
        """Read all entries of a dataset. EngineError and its kin when an engine at another address fails."""
        found: dict[str, Entry] = {}
        for class_name in [*(kind.class_name for kind in TABLE), _AMENDMENT]:
            rows = engine.select(_ENTRIES, **{"class": iri_term(NS + class_name)})
            found |= {one.id: one for one in _entries(rows, class_name, concepts)}
        return cls(_named(_with_derived(found)))

    def of(self, kind: str) -> list[Entry]:
        """The entries of a kind, by id."""
        return self._by_kind[kind]

    def get(self, thing: str) -> Entry | None:
        """The entry of an id."""
        return self.by_id.get(thing)

    def name_of(self, thing: str) -> str:
        """The name of a thing; its id when it is unknown."""
        return self.by_id[thing].name if thing in self.by_id else thing

    def pointing_to(self, thing: str) -> list[tuple[str, Entry]]:
        """What points to a thing, each with the field by which it does, by id."""
        return [(field, self.by_id[other]) for field, other in self._pointing.get(thing, ())]

    def present_id(self, former: str) -> str | None:
        """The id that a thing has now that once had another."""
        return self._former.get(former)


def _entries(rows: list[Row], class_name: str, concepts: Concepts) -> Iterator[Entry]:
    keys = {key.iri: key for key in KEYS.values() if SAME_PROPERTY.get(key.name, class_name) == class_name}
    values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        thing, value = short_id(row["thing"]), row["value"]
        if row["property"] == TYPE:
            values[thing]["type"].add(short_id(value))
        elif key := keys.get(row["property"]):
            is_ours = value.startswith((ID, NS))
            values[thing][key.name].add(concepts.words.get(value) or (short_id(value) if is_ours else value))
    for thing in sorted(values):
        kind = thing.partition("/")[0]
        expected = BY_KEY[kind].class_name if kind in BY_KEY else ""
        if class_name in (expected, _AMENDMENT):
            found = {field: tuple(sorted(texts)) for field, texts in values[thing].items()}
            found["type"] = _narrowest(found.get("type", ()), class_name)
            yield Entry(
                thing, kind if class_name != _AMENDMENT else "amendment", "", {"id": (thing,), **found}
            )


def _narrowest(types: tuple[str, ...], class_name: str) -> tuple[str, ...]:
    broad = {"Organisation", class_name} if class_name == "Organisation" else {class_name}
    return tuple(name for name in types if name not in broad) or (class_name,)


def _with_derived(entries: dict[str, Entry]) -> dict[str, Entry]:
    """The entries with the fields that records do not state because they nest one thing in another.

    A rule that does not say how it was checked was checked as its law was.
    """
    above = {
        (field, part): entry.id
        for entry in entries.values()
        for field in ("rules", "exceptions", "outcomes")
        for part in entry.values.get(field, ())
    }

    def derived(entry: Entry) -> Iterator[tuple[str, tuple[str, ...]]]:
        rule = above.get(("exceptions", entry.id))
        found = {
            "rule": rule,
            "law": above.get(("rules", rule or entry.id)),
            "proceeding": above.get(("outcomes", entry.id)),
        }
        holder = entries.get(found["law"] or found["proceeding"] or "")
        found["jurisdiction"] = holder.first("jurisdiction") if holder else None
        for field in DERIVED.get(entry.kind, ()):
            if value := found[field]:
                yield field, (value,)
        if entry.kind == "rule" and holder and "verification" not in entry.values:
            yield "verification", holder.values.get("verification", ())

    return {
        thing: replace(entry, values={**entry.values, **dict(derived(entry))})
        for thing, entry in entries.items()
    }


def _named(entries: dict[str, Entry]) -> dict[str, Entry]:
    """The entries with their names. What has none is called by its law or case, and what it says."""

    def name(entry: Entry) -> str:
        own = entry.first("name") or entry.first("title")
        if own:
            return own
        said = shorten(entry.first("summary") or "", _MOST_OF_A_NAME, placeholder="...")
        holder = entries.get(entry.first("law") or entry.first("proceeding") or "")
        whose = (holder.first("name") or holder.id) if holder else None
        return ": ".join(filter(None, (whose, said))) or entry.first("url") or entry.id

    return {
        thing: replace(entry, name=name(entry), values={**entry.values, "name": (name(entry),)})
        for thing, entry in entries.items()
    }
