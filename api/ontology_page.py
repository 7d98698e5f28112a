"""The vocabulary as a reference for readers: classes as a tree, properties, concept schemes as trees.

A generator such as pyLODE knows OWL, but neither shows concept schemes as trees nor words that the interface
takes; and its page has styles, scripts and anchors of its own. This one has the IRI's own anchors (`ns#ban`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from api.pages import render
from api.parts import Parts
from graph.description import Fact, facts_in
from graph.queries import load_query
from schema.vocabulary import RECORD, SCHEMA_GRAPH, short_id

_EXAMPLES: Final = load_query("class_examples")
_LABELS: Final = ("rdfs:label", "skos:prefLabel", "dct:title")
_DEFINITIONS: Final = ("skos:definition", "dct:description", "rdfs:comment")
_TIES: Final = {
    "rdfs:subClassOf": "a kind of",
    "rdfs:subPropertyOf": "a kind of",
    "skos:exactMatch": "the same as",
    "skos:closeMatch": "close to",
    "skos:broadMatch": "narrower than",
    "skos:narrowMatch": "broader than",
    "skos:relatedMatch": "related to",
}
"""How terms of ours are tied to others', in words."""
_PROPERTIES: Final = frozenset({"owl:ObjectProperty", "owl:DatatypeProperty"})

Facts = Mapping[str, Mapping[str, Sequence[str]]]
"""The values of each property of each subject."""


@dataclass(frozen=True)
class Entry:
    """A term as it is shown: `depth` in its tree, `word` for the interface, ties as (words, term)."""

    name: str
    label: str
    definition: str
    notes: Sequence[str] = ()
    word: str = ""
    depth: int = 0
    domains: Sequence[str] = ()
    ranges: Sequence[str] = ()
    ties: Sequence[tuple[str, str]] = ()
    example: str = ""
    broader: Sequence[str] = ()
    is_again: bool = False
    """Whether it stood on the page before, in another scheme."""


def ontology_page(parts: Parts) -> bytes:
    """The page, made once for a state of the data."""
    version = parts.engine.data_version
    return parts.pages.get((version, "vocabulary"), lambda: _page(parts)).encode()


def _path(example: str) -> str:
    """Where the page about a thing, or about the record of one, stands under the site."""
    return f"record/{example.removeprefix(RECORD)}" if example.startswith(RECORD) else short_id(example)


def _page(parts: Parts) -> str:
    facts = _by_subject(facts_in(parts.engine, SCHEMA_GRAPH))
    rows = parts.engine.select(_EXAMPLES)
    examples = {short_id(row["class"]): _path(row["example"]) for row in rows}
    seen: set[str] = set()
    values = {
        "classes": list(_classes(facts, examples)),
        "properties": [_entry(facts, name) for name in _of_type(facts, _PROPERTIES)],
        "schemes": [
            (_entry(facts, name), [_marked(one, seen) for one in _concepts(facts, name)])
            for name in _of_type(facts, frozenset({"skos:ConceptScheme"}))
        ],
        "ours": set(facts),
        "data_version": parts.engine.data_version,
    }
    return render("ontology.html", values).decode()


def _marked(entry: Entry, seen: set[str]) -> Entry:
    is_again = entry.name in seen
    seen.add(entry.name)
    return replace(entry, is_again=is_again)


def _by_subject(found: Iterable[Fact]) -> Facts:
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for fact in found:
        facts[fact.subject][fact.property].append(fact.value)
    return facts


def _of_type(facts: Facts, types: frozenset[str]) -> list[str]:
    return sorted(name for name, said in facts.items() if types & set(said.get("rdf:type", ())))


def _classes(facts: Facts, examples: Mapping[str, str]) -> Iterator[Entry]:
    names = _of_type(facts, frozenset({"owl:Class"}))
    above = {name: [one for one in facts[name].get("rdfs:subClassOf", ()) if one in names] for name in names}
    yield from _tree(facts, names, above, examples)


def _concepts(facts: Facts, scheme: str) -> Iterator[Entry]:
    names = sorted(name for name, said in facts.items() if scheme in said.get("skos:inScheme", ()))
    above = {name: [one for one in facts[name].get("skos:broader", ()) if one in names] for name in names}
    yield from _tree(facts, names, above, {})


def _tree(
    facts: Facts, names: Sequence[str], above: Mapping[str, Sequence[str]], examples: Mapping[str, str]
) -> Iterator[Entry]:
    """Each once, below the first of those above it; the others above it are named."""

    def below(parent: str | None, depth: int) -> Iterator[Entry]:
        for name in names:
            if (above[name][0] if above[name] else None) == parent:
                yield _entry(facts, name, depth, examples.get(name, ""), above[name])
                yield from below(name, depth + 1)

    yield from below(None, 0)


def _entry(facts: Facts, name: str, depth: int = 0, example: str = "", broader: Sequence[str] = ()) -> Entry:
    said = facts[name]
    told = [text for property in _DEFINITIONS for text in said.get(property, ())]
    return Entry(
        name,
        next((said[one][0] for one in _LABELS if said.get(one)), name),
        told[0] if told else "",
        told[1:],
        next(iter(said.get("skos:notation", ())), ""),
        depth,
        said.get("rdfs:domain", ()),
        said.get("rdfs:range", ()),
        [(words, one) for tie, words in _TIES.items() for one in said.get(tie, ()) if one not in broader],
        example,
        broader,
    )
