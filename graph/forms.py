"""Which keys a record of a class may have, and which concept words each key takes.

Read from the schema: shapes.ttl names the properties of each class, ontology.ttl the hierarchy of classes,
concepts.ttl the concepts of each scheme.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.context import CONTEXT, KEYS, expand
from graph.rdf import triples_of_turtle
from schema.vocabulary import FILES, NS, PREFIXES, TYPE

PARTS: Final = {
    "rules": "Rule",
    "exceptions": "Exception",
    "amendments": "Amendment",
    "outcomes": "Outcome",
    "sources": "Source",
}
"""The keys under which parts of a record stand, and the class of those parts."""

KIND_CLASSES: Final = {
    "jurisdiction": "Jurisdiction",
    "law": "Law",
    "regulator": "Regulator",
    "organisation": "Organisation",
    "technology": "Technology",
    "proceeding": "Proceeding",
    "event": "Event",
}
"""The kinds that have records of their own (by folder), and the class each is of."""

SCHEMES: Final[Mapping[str, str | Mapping[str, str]]] = {
    "effect": "effects",
    "force": "forces",
    "reach": "reaches",
    "purposes": "purposes",
    "actors": "actors",
    "activities": "activities",
    "settings": "settings",
    "end_kind": "end-kinds",
    "verification": "verifications",
    "research_depth": "research-depths",
    "kind": {
        "Law": "law-kinds",
        "Regulator": "regulator-kinds",
        "Technology": "technology-kinds",
        "Proceeding": "proceeding-kinds",
        "Outcome": "outcome-kinds",
        "Event": "event-kinds",
    },
    "status": {"Law": "law-statuses", "Proceeding": "proceeding-statuses"},
}
"""The concept scheme from which each key takes its words; by class where that decides."""

SAME_PROPERTY: Final = {"actors": "Rule", "organisations": "Event"}
"""Keys that share their property with another key (fl:actor), and the class that has each."""

_OWL: Final = PREFIXES["owl"]
_RDFS: Final = PREFIXES["rdfs"]
_SH: Final = PREFIXES["sh"]
_SKOS: Final = PREFIXES["skos"]


@dataclass(frozen=True)
class Forms:
    """`wider` has the classes above each class (itself too), `keys` the keys of each class, `words` the words
    of each scheme. Classes, keys and words are written as in records.
    """

    wider: Mapping[str, frozenset[str]]
    keys: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]

    def keys_for(self, classes: Iterable[str]) -> frozenset[str]:
        """The keys that a thing of these classes may have, by itself or as one of a wider class."""
        return frozenset(
            key for name in classes for wider in self.wider.get(name, ()) for key in self.keys.get(wider, ())
        )

    def classes_with(self, key: str) -> list[str]:
        """The classes for which a key is declared, sorted."""
        return sorted(name for name, keys in self.keys.items() if key in keys)

    def words_for(self, key: str, classes: Iterable[str]) -> frozenset[str]:
        """The concept words that a key takes on a thing of these classes."""
        scheme = SCHEMES.get(key, {})
        if isinstance(scheme, str):
            return self.words.get(scheme, frozenset())
        wider = {above for name in classes for above in self.wider.get(name, ())}
        return frozenset(word for name in wider & set(scheme) for word in self.words.get(scheme[name], ()))


def read_forms(files: Mapping[str, Path] = FILES) -> Forms:
    """Read the forms of records from the schema's files."""
    ontology, concepts, shapes = (
        _Graph(files[name].read_bytes()) for name in ("ontology", "concepts", "shapes")
    )
    classes = set(ontology.subjects(TYPE, _OWL + "Class"))
    ours = {_local(iri): iri for iri in classes if iri.startswith(NS)}
    wider = {
        name: frozenset(_local(above) for above in ontology.closure(iri, _RDFS + "subClassOf"))
        for name, iri in ours.items()
    }
    by_iri = defaultdict(set)
    for key in KEYS.values():
        by_iri[key.iri].add(key.name)
    keys: dict[str, set[str]] = defaultdict(set)
    for shape, target in shapes.pairs(_SH + "targetClass"):
        for path in shapes.paths(shape):
            name = _local(target)
            keys[name] |= {key for key in by_iri[path] if SAME_PROPERTY.get(key, name) == name}
    aliases = {expand(word, CONTEXT): word for word, iri in CONTEXT.items() if _is_alias(word, iri)}
    words: dict[str, set[str]] = defaultdict(set)
    for concept, scheme in concepts.pairs(_SKOS + "inScheme"):
        words[_local(scheme)].add(aliases.get(concept, _local(concept)))
    return Forms(
        wider,
        {name: frozenset(found) for name, found in keys.items()},
        {name: frozenset(found) for name, found in words.items()},
    )


def _is_alias(word: str, definition: object) -> bool:
    return isinstance(definition, str) and not word.startswith("@") and not definition.startswith("@")


def _local(iri: str) -> str:
    return iri.removeprefix(NS)


class _Graph:
    """A Turtle file by property."""

    def __init__(self, document: bytes) -> None:
        self._values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples_of_turtle(document):
            self._values[predicate][subject].append(value)

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        return [(subject, value) for subject, values in self._values[predicate].items() for value in values]

    def values(self, subject: str, predicate: str) -> list[str]:
        return self._values[predicate].get(subject, [])

    def subjects(self, predicate: str, value: str) -> list[str]:
        return [subject for subject, found in self.pairs(predicate) if found == value]

    def closure(self, start: str, predicate: str) -> set[str]:
        found, open_ends = {start}, [start]
        while open_ends:
            new = set(self.values(open_ends.pop(), predicate)) - found
            found |= new
            open_ends += new
        return found

    def paths(self, shape: str) -> set[str]:
        """The plain property paths of a shape and of the shapes it refers to by sh:node."""
        return {
            path
            for part in self.closure(shape, _SH + "node")
            for constraint in self.values(part, _SH + "property")
            for path in self.values(constraint, _SH + "path")
        }
