"""One thing of the network as a person reads it: rows of facts become names, dates, details and sources in
words.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from schema.periods import Period

Facts: TypeAlias = Mapping[str, tuple[str, ...]]
"""What is stated of one thing: the property's local name, and its values in a fixed order."""

_DATES: Final = (
    ("introduced", "introduced"),
    ("enacted", "enacted"),
    ("effective", "in force from"),
    ("from", "binds from"),
    ("until", "binds until, not including"),
    ("repealed", "repealed"),
    ("expires", "expires"),
    ("filed", "filed"),
    ("date", "on"),
    ("ended", "ended"),
    ("founded", "founded"),
)
_DETAILS: Final = (
    ("status", "Status"),
    ("statusNote", "On its status"),
    ("effect", "Effect"),
    ("actor", "Who"),
    ("activity", "Activity"),
    ("setting", "Where"),
    ("reach", "Reach"),
    ("limitedTo", "Limited to"),
    ("force", "Force"),
    ("endKind", "End"),
    ("citation", "Citation"),
    ("billNumber", "Bill"),
    ("provision", "Provision"),
    ("penalty", "Penalty"),
    ("plaintiffName", "Plaintiff, as named"),
    ("defendantName", "Defendant, as named"),
    ("forum", "Forum"),
    ("docket", "Docket"),
    ("verifiedOn", "State confirmed on"),
)
_CONCEPTS: Final = frozenset(
    {"status", "effect", "actor", "activity", "setting", "reach", "force", "endKind"}
)
_LINKS: Final = ("officialText", "homepage")
_BROAD: Final = {
    "Jurisdiction",
    "Law",
    "Rule",
    "Regulator",
    "Organisation",
    "Technology",
    "Proceeding",
    "Event",
}
_PARTS: Final = {"exception": "Exception", "outcome": "Outcome", "amendment": "Amendment"}
_PARTS_WITH_DATE: Final = frozenset({"outcome", "amendment"})


@dataclass(frozen=True)
class Validity:
    """When a thing is there: its periods (None: always), whether its end is not known, and the last day on
    which its state was confirmed ("" if none is recorded).
    """

    periods: tuple[Period, ...] | None = None
    end_unknown: bool = False
    confirmed: str = ""


@dataclass(frozen=True)
class Source:
    """Where a fact was read: the address, and title, publisher and date as far as known (else empty)."""

    url: str
    title: str
    publisher: str
    date: str


@dataclass(frozen=True)
class Thing:
    """One node: `id` is `kind/slug`; dates keep the precision in which they are stated ("2019-07").

    `sources_of` is the law whose sources stand in for a rule that has none of its own. Latitude and longitude
    are in degrees, for places that have them.
    """

    id: str
    kind: str
    label: str
    category: str
    summary: str
    dates: tuple[tuple[str, str], ...]
    details: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]
    verification: str
    sources: tuple[Source, ...]
    sources_of: str | None
    other_names: tuple[str, ...]
    links: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    validity: Validity = Validity()


def local_name(iri: str) -> str:
    """The last part of an IRI, after "#" or "/"."""
    return re.split(r"[#/]", iri)[-1]


def gather(rows: Iterable[Mapping[str, str]], key: str, name: str, value: str) -> dict[str, Facts]:
    """Group rows by `key`: each property's local name with its values, sorted."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        found[row[key]][local_name(row[name])].add(row[value])
    return {
        each: {prop: tuple(sorted(values)) for prop, values in facts.items()} for each, facts in found.items()
    }


def first(facts: Facts, name: str) -> str:
    """The first value of a property, or an empty text."""
    return facts.get(name, ("",))[0]


def in_words(value: str, words: Mapping[str, str]) -> str:
    """A concept's label, or the end of its IRI in words when it has none."""
    return words.get(value) or local_name(value).replace("-", " ")


def make_thing(
    node: str,
    facts: Facts,
    parts: tuple[tuple[str, str], ...],
    sources: tuple[Source, ...],
    words: Mapping[str, str],
    law_name: str = "",
) -> Thing:
    """One thing from what is stated of it. `node` is `kind/slug`; a rule is named by its effect and law."""
    kind = node.split("/", 1)[0]
    return Thing(
        id=node,
        kind=kind,
        label=_label(node, facts, words, law_name),
        category=_category(facts, words),
        summary=first(facts, "description"),
        dates=tuple((word, value) for name, word in _DATES for value in facts.get(name, ())),
        details=_details(kind, facts, words),
        parts=parts,
        doubts=facts.get("doubt", ()),
        verification=in_words(first(facts, "verification"), words) if facts.get("verification") else "",
        sources=sources,
        sources_of=None,
        other_names=tuple(
            sorted({*facts.get("altLabel", ()), *facts.get("shortName", ())} - {first(facts, "prefLabel")})
        ),
        links=tuple(value for name in _LINKS for value in facts.get(name, ())),
        latitude=_number(first(facts, "lat")),
        longitude=_number(first(facts, "long")),
    )


def read_parts(
    rows: Iterable[Mapping[str, str]], words: Mapping[str, str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Exceptions, outcomes and amendments as (heading, sentence), by the IRI of the thing they belong to."""
    rows = list(rows)
    facts = gather(rows, "part", "property", "value")
    owners = {(row["node"], local_name(row["relation"]), row["part"]) for row in rows}
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for node, relation, part in owners:
        heading, text = _part_in_words(relation, facts[part], words)
        when = first(facts[part], "date") if relation in _PARTS_WITH_DATE else ""
        found[node].append((f"{relation} {when} {part}", heading, text))
    return {node: tuple((heading, text) for _, heading, text in sorted(each)) for node, each in found.items()}


def read_sources(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[Source, ...]]:
    """The sources of each thing, by its IRI, in the order of the sources' IRIs."""
    found: dict[str, dict[str, Source]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: sorted(row.items())):
        source = Source(row["url"], row.get("title", ""), row.get("publisher", ""), row.get("date", ""))
        found[row["node"]].setdefault(row["source"], source)
    return {node: tuple(by_iri[iri] for iri in sorted(by_iri)) for node, by_iri in found.items()}


def _details(kind: str, facts: Facts, words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    # an event's actors are organisations: edges, not details
    told = [(name, term) for name, term in _DETAILS if name in facts and (kind, name) != ("event", "actor")]
    return tuple(
        (term, "; ".join(in_words(value, words) if name in _CONCEPTS else value for value in facts[name]))
        for name, term in told
    )


def _part_in_words(relation: str, facts: Facts, words: Mapping[str, str]) -> tuple[str, str]:
    heading = " · ".join(
        filter(
            None,
            (
                in_words(first(facts, "kind"), words) if "kind" in facts else _PARTS[relation],
                first(facts, "date"),
                first(facts, "provision"),
                " ".join(filter(None, (_grouped(first(facts, "amount")), first(facts, "currency")))),
                first(facts, "amendedBy"),
            ),
        )
    )
    return heading[:1].upper() + heading[1:], first(facts, "description")


def _grouped(amount: str) -> str:
    whole, point, rest = amount.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.isdecimal() else amount


def _label(node: str, facts: Facts, words: Mapping[str, str], law_name: str) -> str:
    if name := first(facts, "prefLabel"):
        return name
    if effect := first(facts, "effect"):
        words_of_effect = in_words(effect, words)
        return f"{words_of_effect[:1].upper()}{words_of_effect[1:]}: {law_name or node.split('/', 1)[1]}"
    return node.split("/", 1)[1]


def _category(facts: Facts, words: Mapping[str, str]) -> str:
    if kind := first(facts, "kind"):
        return in_words(kind, words)
    classes = sorted({local_name(iri) for iri in facts.get("type", ())} - _BROAD)
    return ", ".join(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() for name in classes)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
